"""Regression of counts: Poisson and negative binomial (NB2), by iteratively reweighted least squares.

Variance of the negative binomial is mean + alpha x mean squared; alpha is found by maximum likelihood, in turn with the
coefficients (Lawless 1987; Cameron & Trivedi 2013, section 3.3)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize_scalar
from scipy.special import digamma, gammaln

from concord.analysis.errors import BadTable, NotConverged, NotEnoughData

Numbers = npt.NDArray[np.float64]
STEPS: Final = 200
TOLERANCE: Final = 1e-12
LARGEST_ALPHA: Final = 50.0
LEAST_ALPHA: Final = 1e-8
LEAST_TOLD: Final = 1e-5  # a smaller alpha cannot be told from Poisson, nor from rounding
AROUND: Final = 1.2
TOO_FAR: Final = 30.0  # a linear predictor beyond exp(30) is no count


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fitted model.

    Attributes
    ----------
    beta
        Shape (k,): coefficients on the logarithm of the mean.
    cover
        Shape (k, k): their covariance, at the alpha that was found.
    alpha
        Overdispersion; 0 is Poisson.
    fitted
        Shape (n,): means.
    log_likelihood
        At the maximum.
    steps
        Steps of the last iteration.
    """

    beta: Numbers
    cover: Numbers
    alpha: float
    fitted: Numbers
    log_likelihood: float
    steps: int

    @property
    def se(self) -> Numbers:
        return np.asarray(np.sqrt(np.diag(self.cover)), np.float64)


def log_likelihood(y: Numbers, mean: Numbers, alpha: float) -> float:
    """Return the log-likelihood of counts, Poisson where alpha is 0."""
    if alpha < LEAST_ALPHA:
        return float((y * np.log(mean) - mean - gammaln(y + 1)).sum())
    r = 1 / alpha
    part = gammaln(y + r) - gammaln(r) - gammaln(y + 1)
    return float((part - r * np.log1p(alpha * mean) + y * np.log(alpha * mean / (1 + alpha * mean))).sum())


def fit_counts(
    *, y: npt.ArrayLike, x: npt.ArrayLike, offset: npt.ArrayLike | None = None, alpha: float | None = None
) -> Fit:
    """Fit counts.

    Parameters
    ----------
    y
        Shape (n,): counts.
    x
        Shape (n, k): the design, with its column of ones.
    offset
        Shape (n,): logarithm of the exposure.
    alpha
        Overdispersion; None finds it, 0 is Poisson.

    Raises
    ------
    BadTable
        For shapes that do not fit, negative or missing entries, or a design without full rank.
    NotEnoughData
        With fewer rows than coefficients plus one, or no event.
    NotConverged
        If the steps do not settle.
    """
    counts, design = np.asarray(y, float), np.asarray(x, float)
    moved = np.zeros_like(counts) if offset is None else np.asarray(offset, float)
    _check(counts, design, moved)
    if alpha is not None:
        beta, steps = _irls(counts, design, moved, alpha, None)
        return _fit(counts, design, moved, beta, alpha, steps)
    beta, steps = _irls(counts, design, moved, 0.0, None)
    found = 0.0
    for _ in range(STEPS):
        mean = np.exp(design @ beta + moved)
        new = _best_alpha(counts, mean)
        beta, steps = _irls(counts, design, moved, new, beta)
        if abs(new - found) <= 1e-9 * (1 + new):
            return _fit(counts, design, moved, beta, new, steps)
        found = new
    raise NotConverged("alpha does not settle", where="fit_counts", expected="fewer coefficients or more data")


def _check(y: Numbers, x: Numbers, offset: Numbers) -> None:
    if y.ndim != 1 or x.ndim != 2 or len(x) != len(y) or offset.shape != y.shape:  # noqa: PLR2004 - rows and columns
        raise BadTable(
            f"shapes {y.shape}, {x.shape}, {offset.shape}", where="fit_counts", expected="(n,), (n, k), (n,)"
        )
    if (y < 0).any() or not (np.isfinite(y).all() and np.isfinite(x).all() and np.isfinite(offset).all()):
        raise BadTable("negative or missing entries", where="fit_counts", expected="counts and finite numbers")
    if len(y) <= x.shape[1] or y.sum() == 0:
        raise NotEnoughData(
            f"{len(y)} rows, {y.sum():g} events", where="fit_counts", expected=f"more than {x.shape[1]} rows"
        )
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise BadTable("columns that say the same", where="fit_counts", expected="a design of full rank")


def _irls(y: Numbers, x: Numbers, offset: Numbers, alpha: float, start: Numbers | None) -> tuple[Numbers, int]:
    eta = np.log(y + 0.5) if start is None else x @ start + offset
    beta = start
    last = -np.inf
    for step in range(1, STEPS + 1):
        mean = np.exp(np.clip(eta, -TOO_FAR, TOO_FAR))
        weight = mean / (1 + alpha * mean)
        target = eta - offset + (y - mean) / mean
        root = np.sqrt(weight)
        beta = np.linalg.lstsq(x * root[:, None], target * root, rcond=None)[0]
        eta = x @ beta + offset
        now = log_likelihood(y, np.exp(np.clip(eta, -TOO_FAR, TOO_FAR)), alpha)
        if abs(now - last) <= TOLERANCE * (1 + abs(now)):
            return beta, step
        last = now
    raise NotConverged("coefficients do not settle", where="fit_counts", expected="no group without events")


def _best_alpha(y: Numbers, mean: Numbers) -> float:
    """The alpha of greatest likelihood: found roughly by search, then exactly as the root of the score."""
    found = minimize_scalar(
        lambda log: -log_likelihood(y, mean, float(np.exp(log))),
        bounds=(np.log(LEAST_ALPHA), np.log(LARGEST_ALPHA)), method="bounded", options={"xatol": 1e-6},
    )  # fmt: skip
    alpha = float(np.exp(found.x))
    if log_likelihood(y, mean, 0.0) >= -found.fun or alpha < LEAST_TOLD:
        return 0.0
    low, high = alpha / AROUND, alpha * AROUND
    if _score(low, y, mean) * _score(high, y, mean) < 0:
        alpha = float(brentq(_score, low, high, args=(y, mean), xtol=1e-15, rtol=1e-13))
    return alpha


def _score(alpha: float, y: Numbers, mean: Numbers) -> float:
    """The derivative of the log-likelihood by alpha."""
    r = 1 / alpha
    part = (np.log1p(alpha * mean) - digamma(y + r) + digamma(r)) * r * r
    return float((part + (y - mean) / (alpha * (1 + alpha * mean))).sum())


def _fit(y: Numbers, x: Numbers, offset: Numbers, beta: Numbers, alpha: float, steps: int) -> Fit:
    mean = np.asarray(np.exp(x @ beta + offset), np.float64)
    weight = mean / (1 + alpha * mean)
    cover: Numbers = np.asarray(np.linalg.inv((x * weight[:, None]).T @ x), np.float64)
    return Fit(beta, cover, alpha, mean, log_likelihood(y, mean, alpha), steps)
