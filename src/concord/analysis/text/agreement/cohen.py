"""Cohen's kappa of two coders, and of each two among several."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.text.agreement.resample import around
from concord.analysis.text.agreement.results import NO_VARIATION, Coefficient, Floats
from concord.analysis.text.agreement.table import MISSING, Judgements, Patterns

SOURCE = "Cohen (1960), Educational and Psychological Measurement 20; standard error: Fleiss, Cohen & Everitt (1969)"
_TWO = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two coders, by their numbers in the table, and their kappa; None where they share no unit."""

    first: int
    second: int
    kappa: Coefficient | None


def cohen_kappa(found: Patterns) -> Coefficient:
    """Return Cohen's kappa of two coders, on the units that both judged.

    Raises
    ------
    BadArgument
        There are not two coders: `pair` picks two of several, and `cohen_pairs` shows all.
    NotEnoughData
        They share no unit.

    References
    ----------
    Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20, 37-46.
    Fleiss, Cohen & Everitt (1969), Large sample standard errors of kappa and weighted kappa, Psychological Bulletin 72,
    323-327, equation 13.
    """
    cells = contingency(found)
    units = float(cells.sum())
    if not units:
        raise NotEnoughData("the two coders share no unit", expected="at least one")
    shares = cells / units
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float(np.trace(shares)), float(rows @ columns)
    value = None if expected >= 1 else (observed - expected) / (1 - expected)
    error = None if value is None or found.weighted or units < _TWO else _error(shares, value, expected, units)
    return Coefficient(
        name=found.exact("Cohen's kappa"),
        value=value,
        observed=observed,
        expected=expected,
        units=units,
        coders=_TWO,
        judgements=2 * units,
        standard_error=error,
        interval=around(value or 0.0, error, degrees=round(units) - 1) if error is not None else None,
        source=SOURCE,
        undefined="" if value is not None else NO_VARIATION,
    )


def cohen_null_error(found: Patterns) -> float:
    """Return the standard error that Cohen's kappa would have if the two agreed by chance alone: for a test, not for an
    interval (Fleiss, Cohen & Everitt 1969, equation 14).

    Raises
    ------
    NotEnoughData
        They share no unit, or there is no variation.
    """
    cells = contingency(found)
    units = float(cells.sum())
    rows, columns = (cells.sum(axis=1) / units, cells.sum(axis=0) / units) if units else (cells[0], cells[0])
    expected = float(rows @ columns)
    if not units or expected >= 1:
        raise NotEnoughData(NO_VARIATION if units else "the two coders share no unit")
    spread = expected + expected**2 - float((rows * columns * (rows + columns)).sum())
    return float(np.sqrt(spread / units)) / (1 - expected)


def contingency(found: Patterns) -> Floats:
    """Return how often the first coder chose the row and the second the column, shape (categories, categories)."""
    if found.rows.shape[1] != _TWO:
        raise BadArgument(f"Cohen's kappa of {found.rows.shape[1]} coders", expected="two; see cohen_pairs")
    width = len(found.categories)
    both = (found.rows != MISSING).all(axis=1)
    cells = np.zeros((width, width))
    np.add.at(cells, (found.rows[both, 0], found.rows[both, 1]), found.weights[both])
    return cells


def pair(table: Judgements, first: int, second: int) -> Judgements:
    """Return the table of two of the coders, by their numbers from 0."""
    return replace(table, values=table.values[:, [first, second]])


def pair_patterns(found: Patterns, first: int, second: int) -> Patterns:
    """Return the patterns as two of the coders made them."""
    return replace(found, rows=found.rows[:, [first, second]])


def cohen_pairs(found: Patterns) -> tuple[Pair, ...]:
    """Return Cohen's kappa of each two coders, in order."""
    return tuple(_pairs(found))


def _pairs(found: Patterns) -> Iterator[Pair]:
    for first, second in combinations(range(found.rows.shape[1]), 2):
        try:
            yield Pair(first, second, cohen_kappa(pair_patterns(found, first, second)))
        except NotEnoughData:
            yield Pair(first, second, None)


def light_kappa(found: Patterns) -> float | None:
    """Return the plain mean of Cohen's kappa over the pairs of coders for whom it exists; None where there is none.

    References
    ----------
    Light (1971), Measures of response agreement for qualitative data, Psychological Bulletin 76, 365-377.
    """
    values = [p.kappa.value for p in _pairs(found) if p.kappa is not None and p.kappa.value is not None]
    return float(np.mean(values)) if values else None


def _error(shares: Floats, value: float, expected: float, units: float) -> float:
    """Return the standard error of Fleiss, Cohen & Everitt (1969), equation 13."""
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    lost = 1 - value
    on = float((np.diag(shares) * (1 - (rows + columns) * lost) ** 2).sum())
    margins = (columns[:, None] + rows[None, :]) ** 2
    off = lost**2 * float((shares * margins).sum() - (np.diag(shares) * np.diag(margins)).sum())
    rest = (value - expected * lost) ** 2
    return float(np.sqrt(max(0.0, on + off - rest) / units)) / (1 - expected)


def of_table(cells: Sequence[Sequence[int]], *, categories: tuple[Hashable, ...] | None = None) -> Patterns:
    """Return the patterns of a printed cross-table of two coders: `cells[row][column]` units.

    Raises
    ------
    BadArgument
        The table is not square, or a cell is below 0.
    """
    array = np.array(cells, dtype=np.int64)
    if array.ndim != _TWO or array.shape[0] != array.shape[1] or (array < 0).any():
        raise BadArgument("a cross-table that is not square, or holds less than 0", expected="categories × categories")
    rows = np.argwhere(array > 0)
    counts = np.zeros((len(rows), len(array)))
    np.add.at(counts, (np.arange(len(rows)), rows[:, 0]), 1)
    np.add.at(counts, (np.arange(len(rows)), rows[:, 1]), 1)
    weights = array[array > 0].astype(np.float64)
    return Patterns(rows, counts, weights, None, False, categories or tuple(range(len(array))))
