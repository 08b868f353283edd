"""Columns of a table, read strictly: what is missing is counted, what is impossible is refused.

A table is anything with named columns: a mapping of arrays, a data frame. Methods run on grouped counts, so that an
agency can share counts instead of records.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from concord.analysis.errors import BadTable
from concord.analysis.policing.estimate import Exclusion

Table: TypeAlias = Mapping[str, Any]
Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Texts: TypeAlias = npt.NDArray[np.str_]


def column(table: Table, name: str) -> npt.NDArray[Any]:
    """Return one column as an array of one dimension; BadTable names the columns that are there."""
    if name not in table:
        raise BadTable(f"no column {name!r}", where="table", expected=f"one of {sorted(map(str, table))}")
    values = np.asarray(table[name])
    if values.ndim != 1:
        raise BadTable(f"column {name!r} has {values.ndim} dimensions", where="table", expected="one value a row")
    return values


def same_length(table: Table, names: Sequence[str]) -> int:
    """Return the number of rows; BadTable if the named columns differ in length or there is no row."""
    sizes = {name: len(column(table, name)) for name in names}
    if len(set(sizes.values())) != 1:
        raise BadTable(f"columns of different length {sizes}", where="table", expected="one length")
    rows = next(iter(sizes.values()))
    if rows == 0:
        raise BadTable("no rows", where="table", expected="at least one row")
    return rows


def counts(table: Table, name: str) -> Ints:
    """Return a column of whole numbers of 0 or more; BadTable names the first row that is none."""
    numbers_ = numbers(table, name)
    bad = ~np.isfinite(numbers_) | (numbers_ < 0) | (numbers_ != np.floor(numbers_))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise BadTable(
            f"{numbers_[row]:g} in column {name!r}",
            where=f"row {row + 1}",
            expected="a whole number, 0 or more",
        )
    return numbers_.astype(np.int64)


def numbers(table: Table, name: str) -> Floats:
    """Return a column of numbers, missing ones as NaN; BadTable if it holds text, dates or nothing numeric."""
    values = column(table, name)
    if values.dtype.kind == "O":
        values = np.array([np.nan if _is_missing(value) else value for value in values.tolist()])
    if values.dtype.kind not in "iufb":
        raise BadTable(f"column {name!r} holds {values.dtype}", where="table", expected="numbers")
    return values.astype(np.float64)


def labels(table: Table, name: str) -> tuple[Texts, Bools]:
    """Return a column as text, and which rows are missing (None, NaN, NaT, NA or an empty text)."""
    values = column(table, name)
    if values.dtype.kind == "f":
        missing = np.isnan(values)
    elif values.dtype.kind in "mM":
        missing = np.isnat(values)
    elif values.dtype.kind == "O":
        missing = np.array([_is_missing(value) for value in values.tolist()], dtype=bool)
    else:
        missing = np.zeros(len(values), dtype=bool)
    texts = np.where(missing, "", values.astype(str)).astype(str)
    return texts, missing | (texts == "")


def _is_missing(value: object) -> bool:
    return value is None or type(value).__name__ in {"NAType", "NaTType"} or value != value  # noqa: PLR0124 - NaN


def complete(table: Table, names: Sequence[str]) -> tuple[Bools, tuple[Exclusion, ...]]:
    """Return the rows that have a label in every named column, and how many rows each column takes away."""
    keep = np.ones(same_length(table, names), dtype=bool)
    excluded = []
    for name in names:
        missing = labels(table, name)[1] & keep
        if missing.any():
            excluded.append(Exclusion(f"no value in {name!r}", int(missing.sum())))
        keep &= ~missing
    return keep, tuple(excluded)


def picked(table: Table, names: Sequence[str], rows: Bools) -> dict[str, npt.NDArray[Any]]:
    """Return the named columns, of the rows that are True."""
    return {name: column(table, name)[rows] for name in names}


def tally(keys: Table, sums: Table) -> dict[str, npt.NDArray[Any]]:
    """Add up `sums` within each combination of `keys`; the result is sorted by the keys, so row order is no matter."""
    names = list(keys)
    same_length({**keys, **sums}, [*names, *sums])
    levels, codes = zip(*(np.unique(column(keys, name), return_inverse=True) for name in names), strict=True)
    flat = np.ravel_multi_index(codes, tuple(len(level) for level in levels))
    cells, inverse = np.unique(flat, return_inverse=True)
    where = np.unravel_index(cells, tuple(len(level) for level in levels))
    grouped: dict[str, npt.NDArray[Any]] = {
        name: level[place] for name, level, place in zip(names, levels, where, strict=True)
    }
    for name in sums:
        grouped[name] = np.bincount(inverse, weights=numbers(sums, name), minlength=len(cells))
    return grouped
