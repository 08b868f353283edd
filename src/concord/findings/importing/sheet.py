"""The table of a report: read from its file by a process of its own, and kept cell by cell."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from concord.core.errors import BadInput
from concord.evidence import scanning
from concord.evidence.reading import parent
from concord.evidence.reading.pieces import Row, Unreadable
from concord.evidence.uploads import Upload, neutral_name, taken

TAKEN = ".csv, .xlsx, .docx"
_ENDINGS = tuple(TAKEN.split(", "))
_HEAD_OF = 2  # so many cells make a row of heads; a title above a table is one
_LONGEST_HEAD = 100


@dataclass(frozen=True)
class Line:
    """One row: where it stands in the file, in words, and its cells."""

    where: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The rows under one row of heads, each head once, and what of the file was not read, in sentences."""

    head: tuple[str, ...]
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()

    def pieces(self) -> Iterator[bytes]:
        """Yield it as text, a line of JSON for each row, so that it can be stored."""
        yield _piece({"head": self.head, "remarks": self.remarks})
        for line in self.lines:
            yield _piece([line.where, line.cells])


def kept(text: Iterable[str]) -> Sheet:
    """Return a table from the lines that `pieces` gave."""
    lines = iter(text)
    first = json.loads(next(lines))
    rows = (json.loads(line) for line in lines)
    return Sheet(
        tuple(first["head"]), tuple(Line(where, tuple(cells)) for where, cells in rows), tuple(first["remarks"])
    )


def read(upload: Upload) -> Sheet:
    """Read the table of a CSV, Excel or Word file. Where it has several, those under the same heads are one, and the
    one with the most rows is taken.

    Raises BadInput with the sentence that its sender needs: not such a file, damaged, infected, without a table."""
    name = neutral_name(upload.name or "")
    if not name.lower().endswith(_ENDINGS):
        raise BadInput(f"A report is read from one of: {TAKEN}. Save the table as one of these; “{name}” is none.")
    rows: list[Row] = []
    remarks: list[str] = []
    try:
        with parent.in_memory(taken(upload).chunks()) as file:
            if infection := scanning.scan(parent.place(file)):
                raise BadInput(f"The virus scanner found {infection} in the file. It was not kept.")
            for told in parent.tables(file, name):
                if isinstance(told, Row):
                    rows.append(told)
                elif isinstance(told, parent.Told) and told.warning:
                    remarks.append(told.warning)
    except Unreadable as refused:
        raise BadInput(refused.sentence) from None
    return _one(rows, remarks)


def _one(rows: Iterable[Row], remarks: list[str]) -> Sheet:
    """Return the table with the most rows, and say of the others that they were not read."""
    tables: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        tables[row.table].append(row)
    several = len(tables) > 1
    found: defaultdict[tuple[str, ...], list[Line]] = defaultdict(list)
    for number, table in tables.items():
        place = next((at for at, row in enumerate(table) if sum(map(bool, row.cells)) >= _HEAD_OF), None)
        if place is None:
            continue
        if place:
            remarks.append(f"Above the heads, not read: {_where(table[0], number, several=several)}.")
        lines = [Line(_where(row, number, several=several), row.cells) for row in table[place + 1 :]]
        found[_heads(table[place].cells)] += lines
    if not any(found.values()):
        raise BadInput("The file has no table: expected a row of heads in at least two columns, and rows under it.")
    best = max(found, key=lambda head: len(found[head]))
    remarks += [
        f"Another table with {len(lines)} rows was not read; its columns are: {', '.join(head)}."
        for head, lines in found.items()
        if head != best
    ]
    return Sheet(best, tuple(found[best]), tuple(remarks))


def _where(row: Row, table: int, *, several: bool) -> str:
    if not several:
        return f"row {row.number}"
    return f"{row.name or f'table {table}'}, row {row.number}"


def _heads(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the heads, each with a name of its own."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        first = " ".join(cell.split())[:_LONGEST_HEAD] or f"Column {number}"
        name, again = first, 1
        while name in names:
            again += 1
            name = f"{first} ({again})"
        names.append(name)
    return tuple(names)


def _piece(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
