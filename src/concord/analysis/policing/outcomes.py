"""What happens after a stop: the same outcome compared between groups, with and without controls.

The result is the average marginal difference: every stop is scored twice by the logistic model, once as if of the
group and once as if of the reference, and the differences are averaged. The adjusted figure stands beside the
unadjusted one, because a control can carry the very difference that is looked for (included-variable bias) and what is
not recorded cannot be controlled (omitted-variable bias).

Sources: Wooldridge, Econometric Analysis of Cross Section and Panel Data, 2nd ed., section 15.6 (average partial
effects, delta method); Jung, Corbett-Davies, Shroff & Goel, arXiv 1809.05651 (included-variable bias).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from concord.analysis.errors import BadTable
from concord.analysis.policing import glm, intervals
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Cross, Factor, Matrix, Term, matrix
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale, data_hash, facts
from concord.analysis.policing.tables import Floats, Table, Texts, complete, counts, labels, picked

CONTROLS_ARE_FAIR: Final = "The controls do not carry the difference that is looked for."
NOTHING_LEFT_OUT: Final = "What is not recorded does not differ between the groups."
COVARIATES_FIXED: Final = "The mix of stops is taken as it was."
STOPS_INDEPENDENT: Final = "Stops are independent of each other."
CLUSTERS_INDEPENDENT: Final = "Stops of different clusters are independent of each other."
AS_STOPPED: Final = "The comparison is among people who were stopped; who is stopped is another question."


@dataclass(frozen=True, slots=True)
class Pair:
    """The same difference without and with controls; to be shown together."""

    unadjusted: Estimate
    adjusted: Estimate


@dataclass(frozen=True, slots=True)
class _Cells:
    table: dict[str, np.ndarray]
    events: Floats
    trials: Floats
    clusters: Texts | None
    excluded: tuple[Exclusion, ...]


def average_difference(
    table: Table,
    *,
    events: str,
    trials: str,
    group: str,
    about: About,
    controls: Sequence[Term] = (),
    clusters: str | None = None,
    per: float = 1000.0,
    unit: str = "per 1,000 stops",
    measure: str = "outcome_difference",
) -> Pair:
    """Return the average marginal difference in an outcome between the group and the reference of `about`.

    The table has one row for each cell of group, controls and cluster, with `trials` (stops) and `events` (searches,
    citations, ...). Rows of other groups, and rows without a label in a column that is used, are left out and counted.

    Raises BadTable (more events than trials, a group that is not there), and what `glm.binomial` raises.
    """
    terms = list(controls)
    cells = _cells(table, events, trials, group, about.compared(), terms, clusters)

    def one(used: Sequence[Term]) -> Estimate:
        return _difference(cells, group, used, about, (per, unit, measure))

    return Pair(unadjusted=one([]), adjusted=one(terms))


def _named(terms: Sequence[Term]) -> list[str]:
    found: list[str] = []
    for term in terms:
        found += _named([term.first, term.second]) if isinstance(term, Cross) else [term.name]
    return found


def _cells(
    table: Table,
    events: str,
    trials: str,
    group: str,
    names: tuple[str, str],
    terms: Sequence[Term],
    clusters: str | None,
) -> _Cells:
    keys = list(dict.fromkeys([group, *_named(terms), *([clusters] if clusters else [])]))
    keep, excluded = complete(table, keys)
    of = labels(table, group)[0]
    absent = [name for name in names if name not in of[keep]]
    if absent:
        raise BadTable(f"no rows of {absent}", where=f"column {group!r}", expected=f"both of {list(names)}")
    other = keep & ~np.isin(of, names)
    rows = picked(table, list(dict.fromkeys([*keys, events, trials])), keep & ~other)
    y, m = counts(rows, events).astype(float), counts(rows, trials).astype(float)
    if (y > m).any():
        raise BadTable("more events than trials", where=f"row {int((y > m).argmax()) + 1}", expected="at most as many")
    if other.any():
        excluded = (*excluded, Exclusion("of another group", int(counts(table, trials)[other].sum())))
    return _Cells(rows, y, m, labels(rows, clusters)[0] if clusters else None, excluded)


def _difference(
    cells: _Cells, group: str, terms: Sequence[Term], about: About, form: tuple[float, str, str]
) -> Estimate:
    per, unit, measure = form
    names = about.compared()
    observed, as_group, as_reference = _three(cells, group, terms, names)
    fit = glm.binomial(observed, events=cells.events, trials=cells.trials, clusters=cells.clusters)
    one, slope_one = _mean_share(fit.coef, as_group, cells.trials)
    two, slope_two = _mean_share(fit.coef, as_reference, cells.trials)
    slope = slope_one - slope_two
    of = labels(cells.table, group)[0] == names[0]
    return Estimate(
        measure=measure,
        n=int(cells.events[of].sum()),
        denominator=float(cells.trials[of].sum()),
        unit=unit,
        scale=Scale.DIFFERENCE,
        method="average marginal difference of a logistic model"
        + (f" with {', '.join(dict.fromkeys(_named(terms)))}" if terms else ", without controls")
        + (", cluster errors" if cells.clusters is not None else ""),
        assumptions=_assumptions(terms, clustered=cells.clusters is not None),
        diagnostics=facts(
            group_level=one * per,
            reference_level=two * per,
            odds_ratio=float(np.exp(fit.at(f"{group}={names[0]}")[0])),
            deviance=fit.deviance,
            df_residual=fit.df_residual,
            clusters=None if cells.clusters is None else len(np.unique(cells.clusters)),
        ),
        excluded=cells.excluded,
        data_hash=data_hash(cells.table),
        **{
            **intervals.difference(one - two, float(np.sqrt(slope @ fit.cov @ slope)), level=about.level, factor=per),
            **about.fields(),
        },
    )


def _assumptions(terms: Sequence[Term], *, clustered: bool) -> tuple[str, ...]:
    independent = CLUSTERS_INDEPENDENT if clustered else STOPS_INDEPENDENT
    controlled = (CONTROLS_ARE_FAIR,) if terms else ()
    return (AS_STOPPED, *controlled, NOTHING_LEFT_OUT, COVARIATES_FIXED, independent)


def _three(cells: _Cells, group: str, terms: Sequence[Term], names: tuple[str, str]) -> tuple[Matrix, Floats, Floats]:
    """The design as observed, and the same rows as if all were of the group, and all of the reference.

    The three are built at once, the last two with weight 0, so that categories and knots are those of the data.
    """
    rows = len(cells.trials)
    stacked = {name: np.concatenate([values] * 3) for name, values in cells.table.items()}
    of = labels(cells.table, group)[0]
    stacked[group] = np.concatenate([of, np.full(rows, names[0]), np.full(rows, names[1])])
    weights = np.concatenate([cells.trials, np.zeros(2 * rows)])
    built = matrix(stacked, [Factor(group, names[1]), *terms], weights=weights)
    parts = built.values.reshape(3, rows, -1)
    return Matrix(built.names, parts[0]), parts[1], parts[2]


def _mean_share(coef: Floats, x: Floats, trials: Floats) -> tuple[float, Floats]:
    """The mean fitted share over all stops, and its slope in the coefficients."""
    fitted = 1 / (1 + np.exp(-(x @ coef)))
    weight = trials / trials.sum()
    return float(weight @ fitted), np.asarray((weight * fitted * (1 - fitted)) @ x, dtype=np.float64)
