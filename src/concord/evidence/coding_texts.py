"""Texts of other programs, cut into pages of passages so that no position in them moves: each passage is a stretch of
the text as it is, and only what no page can show is replaced, one character by one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from concord.evidence.reading.pieces import A_PAGE, LONGEST_PARAGRAPH, Page

_LINE = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BROKEN = re.compile("[\ud800-\udfff\ufffe\uffff]")


class Piece(NamedTuple):
    """A passage: its page, its number there, where it begins in the whole text, and its text."""

    page: int
    number: int
    begin: int
    text: str


class Part(NamedTuple):
    """A stretch of one passage."""

    piece: Piece
    first: int
    last: int


@dataclass(frozen=True)
class Cut:
    """A text in pieces, and how many of its characters were replaced because no page can show them."""

    pieces: tuple[Piece, ...]
    replaced: int

    def pages(self) -> list[Page]:
        """Return the pages."""
        by_page: dict[int, list[str]] = {}
        for piece in self.pieces:
            by_page.setdefault(piece.page, []).append(piece.text)
        return [Page(number, tuple(texts)) for number, texts in by_page.items()]

    def parts(self, first: int, last: int) -> list[Part]:
        """Return the stretches of passages that a stretch of the whole text covers; spaces at their ends are left out,
        and a passage of which it covers nothing else is."""
        found = []
        for piece in self.pieces[self._from(first) :]:
            if piece.begin >= last:
                break
            begin, end = max(first - piece.begin, 0), min(last - piece.begin, len(piece.text))
            words = piece.text[begin:end]
            if bare := words.strip():
                begin += len(words) - len(words.lstrip())
                found.append(Part(piece, begin, begin + len(bare)))
        return found

    def _from(self, position: int) -> int:
        """Return the place of the first piece that ends after a position."""
        low, high = 0, len(self.pieces)
        while low < high:
            middle = (low + high) // 2
            if self.pieces[middle].begin + len(self.pieces[middle].text) <= position:
                low = middle + 1
            else:
                high = middle
        return low


def cut(text: str) -> Cut:
    """Cut a text at its line ends; a line longer than a paragraph may be goes on in the next."""
    shown, replaced = shown_as(text)
    pieces = []
    for count, (begin, line) in enumerate(_lines(shown)):
        pieces.append(Piece(count // A_PAGE + 1, count % A_PAGE + 1, begin, line))
    return Cut(tuple(pieces), replaced)


def shown_as(text: str) -> tuple[str, int]:
    """Return a text of the same length that every page and database can hold, and how many characters changed."""
    bare, unseen = _UNSEEN.subn(" ", text)
    whole, broken = _BROKEN.subn("\ufffd", bare)
    return whole, unseen + broken


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for found in _LINE.finditer(text):
        line = found.group()
        begin = found.start() + len(line) - len(line.lstrip())
        yield from _short(begin, line.strip())


def _short(begin: int, line: str) -> Iterator[tuple[int, str]]:
    while len(line) > LONGEST_PARAGRAPH:
        end = line.rfind(" ", LONGEST_PARAGRAPH // 2, LONGEST_PARAGRAPH)
        end = end if end > 0 else LONGEST_PARAGRAPH
        yield begin, line[:end].rstrip()
        rest = line[end:].lstrip()
        begin += len(line) - len(rest)
        line = rest
    if line:
        yield begin, line


def whole(pieces: Sequence[Piece]) -> int:
    """Return how many characters all passages have together."""
    return sum(len(piece.text) for piece in pieces)
