"""Interrupted series: did a count per month change when something began, beyond where it was going anyway?

log mean = log exposure + level + trend x month + season + step x after + bend x months since, with negative binomial
errors (Bernal, Cummins & Gasparrini 2017, International Journal of Epidemiology 46). One series shows a change at a
time, not its cause: whatever else began that month is in it too. A series that did not get the change, run the same
way, is the best check."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.counts import Fit, Numbers, fit_counts
from concord.analysis.policing.estimate import Estimate, Scale, facts

LEAST_MONTHS: Final = 8  # on either side; fewer cannot tell a trend from chance
YEAR: Final = 12
STRONG: Final = 0.3
ASSUMPTIONS: Final = (
    "without the change the trend before it would have gone on",
    "nothing else that matters began at the same time",
    "how events are recorded did not change",
)


@dataclass(frozen=True, slots=True, eq=False)
class Interrupted:
    """The change right away, the change of the monthly trend, and the change at the end of the series, as ratios.

    `expected` is the mean count per month had the trend before gone on, for the figure; `correlation` that of residuals
    of months that follow each other."""

    step: Estimate
    bend: Estimate
    at_end: Estimate
    fit: Fit
    expected: Numbers
    correlation: float


def interrupted_series(
    *, counts: npt.ArrayLike, start: int, exposure: npt.ArrayLike | None = None, harmonics: int = 1,
    skip: Sequence[int] = (), level: float = 0.95, meaningful: float | None = None, measure: str = "series_change",
) -> Interrupted:  # fmt: skip
    """Fit one interrupted series.

    Parameters
    ----------
    counts
        Shape (months,): events per month, without gaps (a month without events is 0).
    start
        Index of the first month after the change.
    exposure
        Shape (months,): officer-months, calls, residents; 1 by default.
    harmonics
        Pairs of waves for the season: 0 for none, 1 or 2.
    skip
        Months to leave out (the roll-out itself).
    level, meaningful, measure
        For the estimates.

    Raises
    ------
    NotEnoughData
        With fewer than 8 usable months on either side.
    """
    y = np.asarray(counts, float)
    months = np.arange(len(y), dtype=float)
    moved = np.zeros(len(y)) if exposure is None else _log(exposure, len(y))
    keep = ~np.isin(np.arange(len(y)), list(skip))
    sides = int(keep[:start].sum()), int(keep[start:].sum())
    if min(sides) < LEAST_MONTHS:
        raise NotEnoughData(f"{sides[0]} months before, {sides[1]} after", where="its", expected=f"{LEAST_MONTHS} each")
    design = _design(months, start, harmonics)
    fit = fit_counts(y=y[keep], x=design[keep], offset=moved[keep])
    residuals = (y[keep] - fit.fitted) / np.sqrt(fit.fitted + fit.alpha * fit.fitted**2)
    correlation = float(np.corrcoef(residuals[1:], residuals[:-1])[0, 1])
    without = design.copy()
    without[:, 2:4] = 0
    last = np.zeros(design.shape[1])
    last[2:4] = 1, months[-1] - start
    weights = (("step", _unit(2, len(last))), ("bend", _unit(3, len(last))), ("at_end", last))
    base = Estimate(
        measure=measure, value=None, low=None, high=None, level=level, n=int(y[keep].sum()), unit="ratio",
        denominator=float(keep.sum()), base="months", scale=Scale.RATIO, meaningful=meaningful, assumptions=ASSUMPTIONS,
        method="interrupted series, negative binomial", unfit=_alike(correlation),
        diagnostics=facts(alpha=fit.alpha, correlation_of_residuals=correlation, steps=fit.steps),
    )  # fmt: skip
    made = [_figured(replace(base, measure=f"{measure}_{name}"), fit, one) for name, one in weights]
    return Interrupted(made[0], made[1], made[2], fit, np.exp(without @ fit.beta + moved), correlation)


def _log(exposure: npt.ArrayLike, n: int) -> Numbers:
    base = np.asarray(exposure, float)
    if base.shape != (n,) or not (base > 0).all():
        raise BadTable("exposure of another length, or not above 0", where="its", expected=f"{n} numbers above 0")
    return np.asarray(np.log(base), np.float64)


def _design(months: Numbers, start: int, harmonics: int) -> Numbers:
    if harmonics not in (0, 1, 2):
        raise BadArgument(f"harmonics is {harmonics}", where="its", expected="0, 1 or 2")
    after = (months >= start).astype(float)
    columns = [np.ones_like(months), (months - start) / YEAR, after, after * (months - start)]
    for k in range(1, harmonics + 1):
        columns += [np.sin(2 * np.pi * k * months / YEAR), np.cos(2 * np.pi * k * months / YEAR)]
    return np.column_stack(columns)


def _unit(at: int, size: int) -> Numbers:
    weights = np.zeros(size)
    weights[at] = 1
    return weights


def _alike(correlation: float) -> tuple[str, ...]:
    if abs(correlation) <= STRONG:
        return ()
    return (f"months in a row are alike (correlation {correlation:.2f}): the interval is too narrow",)


def _figured(base: Estimate, fit: Fit, weights: Numbers) -> Estimate:
    """Put the ratio that a sum of coefficients means into an estimate."""
    value, se = float(weights @ fit.beta), float(np.sqrt(weights @ fit.cover @ weights))
    z = float(norm.ppf(0.5 + base.level / 2))
    low, high = float(np.exp(value - z * se)), float(np.exp(value + z * se))
    return replace(base, value=float(np.exp(value)), low=low, high=high, se=se, p=float(2 * norm.sf(abs(value / se))))
