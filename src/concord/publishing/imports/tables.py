"""One CSV file → its rows, with every problem of its bytes, its header and its cells."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from concord.analysis.figures.partial_dates import PartialDate, parse_partial_date
from concord.publishing.imports.cells import excerpt, fault, tidy
from concord.publishing.imports.layout import Layout
from concord.publishing.imports.problems import Problem

LARGEST_FILE = 50_000_000
"""Bytes; a file beyond this is not read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its tidied cells by column, and the line it begins on. Read it only after its check."""

    file: str
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell as text, "" when empty."""
        return self.cells[column]

    def number(self, column: str) -> int | None:
        """The cell as a whole number, None when empty."""
        return int(self.cells[column]) if self.cells[column] else None

    def date(self, column: str) -> PartialDate | None:
        """The cell as a date as printed, None when empty."""
        return parse_partial_date(self.cells[column]) if self.cells[column] else None

    def yes(self, column: str) -> bool | None:
        """The cell as yes or no, None when empty."""
        return self.cells[column] == "yes" if self.cells[column] else None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file and its problems. `rows` is None when some of the file could not be parted into cells: what
    points to it is then not checked. Rows with other problems stay in it, so that one fault does not make others."""

    rows: tuple[Row, ...] | None
    problems: tuple[Problem, ...]


def read_table(folder: Path, layout: Layout) -> Table:
    """Read one file of the folder by its layout. Never raises for what the file holds."""
    text = _text(folder / layout.file, layout.file)
    if isinstance(text, Problem):
        return Table(None, (text,))
    records = _records(text, layout.file)
    first = next(records, None)
    if isinstance(first, Problem):
        return Table(None, (first,))
    header_problem = _header_problem(first[1] if first else [], layout)
    if first is None or header_problem is not None:
        return Table(None, (header_problem,) if header_problem else ())
    header = [tidy(cell) for cell in first[1]]
    rows: list[Row] = []
    problems: list[Problem] = []
    whole = True
    for record in records:
        whole = whole and not isinstance(record, Problem) and len(record[1]) == len(header)
        if isinstance(record, Problem):
            problems.append(record)
            continue
        line, cells = record
        if len(cells) != len(header):
            problems.append(Problem(layout.file, line, None, f"{len(cells)} cells", f"{len(header)} cells"))
            continue
        row = Row(layout.file, line, dict(zip(header, map(tidy, cells), strict=True)))
        problems.extend(_cell_problems(row, layout))
        rows.append(row)
    return Table(tuple(rows) if whole else None, tuple(problems))


def _text(path: Path, file: str) -> str | Problem:
    if not path.is_file():
        found = "something that is not a file" if path.exists() else "no such file"
        return Problem(file, None, None, found, "a CSV file with its header, even when it has no rows")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            return Problem(file, None, None, f"{size} bytes", f"at most {LARGEST_FILE} bytes")
        data = path.read_bytes()
    except OSError as error:
        return Problem(file, None, None, error.strerror or "an error on reading", "a file that can be read")
    if data.startswith(b"PK\x03\x04"):
        return Problem(file, None, None, "a zip archive or a spreadsheet", "CSV text (save the sheet as CSV UTF-8)")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{error.object[error.start]:02X}"
        return Problem(file, line, None, found, "text in UTF-8 (save the sheet as CSV UTF-8)")


def _records(text: str, file: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Each record with the line it begins on; empty lines are passed over; broken quoting ends the file."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Problem(
                file,
                begins,
                None,
                f"broken CSV ({error})",
                "shorter cells, each closed with the quotation mark it opens with",
            )
            return
        if cells is None:
            return
        if cells:
            yield begins, cells
        begins = reader.line_num + 1


def _header_problem(header: list[str], layout: Layout) -> Problem | None:
    names = [tidy(cell) for cell in header]
    if sorted(names) == sorted(layout.names):
        return None
    missing = [name for name in layout.names if name not in names]
    extra = [name for name in names if name not in layout.names]
    repeated = sorted({name for name in names if name in layout.names and names.count(name) > 1})
    found = [
        f"{what} {', '.join(words)}"
        for what, words in (
            ("no column", missing),
            ("an unknown column", [excerpt(name) for name in extra[:10]]),
            ("twice the column", repeated),
        )
        if words
    ]
    return Problem(layout.file, 1, None, "; ".join(found), f"the columns {','.join(layout.names)}")


def _cell_problems(row: Row, layout: Layout) -> Iterator[Problem]:
    for column in layout.columns:
        wrong = fault(row.cells[column.name], column)
        if wrong is not None:
            yield Problem(row.file, row.line, column.name, *wrong)
