"""Design matrices from a few plain terms: categories, numbers, natural splines, and products of terms.

The natural spline spans the space of cubic splines that are straight beyond the outer knots, with inner knots at the
quantiles of the values (each stop counts once): the space of ``splines::ns`` in R, so coefficients of other terms
agree. Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., section 5.2.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.tables import Floats, Table, labels, numbers, same_length


@dataclass(frozen=True, slots=True)
class Factor:
    """One indicator for each category but the reference (the first in order, unless named)."""

    name: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is, less `centre` (which changes the intercept only)."""

    name: str
    centre: float = 0.0


@dataclass(frozen=True, slots=True)
class Spline:
    """A natural cubic spline with `df` columns: df - 1 inner knots at quantiles weighted by the trials."""

    name: str
    df: int = 6


@dataclass(frozen=True, slots=True)
class Cross:
    """The products of two terms' columns (their own columns are not included)."""

    first: "Term"
    second: "Term"


Term = Factor | Number | Spline | Cross


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns with names; `values` has the shape (rows, columns), the intercept first."""

    names: tuple[str, ...]
    values: Floats = field(repr=False)


def matrix(table: Table, terms: Sequence[Term], *, weights: Floats) -> Matrix:
    """Return the design matrix of an intercept and `terms`. `weights` (trials a row) place the knots of splines."""
    same_length(table, _columns(terms))
    names, parts = ["intercept"], [np.ones((len(weights), 1))]
    for term in terms:
        more, values = _term(table, term, weights)
        names += more
        parts.append(values)
    return Matrix(tuple(names), np.hstack(parts))


def _columns(terms: Sequence[Term]) -> list[str]:
    found: list[str] = []
    for term in terms:
        found += _columns([term.first, term.second]) if isinstance(term, Cross) else [term.name]
    return found


def _term(table: Table, term: Term, weights: Floats) -> tuple[list[str], Floats]:
    if isinstance(term, Factor):
        return _factor(table, term)
    if isinstance(term, Cross):
        one, first = _term(table, term.first, weights)
        two, second = _term(table, term.second, weights)
        product = (first[:, :, None] * second[:, None, :]).reshape(len(weights), -1)
        return [f"{a}:{b}" for a in one for b in two], product
    values = numbers(table, term.name)
    if not np.isfinite(values).all():
        raise BadTable(f"missing or infinite values in {term.name!r}", where="design", expected="numbers in every row")
    if isinstance(term, Number):
        return [term.name], (values - term.centre)[:, None]
    basis = natural_spline(values, knots=spline_knots(values, df=term.df, weights=weights))
    return [f"{term.name} spline {k + 1}" for k in range(term.df)], basis


def _factor(table: Table, term: Factor) -> tuple[list[str], Floats]:
    texts, missing = labels(table, term.name)
    if missing.any():
        raise BadTable(f"{int(missing.sum())} rows without {term.name!r}", where="design", expected="a label in each")
    levels = np.unique(texts).tolist()
    base = levels[0] if term.reference is None else term.reference
    if base not in levels:
        raise BadArgument(f"reference {base!r} of {term.name!r}", where="design", expected=f"one of {levels}")
    rest = [level for level in levels if level != base]
    values = (texts[:, None] == np.array(rest, dtype=str)[None, :]).astype(np.float64).reshape(len(texts), len(rest))
    return [f"{term.name}={level}" for level in rest], values


def weighted_quantile(values: Floats, shares: Floats, *, weights: Floats) -> Floats:
    """Return quantiles (R's type 7) of `values` repeated `weights` times each, without repeating them."""
    order = np.argsort(values, kind="stable")
    ordered, until = values[order], np.cumsum(weights[order])
    place = shares * (until[-1] - 1)
    below = np.searchsorted(until, np.floor(place), side="right")
    above = np.searchsorted(until, np.ceil(place), side="right")
    part = place - np.floor(place)
    quantiles: Floats = ordered[below] * (1 - part) + ordered[above] * part
    return quantiles


def spline_knots(values: Floats, *, df: int, weights: Floats) -> Floats:
    """Return the outer and inner knots, shape (df + 1,). NotEnoughData if the values are too few to tell them apart."""
    if df < 1:
        raise BadArgument(f"df is {df}", where="natural spline", expected="1 or more")
    used = weights > 0
    inner = weighted_quantile(values[used], np.arange(1, df) / df, weights=weights[used])
    knots = np.concatenate([[values[used].min()], inner, [values[used].max()]])
    if (np.diff(knots) <= 0).any():
        raise NotEnoughData(f"knots {knots.tolist()} coincide", where="natural spline", expected="more distinct values")
    return knots


def natural_spline(values: Floats, *, knots: Floats) -> Floats:
    """Return the basis, shape (rows, len(knots) - 1), without a constant. The values are scaled to the knots' range."""
    low, high = knots[0], knots[-1]
    x, scaled = (values - low) / (high - low), (knots - low) / (high - low)

    def bend(k: int) -> Floats:
        """The truncated cubic at knot k, made straight beyond the last knot."""
        start = np.clip(x - scaled[k], 0, None) ** 3
        end = np.clip(x - scaled[-1], 0, None) ** 3
        bent: Floats = (start - end) / (scaled[-1] - scaled[k])
        return bent

    last = bend(len(knots) - 2)
    return np.column_stack([x, *(bend(k) - last for k in range(len(knots) - 2))])
