"""The words of two texts in one row: the same, gone, new."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_MOST = 4_000_000  # pairs of words that are compared: more take seconds, and show nothing that a person would read
_LEAST_ALIKE = 4  # where fewer words than one in so many stayed, the text is shown as another one
_WORDS = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class Piece:
    """Some words of a text: `how` is "same" for those in both, "gone", or "new"."""

    how: str
    text: str


def marked(old: str, new: str) -> tuple[Piece, ...]:
    """Return the words of both texts in one row: those that are the same, those that are gone, those that are new.

    The same and the gone together are the old text, the same and the new together the new one, letter by letter."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    first = _alike(before, after)
    last = _alike(before[first:][::-1], after[first:][::-1])
    pieces = [Piece("same", "".join(before[:first]))]
    pieces += _compared(before[first : len(before) - last], after[first : len(after) - last])
    pieces += [Piece("same", "".join(before[len(before) - last :]))]
    return tuple(piece for piece in pieces if piece.text)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two texts begin with together."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _compared(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    """Compare word by word; the space between two changed words changes with them, so that they can be read."""
    if len(before) * len(after) > _MOST:
        return _replaced(before, after)
    found = SequenceMatcher(a=before, b=after, autojunk=False)
    pieces: list[Piece] = []
    was, now, same = [""], [""], 0
    for tag, a, b, c, d in found.get_opcodes():
        words = before[a:b]
        if tag == "equal" and any(not word.isspace() for word in words):
            pieces += [*_replaced(was, now), Piece("same", "".join(words))]
            was, now, same = [""], [""], same + sum(not word.isspace() for word in words)
        else:
            was, now = [*was, *words], [*now, *after[c:d]]
    few = same * _LEAST_ALIKE < max(len(before), len(after)) / 2
    return _replaced(before, after) if few else [*pieces, *_replaced(was, now)]


def _replaced(was: Sequence[str], now: Sequence[str]) -> list[Piece]:
    return [Piece("gone", "".join(was)), Piece("new", "".join(now))]
