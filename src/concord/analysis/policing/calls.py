"""Calls for service: how long callers wait, in parts, and how much time of units the calls take.

Means mislead (one call that waited a day moves them), so the figures are medians and 90th percentiles with intervals
from order statistics, and beside each stands how many stamps were missing or out of order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
from scipy.stats import binom

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.estimate import Estimate, Exclusion, facts

Numbers = npt.NDArray[np.float64]
Moments = npt.NDArray[np.datetime64]
COMPONENTS: Final[Mapping[str, tuple[str, str]]] = {
    "queue": ("received", "queued"),
    "dispatch": ("queued", "dispatched"),
    "turnout": ("dispatched", "enroute"),
    "travel": ("enroute", "arrived"),
    "response": ("received", "arrived"),
    "on scene": ("arrived", "cleared"),
}
RULE_OF_60: Final = 0.60  # of a unit's time on calls, at most; ICMA, not a standard of law
HOUR: Final = np.timedelta64(1, "h")
DAY: Final = np.timedelta64(24, "h")
MINUTE: Final = np.timedelta64(60, "s")


@dataclass(frozen=True, slots=True)
class Stamps:
    """What became of the rows of one component: with both stamps in order, or not."""

    component: str
    group: tuple[Any, ...]
    rows: int
    usable: int
    no_start: int
    no_end: int
    inverted: int

    def exclusions(self) -> tuple[Exclusion, ...]:
        pairs = (
            ("no first stamp", self.no_start),
            ("no second stamp", self.no_end),
            ("stamps in the wrong order", self.inverted),
        )
        return tuple(Exclusion(reason, count) for reason, count in pairs if count)


def quantile_interval(
    *, values: npt.ArrayLike, share: float, level: float = 0.95
) -> tuple[float, float | None, float | None]:
    """Return a quantile and its interval from order statistics (no assumption on the shape).

    The interval runs between the order statistics whose ranks the binomial distribution puts around n x share with at
    least `level` (Conover 1999, section 3.2). An end is None where the sample is too small to bound it.

    Raises
    ------
    NotEnoughData
        Without values.
    """
    if not 0 < share < 1:
        raise BadArgument(f"share is {share}", where="quantile_interval", expected="between 0 and 1")
    ordered = np.sort(np.asarray(values, float))
    n = ordered.size
    if not n:
        raise NotEnoughData("no values", where="quantile_interval", expected="at least one")
    tail = (1 - level) / 2
    low = int(binom.ppf(tail, n, share))  # P(X < low) <= tail, X the number of values at or below the quantile
    high = int(binom.ppf(1 - tail, n, share)) + 1  # P(X >= high) <= tail
    below = float(ordered[low - 1]) if low >= 1 else None
    above = float(ordered[high - 1]) if high <= n else None
    return float(np.quantile(ordered, share)), below, above


def response_times(
    calls: ir.Table, *, by: Sequence[str] = (), components: Mapping[str, tuple[str, str]] = COMPONENTS,
    shares: Sequence[float] = (0.5, 0.9), level: float = 0.95,
) -> tuple[tuple[Estimate, ...], tuple[Stamps, ...]]:  # fmt: skip
    """Estimate each component's median and 90th percentile, by group.

    Parameters
    ----------
    calls
        One row per call, with the moments that the components name. Give moments with their time zone if you can:
        without one, a call over the night in which clocks change is an hour off, or counted as out of order.
    by
        Columns of groups (priority, beat). Keep calls that officers started apart: their waits are zero by nature.
    components
        Name to first and second stamp.
    shares
        Which quantiles.
    level
        Level of the intervals.

    Returns
    -------
    Estimates in seconds (the share is in the diagnostics, and the mean for comparison), and the accounting of stamps.

    Raises
    ------
    BadTable
        If a column is missing, or a stamp is no moment.
    """
    _check(calls, by, components)
    estimates, stamps = [], []
    for name, (first, then) in components.items():
        if first not in calls.columns or then not in calls.columns:
            continue
        for account, seconds in _component(calls, name, first, then, by):
            stamps.append(account)
            if seconds.size:
                estimates += [_estimate(account, seconds, share, level) for share in shares]
    return tuple(estimates), tuple(stamps)


def _check(calls: ir.Table, by: Sequence[str], components: Mapping[str, tuple[str, str]]) -> None:
    missing = [name for name in by if name not in calls.columns]
    if missing:
        raise BadTable(f"no column {', '.join(missing)}", where="calls", expected="each column of `by`")
    here = {stamp for pair in components.values() for stamp in pair if stamp in calls.columns}
    if not any(set(pair) <= here for pair in components.values()):
        raise BadTable("no component has both stamps", where="calls", expected="two columns of moments")
    for stamp in sorted(here):
        if not calls[stamp].type().is_timestamp():
            raise BadTable(f"{stamp} is {calls[stamp].type()}", where="calls", expected="moments")


def _component(calls: ir.Table, name: str, first: str, then: str, by: Sequence[str]) -> list[tuple[Stamps, Numbers]]:
    columns = {f"by_{at}": calls[column] for at, column in enumerate(by)}
    table = calls.select(start=calls[first], end=calls[then], **columns).to_pyarrow()
    start, end = (table[side].to_numpy(zero_copy_only=False).astype("datetime64[us]") for side in ("start", "end"))
    keys = list(zip(*(table[f"by_{at}"].to_pylist() for at in range(len(by))), strict=True)) or [()] * len(start)
    found = []
    order: dict[tuple[Any, ...], list[int]] = {}
    for at, key in enumerate(keys):
        order.setdefault(key, []).append(at)
    for key in sorted(order, key=lambda one: tuple((value is None, str(type(value)), value or 0) for value in one)):
        rows = np.asarray(order[key])
        a, b = start[rows], end[rows]
        no_start, no_end = np.isnat(a), np.isnat(b)
        both = ~no_start & ~no_end
        inverted = both & (b < a)
        usable = both & ~inverted
        account = Stamps(
            name,
            key,
            len(rows),
            int(usable.sum()),
            int(no_start.sum()),
            int((no_end & ~no_start).sum()),
            int(inverted.sum()),
        )
        found.append((account, (b[usable] - a[usable]) / np.timedelta64(1_000_000, "us")))
    return found


def _estimate(account: Stamps, seconds: Numbers, share: float, level: float) -> Estimate:
    value, low, high = quantile_interval(values=seconds, share=share, level=level)
    return Estimate(
        measure=f"{account.component}_time", value=value, low=low, high=high, level=level, n=int(seconds.size),
        denominator=float(account.rows), base="calls", unit="seconds", group=", ".join(map(str, account.group)),
        method="sample quantile, interval from order statistics",
        assumptions=("calls are independent of each other", "missing stamps are missing without regard to the wait"),
        diagnostics=facts(share=share, mean=float(seconds.mean())), excluded=account.exclusions(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """Minutes of unit time per clock hour: `hours` (datetime64[h]) and `minutes`, of one length, without gaps."""

    hours: Moments
    minutes: Numbers
    excluded: tuple[Exclusion, ...]

    def by_week(self) -> Numbers:
        """Return hours of unit time by week and hour of the week, Monday 0:00 first; shape (whole weeks, 168)."""
        day = self.hours.astype("datetime64[D]").astype(int)
        monday_first = ((day + 3) % 7) * 24 + self.hours.astype(int) % 24  # 1970-01-01 was a Thursday
        starts = np.flatnonzero(monday_first == 0)
        whole = [at for at in starts if at + 168 <= len(self.minutes)]
        if not whole:
            raise NotEnoughData("no whole week", where="workload", expected="at least one, Monday to Sunday")
        return np.stack([self.minutes[at : at + 168] for at in whole]) / 60


def workload(*, start: npt.ArrayLike, end: npt.ArrayLike, longest: np.timedelta64 = DAY) -> Workload:
    """Spread the time of every unit on every call over the clock hours in which it fell.

    Parameters
    ----------
    start, end
        Shape (n,): one entry per **unit and call**, dispatched and cleared. Counting calls is not counting work: a call
        that takes four units for an hour is four hours.
    longest
        A longer time is taken for a stamp that was never closed, and left out with a count.

    Raises
    ------
    NotEnoughData
        If no entry is usable.
    """
    a, b = np.asarray(start, "datetime64[s]"), np.asarray(end, "datetime64[s]")
    if a.shape != b.shape:
        raise BadTable(f"{a.shape} and {b.shape}", where="workload", expected="equal lengths")
    missing = np.isnat(a) | np.isnat(b)
    inverted = ~missing & (b < a)
    long = ~missing & ~inverted & (b - a > longest)
    keep = ~(missing | inverted | long)
    reasons = (
        ("a stamp is missing", missing),
        ("stamps in the wrong order", inverted),
        (f"longer than {longest}", long),
    )
    excluded = tuple(Exclusion(reason, int(mask.sum())) for reason, mask in reasons if mask.any())
    if not keep.any():
        raise NotEnoughData("no usable times", where="workload", expected="at least one unit on a call")
    a, b = a[keep], b[keep]
    first = a.min().astype("datetime64[h]")
    edges = np.arange(first, b.max().astype("datetime64[h]") + 2 * HOUR, HOUR)
    clock = (edges - first) / MINUTE
    before = _busy_before((b - first) / MINUTE, clock) - _busy_before((a - first) / MINUTE, clock)
    return Workload(edges[:-1], np.diff(before), excluded)


def _busy_before(stamps: Numbers, clock: Numbers) -> Numbers:
    """The sum of min(stamp, t) over all stamps, for each t of the clock."""
    ordered = np.sort(stamps)
    passed = np.searchsorted(ordered, clock, side="right")
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    return np.asarray(sums[passed] + clock * (ordered.size - passed), np.float64)


@dataclass(frozen=True, slots=True)
class Saturation:
    """How much of the deployed time went to calls.

    `share` over all hours, `over` hours in which it passed the target of `hours` with staff, and hours in which calls
    were worked though the roster has nobody."""

    share: float
    target: float
    hours: int
    over: int
    unstaffed: int
    worst: tuple[int, float]


def saturation(*, minutes: npt.ArrayLike, staffed: npt.ArrayLike, target: float = RULE_OF_60) -> Saturation:
    """Compare work with staff, hour by hour.

    Parameters
    ----------
    minutes
        Shape (hours,): minutes of unit time on calls.
    staffed
        Shape (hours,): units on duty.
    target
        Largest share of their time that should go to calls.

    Raises
    ------
    NotEnoughData
        If nobody was on duty in any hour.
    """
    work, units = np.asarray(minutes, float), np.asarray(staffed, float)
    if work.shape != units.shape or (work < 0).any() or (units < 0).any():
        raise BadTable("unlike shapes or negative entries", where="saturation", expected="minutes and units per hour")
    on = units > 0
    if not on.any():
        raise NotEnoughData("nobody on duty", where="saturation", expected="units in some hour")
    shares = np.divide(work, 60 * units, out=np.full_like(work, np.nan), where=on)
    worst = int(np.nanargmax(shares))
    return Saturation(
        share=float(work[on].sum() / (60 * units[on].sum())), target=target, hours=int(on.sum()),
        over=int((shares[on] > target).sum()),
        unstaffed=int((work[~on] > 0).sum()), worst=(worst, float(shares[worst])),
    )  # fmt: skip


def volume(calls: ir.Table, *, by: str) -> tuple[tuple[Any, int], ...]:
    """Count calls by a column, the most frequent first; equal counts in the order of the values."""
    if by not in calls.columns:
        raise BadTable(f"no column {by}", where="calls", expected=f"one of {', '.join(calls.columns)}")
    counted = calls.group_by(value=calls[by]).aggregate(n=lambda t: t.count())
    rows = counted.order_by(ibis.desc("n"), "value").to_pyarrow().to_pylist()
    return tuple((row["value"], row["n"]) for row in rows)
