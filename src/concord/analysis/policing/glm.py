"""Generalised linear models on grouped counts: logistic and Poisson, by iterated least squares.

Grouped counts give the same coefficients and errors as one row a stop, in the time of the number of cells. Errors can
be widened by overdispersion (Pearson's chi-square over its degrees of freedom) or clustered (sandwich, with the small
sample factor G/(G-1) * (N-1)/(N-k), N being trials).

Sources: McCullagh & Nelder, Generalized Linear Models, 2nd ed., sections 2.5, 4.5; Liang & Zeger (1986), Biometrika
73, 13.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from concord.analysis.errors import DataNotFit, NotConverged, NotEnoughData
from concord.analysis.policing.design import Matrix
from concord.analysis.policing.tables import Bools, Floats, Texts

Family = Literal["binomial", "poisson"]
Overdispersion = Literal["none", "pearson"]
ROUNDS = 60
TOLERANCE = 1e-16  # of the squared distance to the maximum, in standard errors
FARTHEST = 30.0  # a linear predictor beyond this is a fitted share of 0 or 1: separation


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients in the order of `names`, shape (k,), and their covariance, shape (k, k)."""

    names: tuple[str, ...]
    coef: Floats
    cov: Floats
    deviance: float
    pearson: float
    df_residual: int
    n: int
    phi: float
    iterations: int

    def at(self, name: str) -> tuple[float, float]:
        """Return one coefficient and its standard error."""
        k = self.names.index(name)
        return float(self.coef[k]), float(np.sqrt(self.cov[k, k]))


def binomial(
    design: Matrix,
    *,
    events: Floats,
    trials: Floats,
    clusters: Texts | None = None,
    overdispersion: Overdispersion = "none",
) -> Fit:
    """Fit logit P(event) = design. `events` and `trials` have a value for each row of the design.

    Raises DataNotFit (collinear columns, or separation: a group with no event or nothing but events), NotEnoughData,
    NotConverged.
    """
    used = trials > 0
    return _fit("binomial", design, events, trials, used, clusters, overdispersion)


def poisson(
    design: Matrix,
    *,
    events: Floats,
    exposure: Floats,
    clusters: Texts | None = None,
    overdispersion: Overdispersion = "none",
) -> Fit:
    """Fit log E(events) = log(exposure) + design. Errors as `binomial`."""
    used = exposure > 0
    if (events[~used] > 0).any():
        raise DataNotFit(
            "events where the exposure is 0", where="Poisson model", expected="an exposure with each event"
        )
    return _fit("poisson", design, events, exposure, used, clusters, overdispersion)


def _fit(
    family: Family,
    design: Matrix,
    events: Floats,
    base: Floats,
    used: Bools,
    clusters: Texts | None,
    overdispersion: Overdispersion,
) -> Fit:
    x, y, m = design.values[used], events[used].astype(float), base[used].astype(float)
    _check_rank(x, design.names)
    coef, iterations = _iterate(family, x, y, m, design.names)
    eta = x @ coef
    mean, weight = _mean_weight(family, eta, m)
    spread = _inverse(x, weight)
    pearson = float(((y - mean) ** 2 / weight).sum())
    df = int(len(y) - x.shape[1])
    phi = max(1.0, pearson / df) if overdispersion == "pearson" and df > 0 else 1.0
    n = int(m.sum()) if family == "binomial" else int(y.sum())
    cov: Floats = spread * phi if clusters is None else _sandwich(x, y - mean, spread, clusters[used], n)
    return Fit(design.names, coef, cov, _deviance(family, y, m, mean), pearson, df, n, phi, iterations)


def _inverse(x: Floats, weight: Floats) -> Floats:
    return np.asarray(np.linalg.inv(_information(x, weight)), dtype=np.float64)


def _information(x: Floats, weight: Floats) -> Floats:
    information: Floats = (x * weight[:, None]).T @ x
    return information


def _check_rank(x: Floats, names: tuple[str, ...]) -> None:
    if len(x) < x.shape[1]:
        raise NotEnoughData(f"{len(x)} cells for {x.shape[1]} coefficients", where="model", expected="at least as many")
    scale = np.sqrt((x**2).sum(axis=0))
    bare = [name for name, size in zip(names, scale, strict=True) if size == 0]
    if bare:
        raise DataNotFit(f"no rows with {', '.join(bare)}", where="model", expected="trials in each category")
    corner = np.abs(np.diag(np.linalg.qr(x / scale, mode="r")))
    if corner.min() < 1e-9:  # noqa: PLR2004 - a column that the ones before it explain to nine digits
        name = names[int(corner.argmin())]
        raise DataNotFit(f"{name} follows from the columns before it", where="model", expected="columns that differ")


def _mean_weight(family: Family, eta: Floats, m: Floats) -> tuple[Floats, Floats]:
    if family == "poisson":
        mean = m * np.exp(np.clip(eta, -700, 700))
        return mean, np.maximum(mean, 1e-300)
    share = 1 / (1 + np.exp(-np.clip(eta, -700, 700)))
    return m * share, np.maximum(m * share * (1 - share), 1e-300)


def _deviance(family: Family, y: Floats, m: Floats, mean: Floats) -> float:
    def part(count: Floats, fitted: Floats) -> Floats:
        terms: Floats = count * np.log(np.where(count > 0, count, 1.0) / np.maximum(fitted, 1e-300))
        return np.where(count > 0, terms, 0.0)

    if family == "poisson":
        return float(2 * (part(y, mean) - (y - mean)).sum())
    return float(2 * (part(y, mean) + part(m - y, m - mean)).sum())


def _iterate(family: Family, x: Floats, y: Floats, m: Floats, names: tuple[str, ...]) -> tuple[Floats, int]:
    share = (y.sum() + 0.5) / (m.sum() + 1)
    coef: Floats = np.zeros(x.shape[1])
    coef[0] = np.log(share) if family == "poisson" else np.log(share / (1 - share)) if share < 1 else 1.0
    sizes = np.sqrt((x**2).sum(axis=0))
    for step in range(1, ROUNDS + 1):
        mean, weight = _mean_weight(family, x @ coef, m)
        slope = x.T @ (y - mean)
        change = np.linalg.solve(_information(x / sizes, weight), slope / sizes) / sizes
        coef = np.asarray(coef + change, dtype=np.float64)
        if float(change @ slope) <= TOLERANCE:
            _check_separation(family, x @ coef, coef, names)
            return coef, step
    _check_separation(family, x @ coef, coef, names)
    raise NotConverged(f"no end after {ROUNDS} rounds", where="model", expected="a settled likelihood")


def _check_separation(family: Family, eta: Floats, coef: Floats, names: tuple[str, ...]) -> None:
    limit = FARTHEST if family == "binomial" else np.inf
    worst = int(np.abs(coef).argmax())
    alone = family == "poisson" and float(np.abs(coef[1:]).max(initial=0.0)) > FARTHEST / 2
    if alone or np.abs(eta).max() > limit:
        raise DataNotFit(
            f"{names[worst]} separates the outcome completely",
            where="model",
            expected="events and non-events in each category",
        )


def _sandwich(x: Floats, residual: Floats, spread: Floats, clusters: Texts, n: int) -> Floats:
    groups, codes = np.unique(clusters, return_inverse=True)
    if len(groups) < 2:  # noqa: PLR2004 - errors between clusters take two
        raise NotEnoughData("one cluster only", where="cluster errors", expected="at least two clusters")
    scores = np.zeros((len(groups), x.shape[1]))
    np.add.at(scores, codes, x * residual[:, None])
    factor = len(groups) / (len(groups) - 1) * (n - 1) / (n - x.shape[1])
    covariance: Floats = factor * spread @ (scores.T @ scores) @ spread
    return covariance
