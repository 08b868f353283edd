"""Which officers differ from colleagues at the same places and times? Counts, against the spread that all share.

Scores z compare each officer with like stops of colleagues. With N(0, 1) as the rule, hundreds are flagged in a large
agency, because no comparison is perfect: the centre of the scores themselves says how wide "nothing special" is (Efron
2004, JASA 99; used for officers by Ridgeway & MacDonald 2009, JASA 104). An agency-wide bias is invisible here.

Officers are never ranked. Keys are returned only where the agreement and the work plan name this method and the caller
says so; the public gets counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.stats import norm

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.policing.counts import fit_counts

Numbers = npt.NDArray[np.float64]
LEAST_OFFICERS: Final = 100
LEAST_VALUES: Final = 15  # with fewer, a lump of equal scores looks like officers who stand out
FAR: Final = 12.0  # spreads; scores further out are as far as that, so that one does not stretch the histogram
QUARTILE: Final = 0.6744897501960817  # of the standard normal
BINS: Final = 60
DEGREE: Final = 7
FDR: Final = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Benchmark:
    """The outcome.

    Attributes
    ----------
    officers, above, below
        Officers with a score; flagged on the upper and the lower side.
    by_theory
        How many N(0, 1) would have flagged at the same rate of false discovery, for the report's warning.
    centre, spread, share_null
        The empirical null: mean, standard deviation, share of officers that follow it (at most 1).
    flagged
        Keys of flagged officers in alphabetical order; empty unless the caller was allowed to name.
    """

    officers: int
    above: int
    below: int
    by_theory: int
    centre: float
    spread: float
    share_null: float
    flagged: tuple[str, ...]


def internal_benchmark(
    *, scores: npt.ArrayLike, officers: Sequence[Any] | None = None, fdr: float = FDR, allowed_to_name: bool = False
) -> Benchmark:
    """Find officers whose local false discovery rate is below `fdr`.

    Parameters
    ----------
    scores
        Shape (officers,): z scores, NaN for officers with too few stops (left out).
    officers
        Their keys; needed only to name them.
    fdr
        Largest local false discovery rate of a flag.
    allowed_to_name
        Whether agreement and work plan name this method, so that keys may be returned.

    Raises
    ------
    NotEnoughData
        With fewer than 100 officers, or scores of fewer than 15 values: the null cannot be told from the data.
    BadArgument
        If naming is allowed and no keys are given.
    """
    z = np.asarray(scores, float)
    known = np.isfinite(z)
    if allowed_to_name and officers is None:
        raise BadArgument("no keys", where="internal_benchmark", expected="officers, to name them")
    if known.sum() < LEAST_OFFICERS:
        raise NotEnoughData(f"{int(known.sum())} officers", where="internal_benchmark", expected=f"{LEAST_OFFICERS}")
    values = len(np.unique(z[known].round(9)))
    if values < LEAST_VALUES:
        raise NotEnoughData(
            f"the scores of {int(known.sum())} officers take only {values} different values, so that nobody can be "
            "told from the rest",
            where="internal_benchmark",
            expected=f"{LEAST_VALUES} values or more, from more stops for each officer",
        )
    centre, spread, share = empirical_null(z[known])
    rates = local_fdr(z[known], centre=centre, spread=spread, share=share)
    flag = np.zeros(len(z), bool)
    flag[known] = rates < fdr
    theory = int((local_fdr(z[known], centre=0.0, spread=1.0, share=1.0) < fdr).sum())
    names = np.asarray(officers if officers is not None else []).astype(str)
    return Benchmark(
        int(known.sum()), int((flag & (z > centre)).sum()), int((flag & (z < centre)).sum()), theory, centre, spread,
        share,
        tuple(sorted(names[flag].tolist())) if allowed_to_name else (),
    )  # fmt: skip


def empirical_null(z: npt.ArrayLike) -> tuple[float, float, float]:
    """Return mean, standard deviation and share of the null, from the middle of the scores.

    Maximum likelihood of a normal cut to median +- b standard deviations (from the quartiles), with
    b = 4.3 exp(-.26 log10 n), narrower the more officers there are (Efron 2007, Annals of Statistics 35; b as in his
    package locfdr).
    """
    scores = np.asarray(z, float)
    below, median, above = np.quantile(scores, [0.25, 0.5, 0.75])
    width = float(above - below) / (2 * QUARTILE)
    if width <= 0:
        raise NotEnoughData(
            "the middle half of the scores is all alike", where="empirical_null", expected="scores that differ"
        )
    reach = 4.3 * float(np.exp(-0.26 * np.log10(len(scores)))) * width
    low, high = median - reach, median + reach
    inside = scores[(scores >= low) & (scores <= high)]

    def cost(point: Numbers) -> float:
        mean, sd = float(point[0]), float(np.exp(point[1]))
        mass = norm.cdf(high, mean, sd) - norm.cdf(low, mean, sd)
        return -float(norm.logpdf(inside, mean, sd).sum() - len(inside) * np.log(max(mass, 1e-300)))

    bounds = [(below, above), (np.log(width / 2), np.log(width * 2))]
    found = minimize(cost, [float(median), np.log(width)], bounds=bounds, method="L-BFGS-B").x
    mean, sd = float(found[0]), float(np.exp(found[1]))
    mass = float(norm.cdf(high, mean, sd) - norm.cdf(low, mean, sd))
    return mean, sd, min(1.0, len(inside) / len(scores) / mass)


def local_fdr(z: npt.ArrayLike, *, centre: float, spread: float, share: float) -> Numbers:
    """Return for each score how likely it is nothing special: share x null density / density of all.

    The density of all is a smooth fit to the histogram (Lindsey's method: Poisson regression on powers of z)."""
    scores = np.clip(np.asarray(z, float), centre - FAR * spread, centre + FAR * spread)
    edges = np.linspace(scores.min(), scores.max() + 1e-9, BINS + 1)
    counts, _ = np.histogram(scores, edges)
    middle, width = (edges[:-1] + edges[1:]) / 2, edges[1] - edges[0]
    scaled = 2 * (middle - edges[0]) / (edges[-1] - edges[0]) - 1
    powers = np.polynomial.legendre.legvander(scaled, DEGREE)
    fit = fit_counts(y=counts, x=powers, alpha=0.0)
    density = np.exp(np.interp(scores, middle, np.log(fit.fitted))) / (len(scores) * width)
    rates = share * norm.pdf(scores, centre, spread) / density
    return np.asarray(np.minimum(rates, 1.0), np.float64)
