"""Would the agency's own early-intervention rule have found the officers who later needed help? A back-test.

The rule ("3 complaints in 180 days") is run on every first of a month of the past; then one looks whether an event
followed. Nothing is predicted and no new model is made. An alert that was right may have prevented the event that would
have shown it, and who works where more happens is flagged more: read the rates beside those of the same exposure.

Results are counts. Officers are listed only where the agreement and the work plan name this method and the caller says
so (`allowed_to_name`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale, facts

Numbers = npt.NDArray[np.float64]
ASSUMPTIONS: Final = (
    "events are recorded alike for flagged and other officers",
    "an alert did not by itself prevent the event",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An alert rule: at least `count` events within `days` up to and including the day it is asked."""

    count: int
    days: int

    def __post_init__(self) -> None:
        if self.count < 1 or self.days < 1:
            raise BadArgument(f"{self.count} in {self.days} days", where="rule", expected="at least 1 of both")


@dataclass(frozen=True, slots=True, eq=False)
class BackTest:
    """The four counts of officer-days asked (flagged or not, event or not), and what follows from them.

    Attributes
    ----------
    hits, false_alarms, missed, quiet
        Flagged with an event within the horizon; flagged without; not flagged with; not flagged without.
    officers, flagged_officers
        Officers who were ever asked, and ever flagged.
    right
        Of alerts, the share followed by an event.
    found
        Of officer-days followed by an event, the share that was flagged.
    lift
        How many times as often an event follows an alert than no alert, within the same exposure (Mantel-Haenszel).
    groups
        Per group: share flagged among officer-days that no event followed (false alarms fall evenly or not).
    flagged
        Keys of flagged officers; empty unless the caller was allowed to name.
    """

    hits: int
    false_alarms: int
    missed: int
    quiet: int
    officers: int
    flagged_officers: int
    right: Estimate
    found: Estimate
    lift: Estimate
    groups: tuple[Estimate, ...]
    flagged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Roster:
    """Officers who are asked: key, first and last day of service (NaT while serving), exposure and group, in words."""

    officer: npt.NDArray[np.str_]
    start: npt.NDArray[np.datetime64]
    end: npt.NDArray[np.datetime64]
    exposure: npt.NDArray[np.str_]
    group: npt.NDArray[np.str_]

    @classmethod
    def of(
        cls, *, officer: Sequence[Any], start: npt.ArrayLike, end: npt.ArrayLike,
        exposure: Sequence[Any] | None = None, group: Sequence[Any] | None = None,
    ) -> "Roster":  # fmt: skip
        """Check and build a roster. Raises BadTable for unlike lengths or an officer who stands twice."""
        n = len(officer)
        same = ["all"] * n
        made = cls(
            officer=np.asarray(officer).astype(str), start=np.asarray(start, "datetime64[D]"),
            end=np.asarray(end, "datetime64[D]"),
            exposure=np.asarray(same if exposure is None else exposure).astype(str),
            group=np.asarray(same if group is None else group).astype(str),
        )  # fmt: skip
        if not n == len(made.start) == len(made.end) == len(made.exposure) == len(made.group):
            raise BadTable("unlike lengths", where="roster", expected="one entry per officer")
        if len(set(made.officer.tolist())) < n:
            raise BadTable("an officer stands twice", where="roster", expected="one row per officer")
        return made


def back_test(
    *, roster: Roster, event_officer: Sequence[Any], event_day: npt.ArrayLike, rule: Rule, asked: npt.ArrayLike,
    horizon: int, covers: tuple[np.datetime64, np.datetime64], outcome_officer: Sequence[Any] | None = None,
    outcome_day: npt.ArrayLike | None = None,
    level: float = 0.95, allowed_to_name: bool = False,
) -> BackTest:  # fmt: skip
    """Run a rule over the past.

    Parameters
    ----------
    roster
        Who served when; an officer is asked on days within service, with the whole horizon within service too.
    event_officer, event_day
        The events that the rule counts, one entry each.
    rule
        The agency's rule.
    asked
        Days on which it is asked, e.g. every first of a month.
    horizon
        Days after, within which an event is looked for.
    covers
        First and last day that the file of events covers: the rule looks back, and the horizon ahead, within these.
    outcome_officer, outcome_day
        The events that are looked for; the same as the counted ones by default.
    level
        Level of intervals; officers, not days, are drawn independently.
    allowed_to_name
        Whether agreement and work plan name this method, so that keys of officers may be returned.

    Raises
    ------
    BadArgument
        If the rule would look back, or the horizon ahead, beyond what the file covers.
    NotEnoughData
        If nobody was asked, or nobody was ever flagged.
    """
    days = _asked(asked, rule, horizon, covers)
    place = {key: at for at, key in enumerate(roster.officer.tolist())}
    counted, strangers = _events(event_officer, event_day, place)
    later = (
        counted if outcome_officer is None or outcome_day is None else _events(outcome_officer, outcome_day, place)[0]
    )
    stays = np.isnat(roster.end)[:, None] | (roster.end[:, None] >= days + horizon)
    serving = (roster.start[:, None] <= days) & stays
    flagged = np.stack([_between(counted, len(place), day - rule.days + 1, day) for day in days], 1) >= rule.count
    followed = np.stack([_between(later, len(place), day + 1, day + horizon) for day in days], 1) >= 1
    if not serving.any() or not (flagged & serving).any():
        raise NotEnoughData("nobody was flagged", where="back_test", expected="officers, days and events that meet")
    cells = [
        (serving & a & b)
        for a, b in ((flagged, followed), (flagged, ~followed), (~flagged, followed), (~flagged, ~followed))
    ]
    excluded = (Exclusion("event of nobody on the roster", strangers),) if strangers else ()
    ever = (flagged & serving).any(1)
    quiet_base, words = cells[1] | cells[3], "officer-days without an event"
    groups = tuple(
        _ratio(cells[1][mine], quiet_base[mine], "false_alarm_rate", words, level, excluded, str(name))
        for name in np.unique(roster.group)
        for mine in [roster.group == name]
        if quiet_base[mine].any()
    )
    return BackTest(
        hits=int(cells[0].sum()), false_alarms=int(cells[1].sum()), missed=int(cells[2].sum()),
        quiet=int(cells[3].sum()), officers=int(serving.any(1).sum()), flagged_officers=int(ever.sum()),
        right=_ratio(cells[0], cells[0] | cells[1], "alerts_followed", "alerts", level, excluded),
        found=_ratio(cells[0], cells[0] | cells[2], "events_flagged", "officer-days before an event", level, excluded),
        lift=_lift(cells, roster.exposure, level, excluded), groups=groups,
        flagged=tuple(roster.officer[ever].tolist()) if allowed_to_name else (),
    )  # fmt: skip


def _asked(
    asked: npt.ArrayLike, rule: Rule, horizon: int, covers: tuple[np.datetime64, np.datetime64]
) -> npt.NDArray[np.datetime64]:
    days = np.asarray(asked, "datetime64[D]")
    outside = (days - rule.days + 1 < covers[0]) | (days + horizon > covers[1]) | np.isnat(days)
    if outside.any() or not days.size or horizon < 1:
        words = f"asked on {days[outside][0]}" if outside.any() else f"{days.size} days asked, horizon {horizon}"
        expected = f"{rule.days} days before and {horizon} after within {covers[0]} to {covers[1]}"
        raise BadArgument(words, where="back_test", expected=expected)
    return days


Events = tuple[npt.NDArray[np.intp], npt.NDArray[np.datetime64]]


def _events(officer: Sequence[Any], day: npt.ArrayLike, place: dict[str, int]) -> tuple[Events, int]:
    """Events of officers on the roster, as places and days; and how many belong to nobody there."""
    names, days = np.asarray(officer).astype(str), np.asarray(day, "datetime64[D]")
    if len(names) != len(days):
        raise BadTable(f"{len(names)} officers, {len(days)} days", where="back_test", expected="one of each per event")
    at = np.asarray([place.get(name, -1) for name in names.tolist()], np.intp)
    known = (at >= 0) & ~np.isnat(days)
    return (at[known], days[known]), int((~known).sum())


def _between(events: Events, n: int, first: np.datetime64, last: np.datetime64) -> npt.NDArray[np.intp]:
    at, day = events
    return np.bincount(at[(day >= first) & (day <= last)], minlength=n)


def _ratio(
    top: npt.NDArray[np.bool_], base: npt.NDArray[np.bool_], measure: str, words: str, level: float,
    excluded: tuple[Exclusion, ...], group: str = "",
) -> Estimate:  # fmt: skip
    """A share whose rows (officers) are independent and whose columns (days) are not."""
    hits, all_ = top.sum(1).astype(float), base.sum(1).astype(float)
    n = float(all_.sum())
    if n == 0:
        return Estimate(
            measure=measure, value=None, low=None, high=None, level=level, n=0, denominator=0.0, base=words,
            unit="share",
            group=group, method="share of officer-days", excluded=excluded,
        )  # fmt: skip
    value = float(hits.sum() / n)
    m = int((all_ > 0).sum())
    se = float(np.sqrt(m / max(m - 1, 1) * ((hits - value * all_) ** 2).sum()) / n)
    z = float(norm.ppf(0.5 + level / 2))
    return Estimate(
        measure=measure, value=value, low=max(0.0, value - z * se), high=min(1.0, value + z * se), level=level, se=se,
        n=int(hits.sum()), denominator=n, base=words, unit="share", group=group, excluded=excluded,
        method="share of officer-days, spread between officers", assumptions=ASSUMPTIONS, diagnostics=facts(officers=m),
    )  # fmt: skip


def _lift(
    cells: list[npt.NDArray[np.bool_]], exposure: npt.NDArray[np.str_], level: float, excluded: tuple[Exclusion, ...]
) -> Estimate:
    """The Mantel-Haenszel risk ratio over strata of exposure, with a jackknife over officers for its spread."""
    counts = np.stack([cell.sum(1) for cell in cells], 1).astype(float)
    _, stratum = np.unique(exposure, return_inverse=True)
    strata = int(stratum.max()) + 1
    sums = np.stack([np.bincount(stratum, counts[:, k], strata) for k in range(4)], 1).astype(np.float64)

    def logarithm(table: Numbers) -> float:
        a, b, c, d = table.T
        total = np.maximum(table.sum(1), 1)
        top, low = (a * (c + d) / total).sum(), (c * (a + b) / total).sum()
        return float(np.log(top / low)) if top > 0 and low > 0 else float("nan")

    value = logarithm(sums)
    active = np.flatnonzero(counts.sum(1))
    left_out = []
    for officer in active:
        less = sums.copy()
        less[stratum[officer]] -= counts[officer]
        left_out.append(logarithm(less))
    drawn = np.asarray(left_out)
    known = bool(np.isfinite(value) and np.isfinite(drawn).all())
    m = len(active)
    se = float(np.sqrt((m - 1) / m * ((drawn - drawn.mean()) ** 2).sum())) if known else None
    z = float(norm.ppf(0.5 + level / 2))
    return Estimate(
        measure="alert_lift", value=float(np.exp(value)) if known else None,
        low=float(np.exp(value - z * se)) if se is not None else None,
        high=float(np.exp(value + z * se)) if se is not None else None, se=se, level=level, n=int(counts[:, 0].sum()),
        denominator=float(counts.sum()), base="officer-days", unit="ratio", scale=Scale.RATIO, excluded=excluded,
        group="after an alert", reference="without an alert, same exposure", assumptions=ASSUMPTIONS,
        method="Mantel-Haenszel risk ratio over exposure, jackknife over officers", diagnostics=facts(strata=strata),
    )  # fmt: skip
