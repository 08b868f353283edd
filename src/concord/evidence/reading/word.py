"""Word (.docx): the text as it would print, with tracked insertions and without what was struck out or hidden.

Pages are those that Word itself noted when it saved the file; where it noted none, sixty paragraphs are one."""

import re
from collections.abc import Iterator
from pathlib import Path

from concord.evidence.reading import markup
from concord.evidence.reading.pieces import Collector, Page, Row, whole
from concord.evidence.reading.warnings import Warn
from concord.evidence.reading.word_styles import hiding, is_on

_FURTHER = re.compile(r"word/(footnotes|endnotes|header\d*|footer\d*)\.xml")
_NO_TEXT = frozenset({"del", "moveFrom", "instrText", "delText"})
_DIGITS = 3


class _Body:
    """What has been read of one part, and where in it we are."""

    def __init__(self, out: Collector, hiding: frozenset[str]) -> None:
        """Give paragraphs to a collector; some styles are hiding what is set in them."""
        self.out = out
        self.hiding = hiding
        self.hidden_by_style: list[bool] = []  # of the paragraphs around us: one stands within another in a text box
        self.text: list[str] = []
        self.silent = 0  # how many marks around us say that this is no text
        self.cells = 0  # how many cells of tables are around us
        self.in_text = False
        self.hidden = False
        self.struck = self.left_hidden = False

    def starts(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of a mark."""
        if name in _NO_TEXT:
            self.silent += 1
            self.struck = True
        elif name in ("p", "pStyle", "r", "rStyle", "vanish"):
            self._hides(name, attributes)
        elif name == "t":
            self.in_text = True
        elif name == "tc":
            self.cells += 1
        elif name in ("tab", "noBreakHyphen", "cr"):
            self.text.append("-" if name == "noBreakHyphen" else " ")
        elif name == "lastRenderedPageBreak" or (name == "br" and attributes.get("type") == "page"):
            self._next_page()
        elif name == "br":
            self.text.append(" ")

    def _hides(self, name: str, attributes: dict[str, str]) -> None:
        """Take a mark that begins text or says whether it is hidden. As Word has it, a run's own word goes before its
        styles, and a style that hides shows what stands in a paragraph whose style hides."""
        around = bool(self.hidden_by_style) and self.hidden_by_style[-1]
        style = attributes.get("val", "") in self.hiding
        if name == "p":
            self.hidden_by_style.append(False)
        elif name == "pStyle" and self.hidden_by_style:
            self.hidden_by_style[-1] = style
        elif name == "r":
            self.hidden = around
        elif name == "rStyle":
            self.hidden = style != around
        elif name == "vanish":
            self.hidden = is_on(attributes)

    def _next_page(self) -> None:
        self.out.size = 10**9
        self._end_paragraph()
        self.out.turn()

    def ends(self, name: str) -> None:
        """Take the end of a mark."""
        if name in _NO_TEXT:
            self.silent -= 1
        elif name == "t":
            self.in_text = False
        elif name == "p":
            del self.hidden_by_style[-1:]
            self._end_paragraph()
        elif name == "tc":
            self.cells -= 1
            if not self.cells:
                self.text.append(" | ")
        elif name == "tr" and not self.cells:
            self._end_row()

    def says(self, text: str) -> None:
        """Take text."""
        if not self.in_text or self.silent:
            return
        if self.hidden:
            self.left_hidden = True
        else:
            self.text.append(text)

    def _end_paragraph(self) -> None:
        """End a paragraph; within a table the whole row is one."""
        if self.cells:
            self.text.append(" ")
        else:
            self.out.add("".join(self.text))
            self.text = []

    def _end_row(self) -> None:
        self.out.add("".join(self.text).removesuffix(" | "))
        self.text = []


class _Tables(_Body):
    """The tables of one part: what stands within a table within a cell is that cell's text."""

    def __init__(self, hiding: frozenset[str]) -> None:
        """Keep rows until they are taken."""
        super().__init__(Collector(), hiding)
        self.ready: list[Row] = []
        self.row: list[str] = []
        self.depth = self.table = self.number = self.span = 0

    def starts(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of a mark."""
        super().starts(name, attributes)
        if name == "tbl":
            self.depth += 1
            if self.depth == 1:
                self.table, self.number = self.table + 1, 0
        elif name == "tr" and self.depth == 1:
            self.row = []
        elif name == "tc" and self.cells == 1:
            self.text, self.span = [], 1
        elif name == "gridSpan" and self.cells == 1:
            told = attributes.get("val", "1")
            self.span = int(told) if told.isdecimal() and len(told) <= _DIGITS else 1

    def ends(self, name: str) -> None:
        """Take the end of a mark."""
        if name == "tbl":
            self.depth -= 1
        elif name == "tc":
            self.cells -= 1
            if not self.cells:
                self.row += [whole("".join(self.text)), *[""] * (self.span - 1)]
        elif name == "tr" and self.depth == 1:
            self.number += 1
            self.ready.append(Row(self.table, "", self.number, tuple(self.row)))
        elif name != "tr":
            super().ends(name)

    def _next_page(self) -> None:
        """A page may end within a table; its rows go on."""

    def _end_paragraph(self) -> None:
        if self.cells:
            self.text.append("\n")
        else:
            self.text = []


def cells(path: Path, warn: Warn) -> Iterator[Row]:
    """Yield the rows of the tables, cell by cell; other text is not read. Raises Unreadable."""
    with markup.opened(path) as file, file.open("word/document.xml") as part:
        body = _Tables(hiding(file))
        for _ in markup.walk(part, starts=body.starts, ends=body.ends, says=body.says):
            yield from body.ready
            body.ready.clear()
    _warn_of(body, warn)


def _warn_of(body: _Body, warn: Warn) -> None:
    if body.struck:
        warn("Text that was struck out with changes tracked was left out.")
    if body.left_hidden:
        warn("Hidden text was left out.")


def read(path: Path, warn: Warn) -> Iterator[Page]:
    """Yield the pages: the text, then notes, heads and feet. Raises Unreadable."""
    out = Collector()
    with markup.opened(path) as file:
        body = _Body(out, hiding(file))
        further = sorted(name for name in file.namelist() if _FURTHER.fullmatch(name))
        for name in ("word/document.xml", *further):
            with file.open(name) as part:
                for _ in markup.walk(part, starts=body.starts, ends=body.ends, says=body.says):
                    yield from out.take()
    out.turn()
    yield from out.take()
    _warn_of(body, warn)
