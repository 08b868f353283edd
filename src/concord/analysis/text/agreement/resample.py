"""Confidence intervals: from an analytic standard error, or from a bootstrap with the caller's source of chance."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from scipy.stats import t

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.text.agreement.results import Coefficient, Floats, Interval
from concord.analysis.text.agreement.table import Judgements, Patterns, patterns

DRAWS, LEVEL = 1000, 0.95
_FEWEST_DRAWS = 100
Measure = Callable[[Patterns], Coefficient]


def around(value: float, standard_error: float, *, degrees: int, level: float = LEVEL) -> Interval:
    """Return the interval value ± t × standard error, cut off at 1 (Gwet 2014, section 5.4)."""
    half = _quantile((1 + level) / 2, degrees) * standard_error
    return Interval(value - half, min(1.0, value + half), level, f"t with {degrees:,} degrees of freedom")


@cache
def _quantile(probability: float, degrees: int) -> float:
    return float(t.ppf(probability, degrees))


def bootstrap(
    table: Judgements,
    measure: Measure,
    *,
    rng: np.random.Generator,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> Coefficient:
    """Return a coefficient with a percentile bootstrap interval.

    Whole groups are drawn with replacement where the table has groups (documents), else units: coders stay as they
    are, so the interval speaks of other units judged by the same coders. Characters of one text are not independent of
    each other; a table of characters without groups is therefore refused.

    Parameters
    ----------
    table : Judgements
        The judgements.
    measure : callable
        Makes the coefficient of patterns: `fleiss_kappa`, `krippendorff_alpha`, `partial(krippendorff_alpha, …)`.
    rng : numpy.random.Generator
        The source of chance.
    draws : int
        How many samples, at least 100.
    level : float
        The confidence level, between 0 and 1.

    Raises
    ------
    BadArgument
        Too few draws, a level outside (0, 1), or weighted units without groups.
    NotEnoughData
        No unit was judged by two coders, there is but one group, or the coefficient exists in no draw.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13. For agreement: Zapf, Castell, Morawietz &
    Karch (2016), BMC Medical Research Methodology 16:93, who draw units.
    """
    check_draws(draws, level)
    whole = patterns(table)
    if whole.weighted and whole.by_group is None:
        raise BadArgument("characters are not independent units", expected="the document of each piece of text")
    found = measure(whole)
    drawn, what = _drawn(whole, rng, draws)
    return with_percentiles(found, [_value(whole, measure, weights) for weights in drawn], level=level, what=what)


def check_draws(draws: int, level: float) -> None:
    """Raise BadArgument for too few draws, or a level that is none."""
    if draws < _FEWEST_DRAWS:
        raise BadArgument(f"{draws} draws", expected=f"at least {_FEWEST_DRAWS}")
    if not 0 < level < 1:
        raise BadArgument(f"a level of {level}", expected="a number between 0 and 1")


def with_percentiles(found: Coefficient, made: Sequence[float | None], *, level: float, what: str) -> Coefficient:
    """Return a coefficient with the interval of what it was in each draw; None where it did not exist.

    Raises
    ------
    NotEnoughData
        It existed in no draw.
    """
    values = [value for value in made if value is not None]
    if not values:
        raise NotEnoughData("the coefficient exists in no draw", where=found.name, expected="some variation")
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    method = f"percentile bootstrap over {what}, {len(made):,} draws"
    return replace(found, interval=Interval(float(low), float(high), level, method, len(made) - len(values)))


def _drawn(whole: Patterns, rng: np.random.Generator, draws: int) -> tuple[Iterator[Floats], str]:
    """Return for each draw the weights of patterns, and what is drawn, in words."""
    if whole.by_group is None:
        units = round(float(whole.weights.sum()))
        shares = whole.weights / whole.weights.sum()
        return (rng.multinomial(units, shares).astype(np.float64) for _ in range(draws)), f"{units:,} units"
    by_group = whole.by_group
    groups = len(by_group)
    if groups == 1:
        raise NotEnoughData("all units are of one group", expected="two groups or more, to draw from")
    equal = np.full(groups, 1 / groups)
    return (rng.multinomial(groups, equal).astype(np.float64) @ by_group for _ in range(draws)), f"{groups:,} groups"


def _value(whole: Patterns, measure: Measure, weights: Floats) -> float | None:
    try:
        return measure(replace(whole, weights=weights)).value
    except NotEnoughData:
        return None
