"""Compared with look-alikes, does this unit (district, team, programme) differ? Weights, and double robustness.

Every comparison row gets the weight p / (1 - p), p being its chance of belonging to the treated by what is recorded.
The balance table shows whether the weighted rows look like the treated; the effective sample size shows what is left
of them. The doubly robust figure then also models the outcome, and is right if either model is.

Sources: Ridgeway & MacDonald (2009), J. Am. Stat. Assoc. 104, 661; Bang & Robins (2005), Biometrics 61, 962;
McCaffrey, Ridgeway & Morral (2004), Psychol. Methods 9, 403 (weights and effective sample size).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from concord.analysis.errors import BadTable, NotEnoughData
from concord.analysis.policing import glm, intervals
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Cross, Matrix, Term, matrix
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale, data_hash, facts
from concord.analysis.policing.tables import Floats, Table, column, numbers, same_length

NOTHING_HIDDEN: Final = "What is not recorded does not differ between the treated and their look-alikes."
OVERLAP: Final = "Each kind of treated row has look-alikes among the others."
WEIGHTS_FIXED: Final = "The weights are taken as known."


@dataclass(frozen=True, slots=True)
class Balance:
    """Means of one covariate (or category) among the treated, the others as they are, and the others weighted."""

    name: str
    treated: float
    unweighted: float
    weighted: float
    gap: float  # the weighted difference in standard deviations of the treated


@dataclass(frozen=True, slots=True)
class Weighted:
    """Weights of all rows (the given ones for the treated), balance, and what the weighted others are worth."""

    weights: Floats = field(repr=False)
    treated: Floats = field(repr=False)
    design: Matrix = field(repr=False)
    balance: tuple[Balance, ...]
    ess: float
    largest_gap: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Three answers to one question, to be shown together, and the balance they rest on."""

    unadjusted: Estimate
    weighted: Estimate
    doubly_robust: Estimate
    balance: Weighted


def look_alikes(table: Table, *, treated: str, terms: Sequence[Term], weights: str | None = None) -> Weighted:
    """Return weights that make the others look like the treated, by a logistic model of `terms`.

    `treated` is a column of 0 and 1, `weights` an optional column of survey weights. Raises BadTable,
    and what `glm.binomial` raises (DataNotFit where treated and others do not overlap).
    """
    rows = same_length(table, [treated])
    t = numbers(table, treated)
    base = numbers(table, weights) if weights else np.ones(rows)
    if not np.isin(t, (0, 1)).all() or len(np.unique(t)) < 2:  # noqa: PLR2004 - treated and others
        raise BadTable(f"values {np.unique(t).tolist()}", where=f"column {treated!r}", expected="0 and 1, both")
    if not (np.isfinite(base) & (base >= 0)).all():
        raise BadTable("a missing or negative weight", where=f"column {weights!r}", expected="0 or more")
    base = base * rows / base.sum()
    design = matrix(table, terms, weights=np.ones(rows))
    fit = glm.binomial(design, events=t * base, trials=base)
    odds = np.exp(design.values @ fit.coef)
    weight = np.where(t == 1, base, base * odds)
    others = weight[t == 0]
    balance = _balance(design, t, base, weight)
    return Weighted(
        weight,
        t,
        design,
        balance,
        float(others.sum() ** 2 / (others**2).sum()),
        max((abs(one.gap) for one in balance), default=0.0),
    )


def _balance(design: Matrix, t: Floats, base: Floats, weight: Floats) -> tuple[Balance, ...]:
    found = []
    for name, values in zip(design.names[1:], design.values.T[1:], strict=True):
        mine, plain, weighed = (
            float(np.average(values[which], weights=w[which]))
            for which, w in ((t == 1, base), (t == 0, base), (t == 0, weight))
        )
        spread = float(np.sqrt(np.average((values[t == 1] - mine) ** 2, weights=base[t == 1])))
        found.append(Balance(name, mine, plain, weighed, (weighed - mine) / spread if spread > 0 else 0.0))
    return tuple(found)


def compare(
    table: Table,
    *,
    outcome: str,
    treated: str,
    terms: Sequence[Term],
    about: About,
    weights: str | None = None,
    clusters: str | None = None,
    per: float = 100.0,
    unit: str = "per 100",
    max_gap: float = 0.1,
) -> Comparison:
    """Return how a 0/1 outcome of the treated differs from that of their look-alikes: three ways, with the balance.

    One row a stop (or person). Rows without an outcome help to find the look-alikes and are then left out, counted.
    `clusters` widens the errors; without it they are robust to unequal variances.
    A weighted gap above `max_gap` standard deviations in any covariate makes the figures "data not fit".
    """
    y = numbers(table, outcome)
    known = ~np.isnan(y)
    if not np.isin(y[known], (0, 1)).all():
        raise BadTable("values other than 0 and 1", where=f"column {outcome!r}", expected="0, 1 or missing")
    found = look_alikes(table, treated=treated, terms=terms, weights=weights)
    if found.ess < 2:  # noqa: PLR2004 - fewer than two rows' worth
        raise NotEnoughData(f"{found.ess:.1f} effective look-alikes", where="comparison", expected="at least 2")
    base = numbers(table, weights) if weights else np.ones(len(y))
    groups = column(table, clusters).astype(str) if clusters else np.arange(len(y)).astype(str)
    y = np.where(known, y, 0.0)
    excluded = () if known.all() else (Exclusion(f"no {outcome}", int((~known).sum())),)
    recorded = {name: column(table, name) for name in _named(terms)}
    digest = data_hash({"y": np.where(known, y, np.nan), "t": found.treated, "w": base, "g": groups, **recorded})
    unfit = (
        (f"a covariate is {found.largest_gap:.2f} standard deviations apart",) if found.largest_gap > max_gap else ()
    )

    def one(method: str, weight: Floats, *, model: bool) -> Estimate:
        return Estimate(
            measure="weighted_difference",
            n=int(found.treated[known].sum()),
            denominator=float((found.treated[known] == 0).sum()),
            unit=unit,
            scale=Scale.DIFFERENCE,
            method=method,
            assumptions=(NOTHING_HIDDEN, OVERLAP, WEIGHTS_FIXED),
            unfit=unfit if method != "unadjusted" else (),
            excluded=excluded,
            data_hash=digest,
            **{**_effect(found, y, weight * known, groups, about.level, per, model=model), **about.fields()},
        )

    return Comparison(
        one("unadjusted", base, model=False),
        one("weighted by look-alike odds", found.weights, model=False),
        one("doubly robust: weighted, with a model of the outcome", found.weights, model=True),
        found,
    )


def _effect(
    found: Weighted, y: Floats, weight: Floats, groups: np.ndarray, level: float, per: float, *, model: bool
) -> dict[str, object]:
    """Mean outcome of the treated as they are, less the same as if they were others; delta-method errors."""
    t = found.treated
    weight = weight * (weight > 0).sum() / weight.sum()
    plain = np.column_stack([np.ones(len(y)), t])
    x = np.column_stack([plain, found.design.values[:, 1:]]) if model else plain
    names = ("intercept", "treated", *(found.design.names[1:] if model else ()))
    fit = glm.binomial(Matrix(names, x), events=y * weight, trials=weight, clusters=groups)
    mine = np.where(t == 1, weight, 0.0)
    alike = (mine > 0) / (mine > 0).sum()
    mine = mine / mine.sum()
    without = x.copy()
    without[:, 1] = 0.0
    as_is, as_other = (1 / (1 + np.exp(-(part @ fit.coef))) for part in (x, without))
    slope = (mine * as_is * (1 - as_is)) @ x - (mine * as_other * (1 - as_other)) @ without
    one, two = float(mine @ as_is), float(mine @ as_other)
    return {
        **intervals.difference(one - two, float(np.sqrt(slope @ fit.cov @ slope)), level=level, factor=per),
        "diagnostics": facts(
            treated=one * per,
            look_alikes=two * per,
            look_alikes_unweighted=float(alike @ as_other) * per,
            effective_sample=found.ess,
            largest_gap=found.largest_gap,
        ),
    }


def _named(terms: Sequence[Term]) -> list[str]:
    names: list[str] = []
    for term in terms:
        names += _named([term.first, term.second]) if isinstance(term, Cross) else [term.name]
    return list(dict.fromkeys(names))
