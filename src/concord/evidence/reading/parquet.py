"""Parquet by its footer alone: the names of its columns, and how many rows it has. No row is read."""

from pathlib import Path

from concord.evidence.reading.guard import Inspected
from concord.evidence.reading.kinds import MB
from concord.evidence.reading.pieces import Measure, Unreadable, plain

_MAGIC, _SEALED = b"PAR1", b"PARE"
_TAIL = 8  # the footer's length in four bytes, and the magic word
_LONGEST_FOOTER = 16 * MB
_MOST_COLUMNS = 20_000
_LONGEST_NAME = 200  # as of other tables


def inspect(path: Path, name: str) -> Inspected:
    """Judge by its first and last bytes that a file is Parquet. Raises Unreadable."""
    del name
    with path.open("rb") as file:
        begins = file.read(len(_MAGIC))
        file.seek(max(0, path.stat().st_size - len(_MAGIC)))
        ends = file.read()
    if _SEALED in (begins, ends):
        raise Unreadable("encrypted", "The Parquet file is encrypted. Save it anew without a key and send that.")
    if not begins == ends == _MAGIC:
        raise Unreadable(
            "wrong-ending", "The name says Parquet, but the file is something else. Send it under its own name."
        )
    return Inspected("parquet")


def measure(path: Path) -> Measure:
    """Return the columns of a file, of those that hold others their own names alone, and its rows. Raises
    Unreadable."""
    # 70 MB and a third of a second, for files of this kind alone
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    _require_short(path)
    try:
        with ParquetFile(path) as file:
            names, rows = file.schema_arrow.names, file.metadata.num_rows
    except MemoryError:
        raise
    except (ArrowException, OSError, ValueError) as error:
        raise _damaged() from error
    if rows < 0:
        raise _damaged()
    if len(names) > _MOST_COLUMNS:
        raise Unreadable("too-long", f"The file has more than {_MOST_COLUMNS:,} columns.")
    columns: dict[str, str] = {}
    for place, name in enumerate(names, start=1):
        columns[plain(name)[:_LONGEST_NAME]] = f"column {place}"
    return Measure(tuple(columns), tuple(columns.values()), rows)


def _require_short(path: Path) -> None:
    """Raise Unreadable where the footer, which is read whole, is longer than one should be."""
    size = path.stat().st_size
    if size < _TAIL + len(_MAGIC):
        raise _damaged()
    with path.open("rb") as file:
        file.seek(size - _TAIL)
        if int.from_bytes(file.read(4), "little") > _LONGEST_FOOTER:
            raise Unreadable("too-long", "The Parquet file says more of itself than is read. Split it.")


def _damaged() -> Unreadable:
    return Unreadable("damaged", "The Parquet file is damaged or cut off. Save it anew and send that.")
