"""The process that measures a file of data: `python -m concord.evidence.reading.measurer PATH NAME`, confined as the
reader of pages is.

It writes one line {"columns", "places", "rows"}; the other lines are as `serving` says. Hidden sheets count: what is
hidden may be what is to stay out."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from concord.evidence.reading import guard, parquet, plain_texts, workbook
from concord.evidence.reading.pieces import Measure, Unreadable, plain
from concord.evidence.reading.serving import say, serve
from concord.evidence.reading.warnings import Warn

_PARQUET = "parquet"
_MOST_ROWS = 50_000_000
_MOST_COLUMNS = 20_000
_LONGEST_NAME = 200  # characters; a longer one is cut, and differs from any that was told


_Cells = Iterator[tuple[int, int, list[str]]]  # the table, the row, and its cells


def _csv(path: Path, warn: Warn) -> _Cells:
    del warn
    return ((1, number, record) for number, record in enumerate(plain_texts.records(path, _MOST_ROWS), start=1))


def _xlsx(path: Path, warn: Warn) -> _Cells:
    return ((row.table, row.number, list(row.cells)) for row in workbook.cells(path, warn, with_hidden=True))


_READERS: Mapping[str, Callable[[Path, Warn], _Cells]] = {"csv": _csv, "xlsx": _xlsx}


def measure(path: Path, kind: str, warn: Warn) -> Measure:
    """Measure a file; of a table rows that hold nothing do not count. Raises Unreadable."""
    if kind == _PARQUET:
        return parquet.measure(path)
    if kind not in _READERS:
        raise Unreadable("kind", "Columns and rows are counted of CSV (.csv), Excel (.xlsx) and Parquet (.parquet).")
    columns: dict[str, str] = {}
    rows, last = 0, 0
    for table, row, cells in _READERS[kind](path, warn):
        if not any(cell.strip() for cell in cells):
            continue
        if table == last:
            rows += 1
            continue
        last = table
        for number, cell in enumerate(cells, start=1):
            if cell.strip():
                columns.setdefault(plain(cell)[:_LONGEST_NAME], f"table {table}, row {row}, column {number}")
        if len(columns) > _MOST_COLUMNS:
            raise Unreadable("too-long", f"The file has more than {_MOST_COLUMNS:,} columns.")
    return Measure(tuple(columns), tuple(columns.values()), rows)


def main(path: Path, name: str) -> None:
    """Measure one file and say so."""

    def tell(kind: str, warn: Warn) -> None:
        found = measure(path, kind, warn)
        say(columns=found.columns, places=found.places, rows=found.rows)

    is_parquet = name.strip().lower().endswith(f".{_PARQUET}")  # no document is of that kind
    serve(path, name, tell, parquet.inspect if is_parquet else guard.inspect)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
