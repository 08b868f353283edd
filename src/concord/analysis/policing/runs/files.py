"""Opens files of strangers: CSV (every column as text, so that nothing is guessed) or Parquet, read by DuckDB."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from concord.analysis.errors import BadTable
from concord.analysis.policing.schemas.mapping import Mapping as ColumnMapping
from concord.analysis.policing.schemas.tables import table as dictionary

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

PARQUET: Final = b"PAR1"
PIECE: Final = 1 << 20
MEMORY: Final = "2GB"
_LINE: Final = re.compile(r"Line: (\d+)")
KEPT_MAPPED: Final = 512 * PIECE  # bytes of a file that is mapped once


@dataclass(frozen=True, slots=True)
class File:
    """One file that was opened: what it is known by, and its rows as they are."""

    sha256: str
    size: int
    rows: int
    table: "ir.Table"


def engine() -> "BaseBackend":
    """Return an engine of its own for the files of one run, bounded in memory."""
    import ibis

    return ibis.duckdb.connect(memory_limit=MEMORY, threads=2)


def opened(path: Path, *, within: "BaseBackend | None" = None, name: str = "file") -> File:
    """Open a file under a name, within an engine or one of its own.

    Raises BadTable where it is not there, empty, or neither CSV nor Parquet."""
    import duckdb

    sha256, size, head = _looked(path)
    if not size:
        raise BadTable("the file is empty", where=path.name, expected="a row of column names, and rows")
    connection: Any = within or engine()
    try:
        if head.startswith(PARQUET):
            found = connection.con.read_parquet(str(path))
        else:
            found = connection.con.read_csv(str(path), all_varchar=True, header=True)
        found.create_view(name)
        types = connection.compiler.type_mapper
        schema = {name: types.from_string(str(kind)) for name, kind in zip(found.columns, found.types, strict=True)}
        table = _named(connection, name, schema)
        rows = int(table.count().to_pyarrow().as_py())
    except duckdb.Error as error:
        raise BadTable(_why(error), where=path.name, expected="CSV with a row of names, or Parquet") from None
    if any(not name.strip() for name in table.columns):
        raise BadTable("a column without a name", where=path.name, expected="a name for each column")
    return File(sha256, size, rows, table)


def _why(error: Exception) -> str:
    """Say which line it was, and nothing of what stands in it: the engine's own words quote the file."""
    line = _LINE.search(str(error))
    return f"line {line[1]} cannot be read" if line else f"it cannot be read ({type(error).__name__})"


def _named(connection: Any, name: str, schema: Any) -> "ir.Table":
    """Return a table of which the schema is known, so that it is not asked again."""
    import ibis

    query = ibis.table(schema, name=name).select(ibis.selectors.all())
    table: ir.Table = connection.sql(str(ibis.to_sql(query, dialect="duckdb")), schema=schema)
    return table


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file. Raises BadTable where it is not there."""
    return _looked(path)[0]


def _looked(path: Path) -> tuple[str, int, bytes]:
    if not path.is_file():
        raise BadTable("no such file", where=str(path), expected="a CSV or Parquet file")
    digest, size, head = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            head = head or piece[:4]
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size, head


def mapped(kind: str, file: File, mapping: ColumnMapping | None) -> "ir.Table":
    """Return a file under the columns of its dictionary; without a mapping its columns must have these names already.

    Raises BadTable where a required column is missing."""
    from concord.analysis.policing.schemas.applying import apply

    if mapping is not None and mapping.table != kind:
        raise BadTable(f"a mapping to {mapping.table}", where=f"file of {kind}", expected=f"a mapping to {kind}")
    plain = as_is(kind, file.table.columns) if mapping is None else mapping
    made = apply(plain, file.table)[0]
    return made if file.size > KEPT_MAPPED else _kept(kind, made)


def _kept(kind: str, made: "ir.Table") -> "ir.Table":
    """Map once and not with each question; a larger file is read again instead, so that memory stays bounded."""
    import ibis

    connection: Any = made.get_backend()
    connection.con.sql(str(ibis.to_sql(made))).create(f"mapped_{kind}")
    return _named(connection, f"mapped_{kind}", made.schema())


def as_is(kind: str, columns: "tuple[str, ...]") -> ColumnMapping:
    """Return the mapping of a file whose columns have the dictionary's own names. Raises BadTable."""
    import json

    schema = dictionary(kind)
    fields: Mapping[str, dict[str, object]] = {
        one.name: {"from": one.name} | ({"values": {each: each for each in one.values}} if one.values else {})
        for one in schema.columns
        if one.name in columns
    }
    if missing := [name for name in schema.required if name not in fields]:
        raise BadTable(
            f"no column {', '.join(missing)}",
            where=f"file of {kind}",
            expected="the dictionary's own names, or a mapping",
        )
    return ColumnMapping.read(json.dumps({"layout": "as it is", "table": kind, "source": "", "fields": fields}))
