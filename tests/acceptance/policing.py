"""Where the published data and results of policing lie, and how they are read."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import numpy as np

from concord.analysis.policing.schemas.applying import apply
from concord.analysis.policing.schemas.mapping import layout

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CONCORD_SHARED_DATA", ROOT.parent / "shared" / "data"))
DATA = SHARED / "policing"


@cache
def expected(name: str) -> Any:
    """Return the published results of one study."""
    return json.loads((DATA / "expected.json").read_text())[name]


def table(path: str, *, folder: Path = DATA) -> ir.Table:
    """Return a file as an Ibis table, on the engine that all share."""
    with duckdb.connect() as engine:
        place = str(folder / path)
        parquet = path.endswith(".parquet")
        rows = engine.read_parquet(place) if parquet else engine.read_csv(place, na_values=["", "NA"])
        return ibis.memtable(rows.to_arrow_table())


def columns(rows: ir.Table) -> dict[str, np.ndarray]:
    """Return the columns of a table as arrays, numbers that are missing as NaN."""
    found = rows.to_pyarrow()
    return {name: found.column(name).to_numpy(zero_copy_only=False) for name in found.column_names}


def mapped(name: str, rows: ir.Table) -> ir.Table:
    """Return rows under the columns of the dictionary that a shipped layout leads to."""
    return apply(layout(name), rows)[0]


def count(rows: ir.Table, where: Any = None) -> int:
    """Return how many rows there are (for which a condition holds)."""
    return int(rows.count(where=where).to_pyarrow().as_py())
