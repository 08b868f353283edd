"""Times that are not over yet: how long until a complaint is closed, an officer leaves, an offence is cleared.

Open cases are censored, not dropped: leaving them out makes every agency look faster than it is.

Sources: Kaplan & Meier 1958; Greenwood 1926; log-log intervals as in Kalbfleisch & Prentice, The Statistical Analysis
of Failure Time Data (2002), section 1.4; Mantel 1966 for the log-rank test; Aalen & Johansen 1978 with the variance of
Dinse & Larson 1986 for several ways out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2, norm

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.estimate import Estimate, Exclusion, facts

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
CENSORING = "who is still open at the end of the file would have gone on like the others (censoring tells nothing)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Checked input: durations (any one unit), whether the end was seen, from when each was under observation."""

    durations: Numbers
    observed: Flags
    entry: Numbers

    @property
    def n(self) -> int:
        return len(self.durations)


def _times(durations: npt.ArrayLike, observed: npt.ArrayLike, entry: npt.ArrayLike | None, where: str) -> Times:
    end = np.asarray(durations, float)
    seen = np.asarray(observed, bool)
    start = np.zeros_like(end) if entry is None else np.asarray(entry, float)
    if end.ndim != 1 or end.shape != seen.shape or end.shape != start.shape:
        raise BadTable(f"shapes {end.shape}, {seen.shape}, {start.shape}", where=where, expected="equal lengths")
    if not end.size:
        raise NotEnoughData("no cases", where=where, expected="at least one")
    bad = ~np.isfinite(end) | (end < 0) | ~np.isfinite(start) | (start < 0) | ((start >= end) & (start > 0))
    if bad.any():
        first = int(np.flatnonzero(bad)[0])
        words = f"row {first} runs from {start[first]} to {end[first]}"
        raise BadTable(words, where=where, expected="finite numbers, 0 <= entry < duration (or both 0)")
    return Times(durations=end, observed=seen, entry=start)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """A Kaplan-Meier curve.

    Attributes
    ----------
    time, at_risk, events, survival, low, high
        Arrays of one length, one entry per distinct time at which something ended, ascending. Survival holds from that
        time on; the interval is pointwise. Where nobody is left, the interval is all that can be (0 to the last high).
    n, censored
        Cases, and how many of them were still open.
    last
        The longest time under observation; the curve says nothing beyond it.
    """

    time: Numbers
    at_risk: Numbers
    events: Numbers
    survival: Numbers
    low: Numbers
    high: Numbers
    greenwood: Numbers
    n: int
    censored: int
    last: float
    level: float

    def at(self, t: float) -> tuple[float, float, float]:
        """Return survival at time t and its interval. Raises NotEnoughData beyond the last time under observation."""
        if t > self.last:
            raise NotEnoughData(f"nobody was followed to {t:g}", where="curve", expected=f"at most {self.last:g}")
        at = int(np.searchsorted(self.time, t, side="right")) - 1
        if at < 0:
            return 1.0, 1.0, 1.0
        return float(self.survival[at]), float(self.low[at]), float(self.high[at])

    def quantile(self, share: float = 0.5) -> tuple[float | None, float | None, float | None]:
        """Return the time by which `share` has ended, and its interval (Brookmeyer & Crowley 1982).

        None where the curve does not come down that far."""
        if not 0 < share < 1:
            raise BadArgument(f"share is {share}", where="curve", expected="between 0 and 1")

        def first(line: Numbers) -> float | None:
            below = np.flatnonzero(line <= 1 - share + 1e-12)
            return float(self.time[below[0]]) if below.size else None

        return first(self.survival), first(self.low), first(self.high)


def kaplan_meier(
    *, durations: npt.ArrayLike, observed: npt.ArrayLike, entry: npt.ArrayLike | None = None, level: float = 0.95
) -> Curve:
    """Estimate the share still open by time.

    Parameters
    ----------
    durations
        Shape (n,): time from the start to the end, or to the last day on which the case was known to be open.
    observed
        Shape (n,): True where the end was seen, False where the case was still open.
    entry
        Shape (n,): time at which each came under observation (officers hired before the file begins); 0 by default.
    level
        Level of the pointwise intervals.

    Raises
    ------
    BadTable
        For unequal lengths, or times that are negative or not finite.
    NotEnoughData
        Without a case.
    """
    times = _times(durations, observed, entry, "kaplan_meier")
    moments, counts = np.unique(times.durations[times.observed], return_counts=True)
    events = counts.astype(np.float64)
    at_risk = _at_risk(times, moments)
    with np.errstate(divide="ignore", invalid="ignore"):
        survival: Numbers = np.cumprod(1 - events / at_risk, dtype=np.float64)
        greenwood: Numbers = np.cumsum(events / (at_risk * (at_risk - events)))
        low, high = _log_log(survival, greenwood, level)
    return Curve(
        time=moments, at_risk=at_risk, events=events, survival=survival, low=low, high=high,
        greenwood=greenwood, n=times.n, censored=int((~times.observed).sum()), last=float(times.durations.max()),
        level=level,
    )  # fmt: skip


def _at_risk(times: Times, moments: Numbers) -> Numbers:
    """How many are under observation just before each moment: entered before it, and not ended earlier."""
    entered = np.searchsorted(np.sort(times.entry), moments, side="left")
    starts = np.sort(times.entry[times.entry == 0]).size if (moments == 0).any() else 0
    entered = np.where(moments == 0, starts, entered)
    ended = np.searchsorted(np.sort(times.durations), moments, side="left")
    return (entered - ended).astype(float)


def _log_log(survival: Numbers, greenwood: Numbers, level: float) -> tuple[Numbers, Numbers]:
    """Intervals on the scale log(-log S), which stay between 0 and 1; S of 0 keeps the interval before it."""
    z = norm.ppf(0.5 + level / 2)
    spread = z * np.sqrt(greenwood) / np.log(survival)
    low, high = survival ** np.exp(-spread), survival ** np.exp(spread)
    inside = (survival > 0) & (survival < 1)
    low, high = np.where(inside, low, 0.0), np.where(inside, high, np.nan)
    for at in np.flatnonzero(~inside):
        high[at] = high[at - 1] if at else 1.0
    return low, high


def share_ended(
    curve: Curve, *, within: float, measure: str, unit_of_time: str = "days", base: str = "cases", group: str = ""
) -> Estimate:
    """Turn a point of a curve into an estimate: the share that has ended within a time."""
    survival, low, high = curve.at(within)
    return Estimate(
        measure=measure, value=1 - survival, low=1 - high, high=1 - low, level=curve.level,
        n=int(curve.events[curve.time <= within].sum()), denominator=float(curve.n), base=base, unit="share",
        group=group,
        method="Kaplan-Meier, log-log interval with Greenwood's variance", assumptions=(CENSORING,),
        diagnostics=facts(within=within, unit_of_time=unit_of_time, still_open=curve.censored),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogRank:
    """Do several groups end at the same pace? Observed and expected ends per group, chi-square, p."""

    groups: tuple[str, ...]
    observed: tuple[float, ...]
    expected: tuple[float, ...]
    statistic: float
    freedom: int
    p: float


def log_rank(
    *, durations: npt.ArrayLike, observed: npt.ArrayLike, groups: Sequence[Any], entry: npt.ArrayLike | None = None
) -> LogRank:
    """Test whether groups end at the same pace, over the whole time.

    Groups are compared in the order of their names. Raises NotEnoughData with fewer than two groups or no end.
    """
    times = _times(durations, observed, entry, "log_rank")
    names, member = np.unique(np.asarray(groups).astype(str), return_inverse=True)
    if len(member) != times.n:
        raise BadTable(f"{len(member)} groups for {times.n} cases", where="log_rank", expected="one per case")
    moments, deaths = np.unique(times.durations[times.observed], return_counts=True)
    if len(names) < 2 or not moments.size:  # noqa: PLR2004 - a comparison takes two
        raise NotEnoughData(f"{len(names)} groups", where="log_rank", expected="two groups and an end that was seen")
    each = np.zeros((len(names), len(moments)))
    risk = np.zeros_like(each)
    for g in range(len(names)):
        mine = member == g
        part = Times(durations=times.durations[mine], observed=times.observed[mine], entry=times.entry[mine])
        risk[g] = _at_risk(part, moments)
        ends, counts = np.unique(part.durations[part.observed], return_counts=True)
        each[g, np.searchsorted(moments, ends)] = counts
    total = risk.sum(0)
    hoped = risk * deaths / total
    factor = deaths * (total - deaths) / np.maximum(total - 1, 1) / total**2
    scaled = risk * factor
    cover = np.diag((scaled * total).sum(1)) - scaled @ risk.T
    gap = (each.sum(1) - hoped.sum(1))[:-1]
    statistic = float(gap @ np.linalg.pinv(cover[:-1, :-1]) @ gap)
    freedom = len(names) - 1
    return LogRank(
        tuple(names.tolist()), tuple(each.sum(1).tolist()), tuple(hoped.sum(1).tolist()),
        statistic, freedom, float(chi2.sf(statistic, freedom)),
    )  # fmt: skip


def ended_by(
    *, durations: npt.ArrayLike, outcome: Sequence[str | None], within: float, measure: str, base: str = "cases",
    level: float = 0.95, entry: npt.ArrayLike | None = None, excluded: Sequence[Exclusion] = (),
) -> Mapping[str, Estimate]:  # fmt: skip
    """Estimate which share has ended in each of several ways within a time (clearance by arrest, by exception).

    Parameters
    ----------
    durations, entry
        As for `kaplan_meier`.
    outcome
        Length n: the way each case ended; None (or empty) where it was still open.
    within
        The time, in the unit of `durations`.
    measure, base, level, excluded
        For the estimates: key of the measure, base in words, level of the interval, what was left out before.

    Returns
    -------
    One estimate per way, by name; their values and the share still open add up to 1 (Aalen-Johansen).

    Raises
    ------
    NotEnoughData
        If nobody was followed that long.
    """
    ways = np.asarray([way or "" for way in outcome])
    times = _times(durations, ways != "", entry, "ended_by")
    if within > times.durations.max():
        raise NotEnoughData(f"nobody was followed to {within:g}", where="ended_by", expected="a shorter time")
    moments, deaths = np.unique(times.durations[times.observed], return_counts=True)
    keep = moments <= within
    moments, ends = moments[keep], deaths[keep].astype(np.float64)
    risk = _at_risk(times, moments)
    before = np.concatenate([[1.0], np.cumprod(1 - ends / risk)])[:-1] if moments.size else np.ones(0)
    found = {}
    for way in sorted(set(ways.tolist()) - {""}):
        mine = _counted(times.durations[ways == way], moments)
        low, high, value, se = _incidence(before, mine, ends, risk, level)
        found[way] = Estimate(
            measure=measure, value=value, low=low, high=high, level=level, n=int(mine.sum()), se=se,
            denominator=float(times.n), base=base, unit="share", group=way,
            method="Aalen-Johansen cumulative incidence",
            assumptions=(CENSORING,), excluded=tuple(excluded),
            diagnostics=facts(within=within, still_open=int((~times.observed).sum())),
        )  # fmt: skip
    return found


def _counted(ends: Numbers, moments: Numbers) -> Numbers:
    """How many end at each of the moments; `moments` is ascending."""
    at = np.searchsorted(moments, ends)
    inside = at < moments.size
    return np.bincount(at[inside], minlength=moments.size).astype(np.float64)


def _incidence(
    before: Numbers, mine: Numbers, deaths: Numbers, risk: Numbers, level: float
) -> tuple[float, float, float, float]:
    steps = before * mine / risk
    reached = np.cumsum(steps)
    value = float(reached[-1]) if reached.size else 0.0
    rest = value - reached
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.where(risk > deaths, rest**2 * deaths / (risk * (risk - deaths)), 0.0)
    variance = float((first + before**2 * mine * (risk - mine) / risk**3 - 2 * rest * before * mine / risk**2).sum())
    se = max(variance, 0.0) ** 0.5
    if not 0 < value < 1 or se == 0:
        return value, value, value, se
    spread = float(norm.ppf(0.5 + level / 2)) * se / (value * np.log(value))
    ends = sorted((float(value ** np.exp(spread)), float(value ** np.exp(-spread))))
    return ends[0], ends[1], value, se
