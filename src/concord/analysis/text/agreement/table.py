"""Judgements as a table of units and coders, and the little that most coefficients need of it: how often each pattern
of judgements occurs."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.text.agreement.results import Floats, Integers

MISSING = -1
_PAIR = 2
_LARGEST_KEY, _SMALL_SPACE = 2**62, 2**16


@dataclass(frozen=True, slots=True, eq=False)
class Judgements:
    """Who judged what.

    Attributes
    ----------
    values : ndarray of int, shape (units, coders)
        The number of the category that a coder chose, or -1 where the coder did not judge the unit.
    categories : tuple
        What the numbers stand for, in order; numbers where the metric is interval or ratio.
    weights : ndarray of float, shape (units,), or None
        How much each unit counts (the length of a piece of text); None where each counts one.
    groups : ndarray of int, shape (units,), or None
        The number of the group (document, interview) that a unit belongs to; None where units are independent.
    unit : str
        What a unit is, for the names of coefficients: "unit", or "character" of a text.

    Raises
    ------
    BadTable
        The values are no table of units and coders, or name a category that is not there.
    """

    values: Integers
    categories: tuple[Hashable, ...]
    weights: Floats | None = None
    groups: Integers | None = None
    unit: str = "unit"

    def __post_init__(self) -> None:
        if self.values.ndim != _PAIR:
            raise BadTable(f"an array of shape {self.values.shape}", expected="(units, coders)")
        if self.values.size and not MISSING <= int(self.values.min()) <= int(self.values.max()) < len(self.categories):
            raise BadTable("a value that is no category", expected=f"-1 to {len(self.categories) - 1}")

    @property
    def coders(self) -> int:
        """How many coders judged anything."""
        return int((self.values != MISSING).any(axis=0).sum())


def judgements(
    rows: Sequence[Sequence[Hashable | None]],
    *,
    categories: Sequence[Hashable] | None = None,
    weights: Sequence[float] | None = None,
    groups: Sequence[Hashable] | None = None,
) -> Judgements:
    """Make a table of judgements from rows.

    Parameters
    ----------
    rows : sequence of sequences, shape (units, coders)
        The category that each coder chose; None where the coder did not judge the unit.
    categories : sequence, optional
        All categories in their order, those that nobody chose included (they count for Gwet's AC1, and the order for an
        ordinal alpha). Without it, those that occur, sorted.
    weights : sequence of float, optional
        How much each unit counts, above 0.
    groups : sequence, optional
        The document, interview or other group of each unit.

    Raises
    ------
    BadTable
        Rows of unequal length, a value that is no category, categories that cannot be sorted, a weight that is not
        above 0.
    """
    width = len(rows[0]) if rows else 0
    for number, row in enumerate(rows):
        if len(row) != width:
            raise BadTable(f"{len(row)} judgements", where=f"unit {number}", expected=f"{width}, one for each coder")
    known = tuple(categories) if categories is not None else _occurring(rows)
    numbers = {category: number for number, category in enumerate(known)}
    values = np.full((len(rows), width), MISSING, dtype=np.int64)
    for unit, row in enumerate(rows):
        for coder, value in enumerate(row):
            if value is not None:
                if value not in numbers:
                    raise BadTable(f"{value!r} is no category", where=f"unit {unit}, coder {coder}")
                values[unit, coder] = numbers[value]
    return Judgements(values, known, _weights(weights, len(rows)), _numbered(groups, len(rows)))


def _occurring(rows: Sequence[Sequence[Hashable | None]]) -> tuple[Hashable, ...]:
    found = {value for row in rows for value in row if value is not None}
    try:
        return tuple(sorted(found))  # type: ignore[type-var]  # what cannot be sorted is answered below
    except TypeError:
        raise BadTable("the values cannot be put in an order", expected="categories given in their order") from None


def _weights(weights: Sequence[float] | None, units: int) -> Floats | None:
    if weights is None:
        return None
    array = np.asarray(weights, dtype=np.float64)
    if array.shape != (units,) or not (np.isfinite(array) & (array > 0)).all():
        raise BadTable("the weights do not fit", expected=f"{units} finite numbers above 0")
    return array


def _numbered(groups: Sequence[Hashable] | None, units: int) -> Integers | None:
    if groups is None:
        return None
    if len(groups) != units:
        raise BadTable(f"{len(groups)} groups", expected=f"one for each of {units} units")
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(group, len(numbers)) for group in groups], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The distinct rows of judgements, and how often each occurs: all that a coefficient needs.

    Attributes
    ----------
    rows : ndarray of int, shape (patterns, coders)
        Each coder's category, or -1.
    counts : ndarray of float, shape (patterns, categories)
        How many coders chose each category.
    weights : ndarray of float, shape (patterns,)
        How many units (or characters) show the pattern.
    by_group : ndarray of float, shape (groups, patterns), or None
        The same for each group.
    weighted : bool
        Whether units count by a weight of their own.
    categories : tuple
        The categories, in order.
    unit : str
        What a unit is.
    """

    rows: Integers
    counts: Floats
    weights: Floats
    by_group: Floats | None
    weighted: bool
    categories: tuple[Hashable, ...]
    unit: str = "unit"

    def exact(self, name: str) -> str:
        """Return the name of a coefficient, with what its unit is where that is not a unit given beforehand."""
        return name if self.unit == "unit" else f"{name}, by {self.unit}"

    @property
    def coders(self) -> int:
        """How many coders judged anything."""
        return int((self.rows != MISSING).any(axis=0).sum())


def patterns(table: Judgements) -> Patterns:
    """Count the distinct rows of a table; units that nobody judged are left out.

    Raises
    ------
    NotEnoughData
        No unit was judged by two coders.
    """
    judged = (table.values != MISSING).any(axis=1)
    rows, which = _unique_rows(table.values[judged], len(table.categories))
    counts = np.zeros((len(rows), len(table.categories)))
    for coder in range(rows.shape[1]):
        here = np.flatnonzero(rows[:, coder] != MISSING)
        counts[here, rows[here, coder]] += 1  # a row stands once in `here`
    if not (counts.sum(axis=1) >= _PAIR).any():
        raise NotEnoughData("no unit was judged by two coders", expected="at least one")
    weights = None if table.weights is None else table.weights[judged]
    by_group = None
    if table.groups is not None:
        groups = np.unique(table.groups[judged], return_inverse=True)[1]
        size = (int(groups.max()) + 1, len(rows))
        cells = np.bincount(groups * size[1] + which, weights=weights, minlength=size[0] * size[1])
        by_group = cells.reshape(size).astype(np.float64)
    totals = np.bincount(which, weights=weights, minlength=len(rows)).astype(np.float64)
    return Patterns(rows, counts, totals, by_group, weights is not None, table.categories, table.unit)


def _unique_rows(values: Integers, width: int) -> tuple[Integers, Integers]:
    """Return the distinct rows, and for each row which of them it is."""
    base = width + 1
    space = base ** values.shape[1]
    if space >= _LARGEST_KEY:
        unique, which = np.unique(values, axis=0, return_inverse=True)
        return unique, which.reshape(-1).astype(np.int64)
    keys = np.zeros(len(values), dtype=np.int64)
    for coder in range(values.shape[1]):
        keys = keys * base + values[:, coder] + 1
    if space > _SMALL_SPACE:
        distinct, which = np.unique(keys, return_inverse=True)
    else:  # no need to sort
        distinct = np.flatnonzero(np.bincount(keys, minlength=1))
        place = np.zeros(space, dtype=np.int64)
        place[distinct] = np.arange(len(distinct))
        which = place[keys]
    digits = [distinct // base**power % base for power in range(values.shape[1])][::-1]
    return np.stack(digits, axis=1).astype(np.int64) - 1, which.astype(np.int64)


def numbers_of(categories: tuple[Hashable, ...], *, metric: str) -> Floats:
    """Return categories as numbers, for a metric that calculates with them.

    Raises
    ------
    BadArgument
        A category is no number, or is below 0 where the metric is ratio.
    """
    for category in categories:
        if isinstance(category, bool) or not isinstance(category, int | float) or not np.isfinite(category):
            raise BadArgument(f"the category {category!r} is no number", where=metric, expected="numbers")
        if metric == "ratio" and category < 0:
            raise BadArgument(f"the category {category!r} is below 0", where=metric, expected="0 or more")
    return np.array(categories, dtype=np.float64)
