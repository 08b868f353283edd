"""Surveys of residents and officers: weights, raking, and shares with the spread that the design really has.

Sources: Deming & Stephan 1940 for raking; Kish 1965 for the design effect; Binder 1983 for linearised variance; Korn &
Graubard 1998 for intervals of shares at an effective sample size."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from concord.analysis.errors import BadArgument, BadTable, NotConverged, NotEnoughData
from concord.analysis.policing.estimate import Estimate, Exclusion, facts

Numbers = npt.NDArray[np.float64]
LEAST: Final = 30  # below so many answers a group is not shown
STEPS: Final = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Raked:
    """Weights after raking: shape (n,); steps taken; the largest gap to a margin that is left, as a share."""

    weights: Numbers
    steps: int
    gap: float

    @property
    def design_effect(self) -> float:
        return design_effect(self.weights)


def rake(
    *, weights: npt.ArrayLike, groups: Mapping[str, Sequence[Hashable]], targets: Mapping[str, Mapping[Any, float]],
    tolerance: float = 1e-10,
) -> Raked:  # fmt: skip
    """Fit weights to known totals, one margin after the other, until all hold.

    Parameters
    ----------
    weights
        Shape (n,): design weights, above 0.
    groups
        Margin name to the group of each respondent.
    targets
        Margin name to group to its total in the population. Totals of all margins have to agree.
    tolerance
        Largest relative gap to a margin at the end.

    Raises
    ------
    BadTable
        For groups without a target, targets without a respondent, or totals that do not agree.
    NotConverged
        If the margins cannot all hold.
    """
    now = np.asarray(weights, float).copy()
    if now.ndim != 1 or not (now > 0).all() or not np.isfinite(now).all():
        raise BadTable("weights not above 0", where="rake", expected="one number above 0 for each respondent")
    margins = [_margin(name, groups[name], targets.get(name, {}), len(now)) for name in groups]
    sums = [float(goal.sum()) for _, goal in margins]
    if margins and max(sums) - min(sums) > 1e-9 * max(sums):
        raise BadTable(f"totals {sums}", where="rake", expected="margins of one population")
    for step in range(1, STEPS + 1):
        for member, goal in margins:
            now *= (goal / np.bincount(member, now, len(goal)))[member]
        gap = max((float(np.abs(np.bincount(m, now, len(g)) / g - 1).max()) for m, g in margins), default=0.0)
        if gap <= tolerance:
            return Raked(now, step, gap)
    raise NotConverged(f"a gap of {gap:.3g} is left", where="rake", expected="margins that can all hold; merge groups")


def _margin(
    name: str, groups: Sequence[Hashable], goals: Mapping[Any, float], n: int
) -> tuple[npt.NDArray[np.intp], Numbers]:
    present = set(groups)
    missing, empty = sorted(map(str, present - set(goals))), sorted(map(str, set(goals) - present))
    if missing or empty:
        words = f"groups without a total {missing}, totals without a respondent {empty}"
        raise BadTable(words, where=f"rake, margin {name}", expected="the same groups on both sides")
    if len(groups) != n or min(goals.values()) <= 0:
        raise BadTable(
            f"{len(groups)} of {n} respondents", where=f"rake, margin {name}", expected="one group each, totals above 0"
        )
    place = {key: at for at, key in enumerate(goals)}
    return np.asarray([place[key] for key in groups], np.intp), np.asarray(list(goals.values()), float)


def design_effect(weights: npt.ArrayLike) -> float:
    """Return Kish's design effect of unequal weights: n x sum of squares over the square of the sum; 1 if equal."""
    w = np.asarray(weights, float)
    if not w.size or (w < 0).any() or w.sum() == 0:
        raise BadArgument("no weights above 0", where="design_effect", expected="weights")
    return float(w.size * (w**2).sum() / w.sum() ** 2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibration:
    """What weights were raked on: the design weights before, shape (n,), and the groups of each margin.

    The spread that the margins explain is gone from an estimate with raked weights: its error is that of the residuals
    (Deville & Sarndal 1992)."""

    weights: npt.ArrayLike
    groups: Mapping[str, Sequence[Hashable]]

    def residuals(self, gaps: Numbers, given: npt.NDArray[np.bool_]) -> Numbers:
        """Return what is left of the gaps to the mean after a weighted regression on the margins."""
        columns = []
        for member in self.groups.values():
            names = np.asarray(member).astype(str)[given]
            columns += [(names == name).astype(float) for name in np.unique(names)]
        design = np.column_stack(columns)
        root = np.sqrt(np.asarray(self.weights, float)[given])
        beta = np.linalg.lstsq(design * root[:, None], gaps * root, rcond=None)[0]
        return np.asarray(gaps - design @ beta, np.float64)


def _linearised(
    values: Numbers,
    weights: Numbers,
    strata: npt.NDArray[np.str_],
    clusters: npt.NDArray[np.str_],
    *,
    sizes: Mapping[str, int] | None = None,
    calibration: Calibration | None = None,
) -> tuple[float, float, int]:
    """The weighted mean of what is given, its variance between clusters within strata, and its degrees of freedom."""
    given = np.isfinite(values)
    values, weights, strata, clusters = values[given], weights[given], strata[given], clusters[given]
    total = weights.sum()
    mean = float((weights * values).sum() / total)
    gaps = values - mean if calibration is None else calibration.residuals(values - mean, given)
    score = weights * gaps / total
    variance, freedom = 0.0, 0
    for name in np.unique(strata):
        inside = strata == name
        _, member = np.unique(clusters[inside], return_inverse=True)
        sums = np.bincount(member, score[inside])
        m = len(sums)
        if m < 2:  # noqa: PLR2004 - a spread takes two
            raise NotEnoughData(f"one cluster in stratum {str(name)!r}", where="survey", expected="two; merge strata")
        finite = 1 - m / sizes[str(name)] if sizes else 1.0
        variance += finite * m / (m - 1) * float(((sums - sums.mean()) ** 2).sum())
        freedom += m - 1
    return mean, variance, freedom


def survey_mean(
    *, values: npt.ArrayLike, weights: npt.ArrayLike, strata: Sequence[Any] | None = None,
    clusters: Sequence[Any] | None = None, sizes: Mapping[str, int] | None = None,
    calibration: Calibration | None = None, level: float = 0.95,
    measure: str = "survey_mean", unit: str = "points",
    group: str = "", least: int = LEAST,
) -> Estimate:  # fmt: skip
    """Estimate a mean with the spread of the design.

    Parameters
    ----------
    values
        Shape (n,): answers; NaN where there is none, which is counted and left out.
    weights
        Shape (n,).
    strata, clusters
        Stratum and cluster of each respondent; one stratum, and everybody a cluster, by default.
    sizes
        Clusters in the population by stratum, for samples that take a large part of it.
    calibration
        What the weights were raked on, if they were.
    level, measure, unit, group
        For the estimate.
    least
        With fewer answers the figure is withheld.

    Raises
    ------
    NotEnoughData
        If a stratum holds one cluster.
    """
    y, w, s, c = _answers(values, weights, strata, clusters)
    given = np.isfinite(y)
    mean, variance, freedom = _linearised(y, w, s, c, sizes=sizes, calibration=calibration)
    half = float(student.ppf(0.5 + level / 2, freedom)) * variance**0.5
    silent = int((~given).sum())
    found = Estimate(
        measure=measure, value=mean, low=mean - half, high=mean + half, level=level, n=int(given.sum()),
        se=variance**0.5,        denominator=float(w[given].sum()), base="population (weighted)", unit=unit,
        group=group,
        method="weighted mean, linearised variance between clusters",
        assumptions=("who did not answer would have answered like those of the same groups who did",),
        diagnostics=facts(design_effect=design_effect(w[given]), freedom=freedom),
        excluded=(Exclusion("no answer", silent),) if silent else (),
    )  # fmt: skip
    return found.hidden() if given.sum() < least else found


def survey_share(
    *, answers: npt.ArrayLike, weights: npt.ArrayLike, strata: Sequence[Any] | None = None,
    clusters: Sequence[Any] | None = None, calibration: Calibration | None = None, level: float = 0.95,
    measure: str = "survey_share", group: str = "",
    least: int = LEAST,
) -> Estimate:  # fmt: skip
    """Estimate a share: Wilson's interval at the sample size that the design is worth.

    Parameters as for `survey_mean`; `answers` are 1, 0 or NaN. The effective size is p(1-p)/variance, never above n,
    corrected for the degrees of freedom of the design (Korn & Graubard 1998).
    """
    y, w, s, c = _answers(answers, weights, strata, clusters)
    given = np.isfinite(y)
    if not np.isin(y[given], (0.0, 1.0)).all():
        raise BadTable("answers other than 0 and 1", where="survey_share", expected="1, 0 or nothing")
    n = int(given.sum())
    mean, variance, freedom = _linearised(y, w, s, c, calibration=calibration)
    tail = 0.5 + level / 2
    size = float(n)
    if variance > 0:
        size = mean * (1 - mean) / variance * float((student.ppf(tail, n - 1) / student.ppf(tail, freedom)) ** 2)
        size = min(float(n), size)
    else:
        size = n / design_effect(w[given])
    low, high = _wilson(mean, size, float(student.ppf(tail, max(n - 1, 1))))
    silent = n - len(y)
    found = Estimate(
        measure=measure, value=mean, low=low, high=high, level=level, n=n, denominator=float(w[given].sum()),
        base="population (weighted)", unit="share", group=group, se=variance**0.5,
        method="weighted share, Wilson interval at the effective size",
        assumptions=("who did not answer would have answered like those of the same groups who did",),
        diagnostics=facts(effective_n=size, design_effect=n / size, freedom=freedom),
        excluded=(Exclusion("no answer", -silent),) if silent else (),
    )  # fmt: skip
    return found.hidden() if n < least else found


def _wilson(share: float, n: float, z: float) -> tuple[float, float]:
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def _answers(
    values: npt.ArrayLike, weights: npt.ArrayLike, strata: Sequence[Any] | None, clusters: Sequence[Any] | None
) -> tuple[Numbers, Numbers, npt.NDArray[np.str_], npt.NDArray[np.str_]]:
    y, w = np.asarray(values, float), np.asarray(weights, float)
    s = np.full(len(y), "all") if strata is None else np.asarray(strata).astype(str)
    c = np.arange(len(y)).astype(str) if clusters is None else np.asarray(clusters).astype(str)
    if not len(y) == len(w) == len(s) == len(c):
        raise BadTable("unlike lengths", where="survey", expected="one weight, stratum and cluster per answer")
    if not (w > 0).all() or not np.isfinite(y).any():
        raise NotEnoughData("no answer, or a weight of 0", where="survey", expected="answers with weights above 0")
    return y, w, s, c


def alpha(items: npt.ArrayLike) -> float:
    """Return Cronbach's alpha of a scale; `items` has shape (respondents, questions), complete rows only.

    Raises NotEnoughData with fewer than two questions or respondents, or without any spread."""
    table = np.asarray(items, float)
    if table.ndim != 2 or min(table.shape) < 2:  # noqa: PLR2004 - a scale takes two of both
        raise NotEnoughData(f"shape {table.shape}", where="alpha", expected="two respondents and two questions")
    total = float(table.sum(1).var(ddof=1))
    if not np.isfinite(total) or total == 0:
        raise NotEnoughData("no spread, or answers missing", where="alpha", expected="complete rows that differ")
    k = table.shape[1]
    return float(k / (k - 1)) * (1 - float(table.var(axis=0, ddof=1).sum()) / total)
