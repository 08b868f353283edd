"""What a reading gives: pages of paragraphs; or a sentence why there is none."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

LONGEST_PARAGRAPH = 8_000  # characters; a longer one goes on in the next
LONGEST_TEXT = 100_000_000  # characters of one file
MOST_PAGES = 20_000
A_PAGE = 60  # paragraphs, where the format knows no pages
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


class Unreadable(Exception):
    """A file that is not read. `code` is stable, for lists and tests; `sentence` is for the person who sent it.

    `began_kb` and `peak_kb` say how much memory the reader had and took, where it was a process of its own."""

    def __init__(self, code: str, sentence: str, began_kb: int = 0, peak_kb: int = 0) -> None:
        """Keep them."""
        super().__init__(sentence)
        self.code, self.sentence = code, sentence
        self.began_kb, self.peak_kb = began_kb, peak_kb


@dataclass(frozen=True)
class Page:
    """One page: its number from 1, its paragraphs in order, and between 0 and 1 how sure the recognition of its letters
    is (None where they were text already)."""

    number: int
    paragraphs: tuple[str, ...]
    confidence: float | None = None


def _nobody(_pages: int) -> None:
    pass


@dataclass(frozen=True)
class Start:
    """Where a reading begins: at which page, how many before it were read and have no text, and who hears how many
    pages there are, before the first is read."""

    first: int = 1
    blank: int = 0
    counted: Callable[[int], None] = _nobody


@dataclass(frozen=True)
class Row:
    """One row of a table: the table's number in the file from 1 and its name ("" where it has none), the row's number
    there as a person counts it, and its cells from the first column on."""

    table: int
    name: str
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """How a file of data is made: its columns, as the first row of each of its tables names them, where each of these
    stands ("table 1, row 1, column 4"), and the rows below them."""

    columns: tuple[str, ...]
    places: tuple[str, ...]
    rows: int


def whole(text: str) -> str:
    """Return the text of a cell with its line breaks, each line plain."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line for line in map(plain, lines) if line)


def plain(text: str) -> str:
    """Return a text on one line, that every database and page can hold: no control and no direction marks, no half of
    a surrogate pair, composed letters, single spaces."""
    if text.isascii() and text.isprintable():
        return text.strip() if "  " not in text else _SPACES.sub(" ", text).strip()
    whole = _SURROGATE.sub("\ufffd", text)
    whole = _CONTROL.sub("", whole.replace("\r", " ").replace("\n", " ").replace("\x0b", " ").replace("\x0c", " "))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", whole)).strip()


def parts(text: str) -> Iterator[str]:
    """Yield a paragraph in pieces of at most LONGEST_PARAGRAPH characters, cut at a space where there is one."""
    while len(text) > LONGEST_PARAGRAPH:
        cut = text.rfind(" ", LONGEST_PARAGRAPH // 2, LONGEST_PARAGRAPH)
        cut = cut if cut > 0 else LONGEST_PARAGRAPH
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


@dataclass
class Collector:
    """Gathers paragraphs into pages; whoever reads takes away what is ready, so that no more than a page is held."""

    number: int = 1
    ready: list[Page] = field(default_factory=list)
    size: int = A_PAGE
    _held: list[str] = field(default_factory=list)
    _letters: int = 0

    def add(self, text: str) -> None:
        """Take a paragraph; an empty one is none. Raises Unreadable when the file says more than anybody reads."""
        for piece in parts(plain(text)):
            self._letters += len(piece)
            if self._letters > LONGEST_TEXT:
                raise Unreadable("too-long", "The file holds more than 100 million letters. Split it, then send it.")
            self._held.append(piece)
            if len(self._held) >= self.size:
                self.turn()

    def turn(self) -> None:
        """Begin the next page, unless this one is still empty."""
        if self._held:
            self.page(self._held)
            self._held = []

    def page(self, paragraphs: list[str], confidence: float | None = None) -> None:
        """Take a whole page. Raises Unreadable when there are too many."""
        if self.number > MOST_PAGES:
            raise Unreadable("too-long", f"The file has more than {MOST_PAGES:,} pages. Split it, then send it.")
        self.ready.append(Page(self.number, tuple(paragraphs), confidence))
        self.number += 1

    def take(self) -> list[Page]:
        """Return the pages that are ready, and forget them."""
        taken, self.ready = self.ready, []
        return taken
