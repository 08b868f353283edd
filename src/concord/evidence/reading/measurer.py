"""The process that measures a file of data: `python -m concord.evidence.reading.measurer PATH NAME`, confined as the
reader of pages is.

It writes one line {"columns", "rows"}; the other lines are as `serving` says. Hidden sheets count: what is hidden may
be what is to stay out."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from concord.evidence.reading import plain_texts, workbook
from concord.evidence.reading.pieces import Measure, Unreadable, plain
from concord.evidence.reading.serving import say, serve
from concord.evidence.reading.warnings import Warn

_MOST_ROWS = 50_000_000
_MOST_COLUMNS = 20_000
_LONGEST_NAME = 200  # characters; a longer one is cut, and differs from any that was told


def _csv(path: Path, warn: Warn) -> Iterator[tuple[int, list[str]]]:
    del warn
    return ((1, record) for record in plain_texts.records(path, _MOST_ROWS))


def _xlsx(path: Path, warn: Warn) -> Iterator[tuple[int, list[str]]]:
    return ((row.table, list(row.cells)) for row in workbook.cells(path, warn, with_hidden=True))


_READERS: Mapping[str, Callable[[Path, Warn], Iterator[tuple[int, list[str]]]]] = {"csv": _csv, "xlsx": _xlsx}


def measure(path: Path, kind: str, warn: Warn) -> Measure:
    """Measure a file; rows that hold nothing do not count. Raises Unreadable."""
    if kind not in _READERS:
        raise Unreadable("kind", "Columns and rows are counted of CSV (.csv) and Excel (.xlsx).")
    columns: dict[str, None] = {}
    rows, last = 0, 0
    for table, cells in _READERS[kind](path, warn):
        if not any(cell.strip() for cell in cells):
            continue
        if table == last:
            rows += 1
            continue
        last = table
        columns |= dict.fromkeys(plain(cell)[:_LONGEST_NAME] for cell in cells if cell.strip())
        if len(columns) > _MOST_COLUMNS:
            raise Unreadable("too-long", f"The file has more than {_MOST_COLUMNS:,} columns.")
    return Measure(tuple(columns), rows)


def main(path: Path, name: str) -> None:
    """Measure one file and say so."""

    def tell(kind: str, warn: Warn) -> None:
        found = measure(path, kind, warn)
        say(columns=found.columns, rows=found.rows)

    serve(path, name, tell)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
