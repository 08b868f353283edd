"""Complaints and discipline: the funnel, rates sustained, how concentrated complaints are, and how even discipline is.

Files of complaints repeat a complaint (several addresses, several victims): a plain join then counts accusations twice.
Every count here is of distinct complaints, and the funnel says what the plain join would have given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import betaln
from scipy.stats import beta, binom, norm, poisson

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing import survival
from concord.analysis.policing.estimate import Estimate, Exclusion, facts

FUNNEL_LEVELS: Final = (0.95, 0.998)
CERTAIN: Final = 1e6  # a prior of so many cases means: the groups do not differ beyond chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Counts from what was received to what followed; every one is of distinct complaints or accusations.

    Attributes
    ----------
    rows
        Rows of the complaints file, repeats included.
    complaints
        Distinct complaints.
    accusations, accusations_with_officer
        One per complaint and accused officer, a complaint without a known officer counting as one; and those with one.
    complaints_with_officer, complaints_without_officer, officers
        Complaints with and without a known officer, and distinct officers.
    plain_join
        Accusations that joining the files as they are would give: too many wherever `rows` exceeds `complaints`.
    orphans
        Accusations whose complaint the complaints file lacks; they are in no other count.
    with_finding, sustained, disciplined
        Accusations with an officer that have a finding, a finding of "sustained", discipline; None where not asked.
    """

    rows: int
    complaints: int
    accusations: int
    accusations_with_officer: int
    complaints_with_officer: int
    complaints_without_officer: int
    officers: int
    plain_join: int
    orphans: int
    with_finding: int | None
    sustained: int | None
    disciplined: int | None


def funnel(
    *, complaints: ir.Table, accusations: ir.Table, complaint: str = "complaint_id", officer: str = "officer_id",
    finding: str | None = None, sustained: Sequence[str] = ("sustained",), disciplined: str | None = None,
) -> Funnel:  # fmt: skip
    """Count the funnel of two files.

    Parameters
    ----------
    complaint, officer
        Columns of the keys.
    complaints
        At least one row per complaint; repeats are counted once, rows that are alike in every column once in
        `plain_join` too.
    accusations
        One row per complaint and accused officer. Rows without an officer count as "no known officer".
    finding, sustained
        Column of the final finding, and its values that mean sustained.
    disciplined
        Column of the flag that discipline followed.

    Raises
    ------
    BadTable
        If a column is missing.
    """
    wanted = [(complaints, "complaints", [complaint])]
    wanted.append((accusations, "accusations", [name for name in (complaint, officer, finding, disciplined) if name]))
    for table, side, names in wanted:
        missing = [name for name in names if name not in table.columns]
        if missing:
            raise BadTable(f"no column {', '.join(missing)}", where=f"file of {side}", expected="each column named")
    known = _known(complaints, complaint)
    accused = _accused(accusations, complaint, officer, finding, disciplined)
    matched = accused.semi_join(known, accused.case == known.case)
    row = matched.aggregate(
        n=matched.count(), cases=matched.case.nunique(), officers=matched.officer.nunique(),
        with_finding=matched.finding.count(), sustained=matched.finding.isin(list(sustained)).sum().fill_null(0),
        disciplined=matched.disciplined.sum().fill_null(0),
    ).to_pyarrow().to_pylist()[0]  # fmt: skip
    cases, rows = _number(known.count()), _number(complaints.count())
    alone = cases - row["cases"]
    return Funnel(
        rows=rows, complaints=cases, accusations=row["n"] + alone, accusations_with_officer=row["n"],
        complaints_with_officer=row["cases"], complaints_without_officer=alone, officers=row["officers"],
        plain_join=_plain_join(complaints, accused, complaint), orphans=_number(accused.count()) - row["n"],
        with_finding=row["with_finding"] if finding else None, sustained=row["sustained"] if finding else None,
        disciplined=row["disciplined"] if disciplined else None,
    )  # fmt: skip


def _number(count: ir.Scalar) -> int:
    return int(count.to_pyarrow().as_py())


def _known(complaints: ir.Table, complaint: str) -> ir.Table:
    return (
        complaints.filter(complaints[complaint].notnull()).select(case=complaints[complaint].cast("string")).distinct()
    )


def _accused(
    accusations: ir.Table, complaint: str, officer: str, finding: str | None, disciplined: str | None
) -> ir.Table:
    """The accusations with a known officer, under fixed names."""
    named = accusations.filter(accusations[officer].notnull() & accusations[complaint].notnull())
    return named.select(
        case=named[complaint].cast("string"),
        officer=named[officer].cast("string"),
        finding=named[finding].cast("string") if finding else ibis.null("string"),
        disciplined=named[disciplined].cast("boolean") if disciplined else ibis.null("boolean"),
    )


def _plain_join(complaints: ir.Table, accused: ir.Table, complaint: str) -> int:
    rows = complaints.filter(complaints[complaint].notnull()).distinct()
    each = rows.group_by(case=rows[complaint].cast("string")).aggregate(copies=lambda t: t.count())
    held = accused.group_by("case").aggregate(held=lambda t: t.count())
    both = each.left_join(held, "case")
    return _number((both.copies * ibis.greatest(both.held.fill_null(1), 1)).sum())


def accusations_by_month(
    *,
    complaints: ir.Table,
    accusations: ir.Table,
    date: str,
    complaint: str = "complaint_id",
    officer: str = "officer_id",
) -> tuple[tuple[str, int], ...]:
    """Count accusations with a known officer by the month of a date of their complaint, each complaint once.

    A complaint whose rows bear several dates counts in the month of the earliest. Returns (month, count) in order;
    the month is empty for complaints without a date.
    """
    known = complaints.filter(complaints[complaint].notnull())
    dated = known.group_by(case=known[complaint].cast("string")).aggregate(day=known[date].cast("date").min())
    accused = _accused(accusations, complaint, officer, None, None)
    joined = accused.inner_join(dated, "case")
    month = joined.day.year() * 100 + joined.day.month()
    rows = joined.group_by(month=month).aggregate(n=lambda t: t.count()).order_by("month").to_pyarrow().to_pylist()
    return tuple((f"{r['month'] // 100}-{r['month'] % 100:02d}" if r["month"] else "", r["n"]) for r in rows)


def wilson(*, hits: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of Wilson (1927) of a share. Raises BadArgument unless 0 <= hits <= n and n > 0."""
    if not 0 <= hits <= n or n <= 0:
        raise BadArgument(f"{hits} of {n}", where="wilson", expected="0 <= hits <= n and n > 0")
    z = float(norm.ppf(0.5 + level / 2))
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < n else 1.0


def sustained_rates(
    *, closed: Mapping[str, int], sustained: Mapping[str, int], open_cases: Mapping[str, int] | None = None,
    level: float = 0.95,
) -> tuple[Estimate, ...]:  # fmt: skip
    """Estimate the share of closed accusations that were sustained, by group; what is open is counted apart.

    Raises BadArgument where more were sustained than closed. A group without a closed accusation has no value.
    """
    found = []
    for group in sorted(closed):
        n, hits = closed[group], sustained.get(group, 0)
        low, high = wilson(hits=hits, n=n, level=level) if n else (None, None)
        still = (open_cases or {}).get(group, 0)
        estimate = Estimate(
            measure="sustained_rate", value=hits / n if n else None, low=low, high=high, level=level, n=hits,
            denominator=float(n), base="closed accusations", unit="share", group=group, method="Wilson score interval",
            assumptions=("open accusations are left out of the base",),
            excluded=(Exclusion("still open", still),) if still else (),
        )  # fmt: skip
        found.append(estimate)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much of all complaints the officers with the most have.

    `top` holds (share of officers, share of complaints they have, the same if complaints fell by chance alone on equal
    officers); `gini` is 0 when all have as many and near 1 when one has all."""

    officers: int
    complaints: int
    top: tuple[tuple[float, float, float], ...]
    gini: float
    gini_by_chance: float


def concentration(*, counts: npt.ArrayLike, shares: Sequence[float] = (0.01, 0.05, 0.10)) -> Concentration:
    """Measure how concentrated complaints are.

    Parameters
    ----------
    counts
        Shape (officers,): complaints per officer, **with the zeros** of officers without any.
    shares
        The shares of officers to look at.

    Raises
    ------
    NotEnoughData
        Without officers or complaints.

    Notes
    -----
    Even if every officer had the same risk, chance gives some many complaints: the expected share of the top is that of
    a Poisson count of the same mean. Exposure differs too (shifts, districts, years of service): a high share is a
    reason to look at exposure, not a finding about persons.
    """
    held = np.sort(np.asarray(counts, float))[::-1]
    if not held.size or held.sum() <= 0:
        raise NotEnoughData("no complaints", where="concentration", expected="officers with complaints")
    if held[-1] < 0:
        raise BadArgument("a negative count", where="concentration", expected="counts")
    mean = float(held.mean())
    top = tuple((share, _top(held, share), _top_by_chance(mean, share)) for share in shares)
    ranks = np.arange(1, held.size + 1)
    gini = float(((held.size + 1 - 2 * ranks) * held).sum() / (held.size * held.sum()))
    return Concentration(held.size, int(held.sum()), top, gini, _gini_by_chance(mean))


def _top(held: npt.NDArray[np.float64], share: float) -> float:
    """The share that the first `share` of officers hold, a part of an officer counting as that part."""
    whole = share * held.size
    full = int(whole)
    rest = (whole - full) * held[full] if full < held.size else 0.0
    return float((held[:full].sum() + rest) / held.sum())


def _poisson(mean: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    most = int(poisson.ppf(1 - 1e-12, mean)) + 2
    values = np.arange(most, -1, -1, dtype=float)
    return values, poisson.pmf(values, mean)


def _top_by_chance(mean: float, share: float) -> float:
    values, weights = _poisson(mean)
    taken = np.diff(np.concatenate([[0.0], np.minimum(np.cumsum(weights), share)]))
    return float((values * taken).sum() / mean)


def _gini_by_chance(mean: float) -> float:
    values, weights = _poisson(mean)
    cumulated = np.cumsum(weights[::-1])
    return float((cumulated * (1 - cumulated)).sum() / mean) if values.size else 0.0


def time_to_close(
    *, received: npt.ArrayLike, closed: npt.ArrayLike, until: np.datetime64, level: float = 0.95
) -> tuple[survival.Curve, tuple[Exclusion, ...]]:
    """Estimate how long complaints take, those still open included.

    Parameters
    ----------
    received, closed
        Shape (n,), datetime64[D]; NaT in `closed` while open, NaT in `received` excludes the case.
    until
        The day the file was drawn: open cases are known to be open until then.
    level
        Level of the pointwise intervals.

    Returns
    -------
    The curve (days) and what was left out: cases without a date of receipt, closed before they were received, or
    received after `until`.
    """
    start, end = np.asarray(received, "datetime64[D]"), np.asarray(closed, "datetime64[D]")
    if start.shape != end.shape:
        raise BadTable(f"{start.shape} and {end.shape}", where="time_to_close", expected="equal lengths")
    nowhere, is_open = np.isnat(start), np.isnat(end) | (end > until)
    last = np.where(is_open, until.astype("datetime64[D]"), end)
    late = ~nowhere & (start > until)
    inverted = ~nowhere & ~late & (last < start)
    keep = ~(nowhere | late | inverted)
    days = (last[keep] - start[keep]).astype("timedelta64[D]").astype(float)
    curve = survival.kaplan_meier(durations=days, observed=~is_open[keep], level=level)
    reasons = (
        ("no date of receipt", nowhere),
        ("received after the file was drawn", late),
        ("closed before received", inverted),
    )
    return curve, tuple(Exclusion(reason, int(mask.sum())) for reason, mask in reasons if mask.any())


@dataclass(frozen=True, slots=True)
class Evenness:
    """Discipline of one group for like allegations: the raw share, the share drawn towards the whole, and whether the
    raw share is outside the limits that chance alone draws at 95% and 99.8% (a funnel plot)."""

    estimate: Estimate
    limits: tuple[tuple[float, float, float], ...]
    outside: float | None


def evenness(
    *, disciplined: Mapping[str, int], accused: Mapping[str, int], level: float = 0.95
) -> tuple[Evenness, ...]:
    """Compare groups (rank, race, unit) on like allegations, with small groups drawn towards the whole.

    The shares of the groups follow a beta distribution that is fitted to all groups at once (beta-binomial, maximum
    likelihood); each interval is that of the group's posterior.

    Raises
    ------
    NotEnoughData
        With fewer than two groups that have cases.
    """
    names = [name for name in sorted(accused) if accused[name]]
    if len(names) < 2:  # noqa: PLR2004 - a comparison takes two
        raise NotEnoughData(f"{len(names)} groups with cases", where="evenness", expected="at least two")
    k = np.asarray([disciplined.get(name, 0) for name in names], float)
    n = np.asarray([accused[name] for name in names], float)
    if (k > n).any() or (k < 0).any():
        raise BadArgument("more disciplined than accused", where="evenness", expected="0 <= disciplined <= accused")
    whole = float(k.sum() / n.sum())
    a, b = _beta_binomial(k, n)
    found = []
    for name, hits, size in zip(names, k, n, strict=True):
        low, high = beta.ppf([(1 - level) / 2, (1 + level) / 2], a + hits, b + size - hits)
        limits = tuple((one, *_limits(size, whole, one)) for one in FUNNEL_LEVELS)
        share = hits / size
        beyond = [one for one, below, above in limits if not below <= share <= above]
        estimate = Estimate(
            measure="discipline_rate", value=float((a + hits) / (a + b + size)), low=float(low), high=float(high),
            level=level, n=int(hits), denominator=float(size), base="accusations of the same kind", unit="share",
            group=name, method="beta-binomial, drawn towards all groups",
            assumptions=("the allegations are of the same gravity",),
            diagnostics=facts(raw=float(share), all_groups=whole, prior_cases=float(a + b)),
        )  # fmt: skip
        found.append(Evenness(estimate, limits, max(beyond) if beyond else None))
    return tuple(found)


def _limits(size: float, share: float, level: float) -> tuple[float, float]:
    low, high = binom.ppf([(1 - level) / 2, (1 + level) / 2], size, share)
    return float(low / size), float(high / size)


def _beta_binomial(k: npt.NDArray[np.float64], n: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Fit a and b by maximum likelihood over the mean (logit) and the prior's size (log)."""
    start = np.clip(k.sum() / n.sum(), 1e-6, 1 - 1e-6)

    def parts(point: npt.NDArray[np.float64]) -> tuple[float, float]:
        mean, size = 1 / (1 + np.exp(-point[0])), float(np.exp(min(point[1], np.log(CERTAIN))))
        return float(mean * size), float((1 - mean) * size)

    def cost(point: npt.NDArray[np.float64]) -> float:
        a, b = parts(point)
        return -float((betaln(k + a, n - k + b) - betaln(a, b)).sum())

    bounds = [(-15.0, 15.0), (np.log(1e-2), np.log(CERTAIN))]
    starts = (np.log(2.0), np.log(50.0), np.log(CERTAIN))
    runs = [minimize(cost, [np.log(start / (1 - start)), one], bounds=bounds, method="L-BFGS-B") for one in starts]
    return parts(min(runs, key=lambda run: float(run.fun)).x)
