"""From a mapped file to grouped counts, with every row that is left out counted under its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from concord.analysis.errors import BadTable
from concord.analysis.policing.estimate import Estimate, Exclusion
from concord.analysis.policing.tables import Table

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Grouped:
    """Counts by group, sorted by the keys; `left_out` counts rows."""

    table: Table
    left_out: tuple[Exclusion, ...]

    def of(self, column: str, **where: str) -> int:
        """Return the sum of a column over the cells in which each key has its value."""
        mask = np.ones(len(self.table[column]), bool)
        for name, value in where.items():
            mask &= self.table[name] == value
        return int(self.table[column][mask].sum())

    def noted(self, estimate: Estimate) -> Estimate:
        """Return the estimate with what was left out before counting in front of what it left out itself."""
        return replace(estimate, excluded=(*self.left_out, *estimate.excluded))


def compile_groups(table: "ir.Table", keys: Sequence[str], *, flags: Mapping[str, str] | None = None) -> "ir.Table":
    """Return the counts of `grouped` as one lazy Ibis expression, which runs on any engine of Ibis: a row for each
    group with `n` and the sums of the flags."""
    sums: dict[str, Any] = {name: table[flag].sum().fill_null(0) for name, flag in (flags or {}).items()}
    named = {name: table[name].cast("string") for name in keys}
    return table.group_by(**named).aggregate(n=table.count(), **sums).order_by(list(keys))


def grouped(
    table: "ir.Table", keys: Sequence[str], *, flags: Mapping[str, str] | None = None, known: Sequence[str] = ()
) -> Grouped:
    """Count rows (`n`) and raised flags by keys.

    Parameters
    ----------
    table
        One row an event, mapped.
    keys
        Columns to group by; rows without a value in one are left out.
    flags
        Name of the sum to the column of the flag.
    known
        Further columns without which a row is left out (a flag that nobody filled in is not a "no").

    Raises
    ------
    BadTable
        If a column is missing, or no row is left.
    """
    wanted = [*keys, *known, *(flags or {}).values()]
    if missing := [name for name in wanted if name not in table.columns]:
        raise BadTable(f"no column {', '.join(missing)}", where="file", expected=f"one of {', '.join(table.columns)}")
    left_out, rest = [], table
    for name in dict.fromkeys([*keys, *known]):
        here = rest[name].notnull()
        gone = int(rest.count(where=~here).to_pyarrow().as_py())
        if gone:
            left_out.append(Exclusion(f"{name.replace('_', ' ')} not recorded", gone))
        rest = rest.filter(here)
    found = compile_groups(rest, keys, flags=flags).to_pyarrow()
    if not found.num_rows:
        raise BadTable("no row is left", where="file", expected=f"rows with {', '.join(dict.fromkeys(wanted))}")
    columns = {name: found.column(name).to_numpy(zero_copy_only=False) for name in found.column_names}
    made = {name: values.astype(str) if name in keys else values.astype(np.int64) for name, values in columns.items()}
    return Grouped(made, tuple(left_out))


def columns(table: "ir.Table", names: Sequence[str], *, order: Sequence[str] = ()) -> dict[str, np.ndarray]:
    """Return columns as arrays in a fixed order of rows. Raises BadTable where one is missing."""
    if missing := [name for name in names if name not in table.columns]:
        raise BadTable(f"no column {', '.join(missing)}", where="file", expected=f"one of {', '.join(table.columns)}")
    found = table.select(*names).order_by(list(order or names)).to_pyarrow()
    return {name: found.column(name).to_numpy(zero_copy_only=False) for name in names}
