"""Krippendorff's alpha for any number of coders, missing judgements, and four metrics."""

from typing import Literal, get_args

import numpy as np

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.text.agreement.resample import around
from concord.analysis.text.agreement.results import NO_VARIATION, Coefficient, Floats
from concord.analysis.text.agreement.table import Patterns, numbers_of

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
SOURCE = "Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; Hayes & Krippendorff (2007)"
_PAIR = 2


def krippendorff_alpha(found: Patterns, *, metric: Metric = "nominal") -> Coefficient:
    """Return Krippendorff's alpha.

    Parameters
    ----------
    found : Patterns
        Of `patterns`. Units that fewer than two coders judged cannot be compared and do not count.
    metric : {"nominal", "ordinal", "interval", "ratio"}
        How far apart two values are. Ordinal is Krippendorff's own metric, which depends on how often the values
        between occur; it is not the "ordinal" weighting of Gwet's programs. Interval and ratio need categories that are
        numbers, ratio none below 0.

    Returns
    -------
    Coefficient
        Its standard error is given for the nominal metric (Gwet 2014, chapter 3), when no unit has a weight; for the
        others none is published, see `bootstrap`. Without any variation alpha is not defined.

    Raises
    ------
    BadArgument
        An unknown metric; categories that are no numbers, or below 0 with ratio.
    NotEnoughData
        No unit was judged by two coders.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania. Hayes & Krippendorff
    (2007), Answering the call for a standard reliability measure for coding data, Communication Methods and Measures 1.
    """
    if metric not in get_args(Metric):
        raise BadArgument(f"the metric {metric!r}", expected=", ".join(get_args(Metric)))
    judged: Floats = found.counts.sum(axis=1)
    paired = (judged >= _PAIR) & (found.weights > 0)
    if not paired.any():
        raise NotEnoughData("no unit was judged by two coders", expected="at least one")
    counts, weights, judged = found.counts[paired], found.weights[paired], judged[paired]
    seen = coincidences(counts, weights)
    often = seen.sum(axis=1)
    total = float(often.sum())
    apart = distances(often, found, metric)
    disagreement = float((seen * apart).sum()) / total
    chance = float(often @ apart @ often) / (total * (total - 1))
    value = None if chance <= 0 else 1 - disagreement / chance
    error = None if value is None or metric != "nominal" or found.weighted else _error(counts, weights)
    units = float(weights.sum())
    return Coefficient(
        name=found.exact(f"Krippendorff's alpha, {metric}"),
        value=value,
        observed=1 - disagreement,
        expected=1 - chance,
        units=units,
        coders=found.coders,
        judgements=total,
        standard_error=error,
        interval=around(value or 0.0, error, degrees=round(units) - 1) if error is not None else None,
        source=SOURCE,
        undefined="" if value is not None else NO_VARIATION,
    )


def coincidences(counts: Floats, weights: Floats) -> Floats:
    """Return the matrix of coincidences: ordered pairs of values within units, each over the number of judgements of
    the unit less one. Shape (categories, categories); its sum is the number of judgements that can be compared."""
    shares = weights / (counts.sum(axis=1) - 1)
    seen: Floats = (counts * shares[:, None]).T @ counts - np.diag(shares @ counts)
    return seen


def distances(often: Floats, found: Patterns, metric: Metric) -> Floats:
    """Return the squared distance between each two values, shape (categories, categories)."""
    if metric == "nominal":
        nominal: Floats = 1 - np.eye(len(often))
        return nominal
    if metric == "ordinal":
        middle = np.cumsum(often) - often / 2
        ordinal: Floats = (middle[:, None] - middle[None, :]) ** 2
        return ordinal / max(1.0, float(ordinal.max()))  # the scale does not matter; large counts stay exact enough
    numbers = numbers_of(found.categories, metric=metric)
    apart = (numbers[:, None] - numbers[None, :]) ** 2
    if metric == "interval":
        return apart
    sums = (numbers[:, None] + numbers[None, :]) ** 2
    ratio: Floats = np.divide(apart, sums, out=np.zeros_like(apart), where=sums > 0)
    return ratio


def _error(counts: Floats, weights: Floats) -> float | None:
    """Return the linearised standard error of nominal alpha (Gwet 2014, chapter 3), None for a single unit.

    As published it is that of alpha without the small-sample term, which moves all units alike."""
    judged, units = counts.sum(axis=1), float(weights.sum())
    if units < _PAIR:
        return None
    mean = float(weights @ judged) / units
    more = (judged - mean) / mean
    share = weights @ counts / (units * mean)
    expected = float((share**2).sum())
    agreement = (counts * (counts - 1)).sum(axis=1) / (mean * (judged - 1))
    overall = float(weights @ agreement) / units
    value = (overall - expected) / (1 - expected)
    own = (agreement - overall * more - expected) / (1 - expected)
    by_chance = counts @ share / mean - expected * more
    linear = own - 2 * (1 - value) * (by_chance - expected) / (1 - expected)
    return float(np.sqrt(weights @ (linear - value) ** 2 / (units * (units - 1))))
