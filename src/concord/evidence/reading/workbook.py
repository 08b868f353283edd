"""Excel (.xlsx): each sheet is read row by row, never laid out as a table, so that two cells at the far ends of a
sheet cost no more than two cells. A row is one paragraph: its cells with a bar between. Hidden sheets are left out."""

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from concord.evidence.reading import markup
from concord.evidence.reading.pieces import Collector, Page, Row, Unreadable, whole
from concord.evidence.reading.warnings import Warn

ROWS = 100  # on a page
MOST_ROWS = 200_000
_LONGEST_STRINGS = 40_000_000  # letters of all shared texts
_DATES = frozenset({*range(14, 23), *range(45, 48)})
_PERCENTS = frozenset({9, 10})
_LAST_COLUMN = 16_384  # of any sheet
_OF_A_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_NO_PLACEHOLDER = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DIGITS = 9
_BOOK = "xl/workbook.xml"


class _Reader:
    """Everything that is known of one workbook while its sheets are read."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        """Read what the sheets refer to: texts, formats of dates, names and states of sheets."""
        self.file = file
        self.names = set(file.namelist())
        self.strings: list[str] = []
        self.formats: dict[int, str] = {}
        self.dates: list[bool] = []
        self.percents: list[bool] = []
        self.sheets: list[tuple[str, str, bool]] = []  # name, part, hidden
        self.from_1904 = False
        self._strings()
        self._styles()
        self._book()

    def _part(self, name: str, starts: markup.Starts, ends: markup.Ends = lambda _: None,
              says: markup.Says = lambda _: None) -> None:  # fmt: skip
        if name in self.names:
            with self.file.open(name) as part:
                for _ in markup.walk(part, starts=starts, ends=ends, says=says):
                    pass

    def _strings(self) -> None:
        held: list[str] = []
        within: list[str] = []
        letters = 0

        def ends(name: str) -> None:
            if name == "si":
                self.strings.append("".join(held))
                held.clear()
            if within and within[-1] == name:
                within.pop()

        def says(text: str) -> None:
            nonlocal letters
            if within == ["t"]:
                letters += len(text)
                if letters > _LONGEST_STRINGS:
                    raise Unreadable(
                        "too-long", "The workbook holds more than 40 million letters. Save its sheets as CSV."
                    )
                held.append(text)

        def starts(name: str, _: dict[str, str]) -> None:
            if name in ("t", "rPh"):
                within.append(name)

        self._part("xl/sharedStrings.xml", starts, ends, says)

    def _styles(self) -> None:
        of_cells = False

        def starts(name: str, attributes: dict[str, str]) -> None:
            nonlocal of_cells
            if name == "numFmt":
                self.formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            elif name in ("cellXfs", "cellStyleXfs"):
                of_cells = name == "cellXfs"
            elif name == "xf" and of_cells:
                number = _number(attributes.get("numFmtId"))
                self.dates.append(self._is_date(number))
                self.percents.append(number in _PERCENTS or "%" in self.formats.get(number, ""))

        def ends(name: str) -> None:
            nonlocal of_cells
            of_cells = of_cells and name != "cellXfs"

        self._part("xl/styles.xml", starts, ends)

    def _is_date(self, number: int) -> bool:
        code = _NO_PLACEHOLDER.sub("", self.formats.get(number, ""))
        return number in _DATES or bool(_OF_A_DATE.search(code))

    def _book(self) -> None:
        targets: dict[str, str] = {}

        def relation(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

        def sheet(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self.from_1904 = attributes.get("date1904") in ("1", "true")
            elif name == "sheet":
                hidden = attributes.get("state", "visible") != "visible"
                self.sheets.append((attributes.get("name", ""), targets.get(attributes.get("id", ""), ""), hidden))

        self._part("xl/_rels/workbook.xml.rels", relation)
        self._part(_BOOK, sheet)

    def value(self, kind: str, style: int, text: str) -> str:
        """Return a cell as a person sees it."""
        if kind == "s":
            place = _number(text)
            return self.strings[place] if 0 <= place < len(self.strings) else ""
        if kind == "b":
            return "yes" if text == "1" else "no"
        if kind in ("str", "inlineStr", "e", "d") or not text:
            return text
        return self._moment(text) if 0 <= style < len(self.dates) and self.dates[style] else text

    def _moment(self, text: str) -> str:
        try:
            first = datetime(1904, 1, 1) if self.from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zone
            found = first + timedelta(seconds=round(float(text) * 86_400))
        except (ValueError, OverflowError):
            return text
        return found.date().isoformat() if not (found.hour or found.minute or found.second) else found.isoformat(" ")


class _Sheet:
    """One sheet as it is read."""

    def __init__(self, book: _Reader, out: Collector) -> None:
        """Give rows to a collector."""
        self.book, self.out = book, out
        self.row: list[str] = []
        self.text: list[str] = []
        self.kind, self.style, self.in_value = "", -1, False
        self.rows = 0

    def starts(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of a mark."""
        if name == "c":
            self.kind, self.style = attributes.get("t", "n"), _number(attributes.get("s"))
            self.text = []
        elif name in ("v", "t"):
            self.in_value = True

    def ends(self, name: str) -> None:
        """Take the end of a mark."""
        if name in ("v", "t"):
            self.in_value = False
        elif name == "c":
            if value := self.book.value(self.kind, self.style, "".join(self.text)).strip():
                self.row.append(value)
        elif name == "row":
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise Unreadable(
                    "too-long", f"A sheet has more than {MOST_ROWS:,} rows. Register the table as a data set."
                )
            self.out.add(" | ".join(self.row))
            self.row = []

    def says(self, text: str) -> None:
        """Take text."""
        if self.in_value:
            self.text.append(text)


class _Placed(_Sheet):
    """One sheet as it is read, each cell in its column: an empty one in between stays empty."""

    def __init__(self, book: _Reader, table: int, name: str) -> None:
        """Keep rows until they are taken."""
        super().__init__(book, Collector())
        self.table, self.name = table, name
        self.ready: list[Row] = []
        self.at: dict[int, str] = {}
        self.column = self.number = 0

    def starts(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of a mark."""
        super().starts(name, attributes)
        if name == "row":
            told = _number(attributes.get("r"))
            self.number, self.column, self.at = max(self.number + 1, told), 0, {}
        elif name == "c":
            self.column = _column(attributes.get("r", "")) or self.column + 1

    def ends(self, name: str) -> None:
        """Take the end of a mark."""
        if name == "c" and (value := whole(self._shown("".join(self.text)))):
            self.at[self.column] = value
        elif name == "row" and self.at:
            cells = tuple(self.at.get(place, "") for place in range(1, max(self.at) + 1))
            self.ready.append(Row(self.table, self.name, self.number, cells))
        elif name in ("v", "t"):
            self.in_value = False

    def _shown(self, text: str) -> str:
        """Return a cell as a person sees it, who sees 2.1 where 2.1000000000000001 is kept."""
        shown = self.book.value(self.kind, self.style, text)
        if self.kind != "n" or shown != text or not text:
            return shown
        try:
            number = float(text)
        except ValueError:
            return text
        of_hundred = 0 <= self.style < len(self.book.percents) and self.book.percents[self.style]
        return f"{number * 100:.15g}%" if of_hundred else f"{number:.15g}"


def _shown_sheets(book: _Reader, warn: Warn, *, with_hidden: bool = False) -> Iterator[tuple[str, str]]:
    """Yield name and part of the sheets that are not hidden, or of all."""
    for name, part, hidden in book.sheets:
        if hidden and not with_hidden:
            warn("A hidden sheet was left out.")
        elif part in book.names and PurePosixPath(part).suffix == ".xml":
            yield name, part


def read(path: Path, warn: Warn) -> Iterator[Page]:
    """Yield pages of a hundred rows, each sheet beginning a page with its name. Raises Unreadable."""
    out = Collector(size=ROWS)
    with markup.opened(path) as file:
        book = _Reader(file)
        for name, part in _shown_sheets(book, warn):
            out.turn()
            out.add(f"Sheet: {name}")
            sheet = _Sheet(book, out)
            with file.open(part) as opened:
                for _ in markup.walk(opened, starts=sheet.starts, ends=sheet.ends, says=sheet.says):
                    yield from out.take()
    out.turn()
    yield from out.take()


def cells(path: Path, warn: Warn, *, with_hidden: bool = False) -> Iterator[Row]:
    """Yield the rows of the sheets that are not hidden, or of all, cell by cell. Raises Unreadable."""
    with markup.opened(path) as file:
        book = _Reader(file)
        for table, (name, part) in enumerate(_shown_sheets(book, warn, with_hidden=with_hidden), start=1):
            sheet = _Placed(book, table, name)
            with file.open(part) as opened:
                for _ in markup.walk(opened, starts=sheet.starts, ends=sheet.ends, says=sheet.says):
                    yield from sheet.ready
                    sheet.ready.clear()


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= _DIGITS else -1


def _column(place: str) -> int:
    """Return the number of a cell's column from 1 ("C7" is 3), or 0 where its place is not said."""
    letters = place.rstrip("0123456789")
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > _LAST_COLUMN:
        raise Unreadable("too-long", f"A sheet has more than {_LAST_COLUMN:,} columns. Leave out what is not needed.")
    return number
