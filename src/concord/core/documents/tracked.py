"""Two versions of a text as one Word file with real tracked changes: whoever accepts them all has the new text, whoever
rejects them all the old one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from concord.analysis.text.marking import Piece
from concord.core.documents.as_word import element, word
from concord.core.documents.model import Document, fit

_SAME, _GONE, _NEW = "same", "gone", "new"
_INSERTED, _DELETED, _FROM, _TO = "ins", "del", "moveFrom", "moveTo"


@dataclass(frozen=True)
class Tracked:
    """One paragraph: `how` is "same" where it is in both texts, its words marked; "gone", "new"; or "from" and "to"
    where it moved, under one `move` for both. What a moved one lost stands where it was, not where it is."""

    how: str
    pieces: tuple[Piece, ...]
    move: int = 0


@dataclass(frozen=True)
class _Change:
    """Who changes, when; and a number of its own for each mark."""

    author: str
    at: str
    numbers: "count[int]"

    def mark(self, tag: str, *inside: Any) -> Any:
        """Return a mark of this change."""
        return element(tag, *inside, id=str(next(self.numbers)), author=self.author, date=self.at)


def tracked(about: Document, paragraphs: Iterable[Tracked], *, author: str, at: datetime) -> bytes:
    """Return a Word file (.docx) of the paragraphs below the title and blocks of `about`; `author` and `at` (UTC) stand
    with each change. The same input gives the same bytes."""
    change = _Change(author, f"{at:%Y-%m-%dT%H:%M:%SZ}", count(1))
    return word(about, at=at, more=(_paragraph(one, change) for one in paragraphs))


def _paragraph(one: Tracked, change: _Change) -> Any:
    paragraph = element("p")
    whole = {"gone": _DELETED, "new": _INSERTED, "from": _FROM, "to": _TO}.get(one.how)
    if whole is not None:  # the end of the paragraph changes with it
        paragraph.append(element("pPr", element("rPr", change.mark(whole))))
    number = str(next(change.numbers)) if one.move else ""
    if one.move:
        named = {"author": change.author, "date": change.at, "name": f"move{one.move}"}
        paragraph.append(element(f"{whole}RangeStart", id=number, **named))
    for piece in (each for each in one.pieces if one.how != "to" or each.how != _GONE):
        tag = whole if piece.how == _SAME or whole in (_DELETED, _INSERTED, _FROM) else None
        paragraph.append(_run(piece, tag or {_GONE: _DELETED, _NEW: _INSERTED}.get(piece.how), change))
    if one.move:
        paragraph.append(element(f"{whole}RangeEnd", id=number))
    return paragraph


def _run(piece: Piece, tag: str | None, change: _Change) -> Any:
    text = element("delText" if tag == _DELETED else "t")
    text.text = fit(piece.text).replace("\n", " ")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run = element("r", text)
    return change.mark(tag, run) if tag else run
