"""Before and after in treated and control places: the weighted displacement difference, and a test of two counts.

The change in the treated places less the change in the control places, and the same for the places around each, to
which the trouble might have moved. Counts are taken as Poisson, or wider by `phi`.

Sources: Wheeler & Ratcliffe (2018), Crime Science 7, 11; Krishnamoorthy & Thomson (2004), J. Stat. Plan. Inference
119, 23 (the E-test).
"""

import math
from typing import Final

import numpy as np

from concord.analysis.errors import BadArgument
from concord.analysis.policing import intervals
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Estimate, Scale, data_hash, facts

PARALLEL: Final = "Without the measure the treated places would have changed as the control places did."
POISSON: Final = "Counts vary as independent events would, times the overdispersion that is given."

Counts = tuple[int, int]


def displacement_difference(
    *,
    treated: Counts,
    control: Counts,
    around_treated: Counts = (0, 0),
    around_control: Counts = (0, 0),
    about: About,
    phi: float = 1.0,
) -> Estimate:
    """Return the weighted displacement difference of (before, after) counts; below 0 means fewer events.

    Periods before and after must be of one length; the control places of about the size of the treated ones.
    BadArgument for counts below 0 or phi below 1.
    """
    four = (treated, control, around_treated, around_control)
    if min(min(pair) for pair in four) < 0 or phi < 1:
        raise BadArgument(f"counts {four}, phi {phi}", where="displacement", expected="counts of 0 or more, phi from 1")
    change = [after - before for before, after in four]
    total = sum(sum(pair) for pair in four)
    value = change[0] - change[1] + change[2] - change[3]
    return Estimate(
        measure="displacement_difference",
        n=total,
        denominator=float(sum(treated)),
        unit="events",
        scale=Scale.DIFFERENCE,
        method="weighted displacement difference, Poisson errors",
        assumptions=(PARALLEL, POISSON),
        diagnostics=facts(local=change[0] - change[1], displaced=change[2] - change[3], overdispersion=phi),
        data_hash=data_hash({"pair": ["t", "c", "at", "ac"], "b": [p[0] for p in four], "a": [p[1] for p in four]}),
        **{
            **intervals.difference(float(value), math.sqrt(phi * total), level=about.level),
            **about.fields(),
        },
    )


def two_counts(*, counts: Counts, exposure: tuple[float, float] = (1.0, 1.0)) -> float:
    """Return the two-sided p value of the E-test that two Poisson counts have one rate (1 when both are 0)."""
    if min(counts) < 0 or min(exposure) <= 0:
        raise BadArgument(f"{counts} over {exposure}", where="E-test", expected="counts from 0, exposures above 0")
    if sum(counts) == 0:
        return 1.0
    means = [exposed * sum(counts) / sum(exposure) for exposed in exposure]
    first, second = (np.arange(math.ceil(mean + 12 * math.sqrt(mean) + 20)) for mean in means)
    p = np.outer(_poisson(first, means[0]), _poisson(second, means[1]))
    seen = _score(np.array(counts[0]), np.array(counts[1]), exposure)
    as_far = _score(first[:, None], second[None, :], exposure) >= seen * (1 - 1e-12)
    return float(min(1.0, p[as_far].sum()))


def _score(one: np.ndarray, two: np.ndarray, exposure: tuple[float, float]) -> np.ndarray:
    variance = one / exposure[0] ** 2 + two / exposure[1] ** 2
    gap = np.abs(one / exposure[0] - two / exposure[1])
    return np.asarray(np.where(variance > 0, gap / np.sqrt(np.maximum(variance, 1e-300)), 0.0))


def _poisson(k: np.ndarray, mean: float) -> np.ndarray:
    from scipy.special import gammaln

    return np.asarray(np.exp(k * math.log(mean) - mean - gammaln(k + 1)))
