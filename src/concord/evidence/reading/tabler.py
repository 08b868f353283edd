"""The process that reads the tables of one file: `python -m concord.evidence.reading.tabler PATH NAME`, confined as the
reader of pages is.

It writes a line {"table", "name", "row", "cells"} for each row; the other lines are as `serving` says."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from concord.evidence.reading import plain_texts, word, workbook
from concord.evidence.reading.pieces import Row, Unreadable, whole
from concord.evidence.reading.serving import say, serve
from concord.evidence.reading.warnings import Warn

MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 50_000  # characters


def _csv(path: Path, warn: Warn) -> Iterator[Row]:
    del warn
    for number, cells in enumerate(plain_texts.records(path), start=1):
        yield Row(1, "", number, tuple(whole(cell) for cell in cells))


_READERS: Mapping[str, Callable[[Path, Warn], Iterator[Row]]] = {
    "csv": _csv,
    "xlsx": workbook.cells,
    "docx": word.cells,
}


def rows(path: Path, kind: str, warn: Warn) -> Iterator[Row]:
    """Yield the rows of a file's tables that hold anything. Raises Unreadable."""
    if kind not in _READERS:
        raise Unreadable("kind", "Tables are read from CSV (.csv), Excel (.xlsx) and Word (.docx). Save it as one.")
    found = (row for row in _READERS[kind](path, warn) if any(row.cells))
    for count, row in enumerate(found, start=1):
        if count > MOST_ROWS:
            raise Unreadable("too-long", f"The tables have more than {MOST_ROWS:,} rows. Split the file.")
        if len(row.cells) > MOST_COLUMNS:
            raise Unreadable("too-long", f"A table has more than {MOST_COLUMNS} columns. Leave out what is not needed.")
        if max(map(len, row.cells)) > LONGEST_CELL:
            raise Unreadable("too-long", f"A cell in row {row.number} has more than {LONGEST_CELL:,} letters.")
        yield row


def main(path: Path, name: str) -> None:
    """Read one file's tables and say what is in them."""

    def tell(kind: str, warn: Warn) -> None:
        for row in rows(path, kind, warn):
            say(table=row.table, name=row.name, row=row.number, cells=row.cells)

    serve(path, name, tell)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
