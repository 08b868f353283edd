"""What differs between two texts or two values, in sentences and marked words. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_LONG = 60  # characters from which a text is shown with its words marked
_MOST = 4_000_000  # pairs of words that are compared: more take seconds, and show nothing that a person would read
_LEAST_ALIKE = 4  # where fewer words than one in so many stayed, the text is shown as another one
_WORDS = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class Piece:
    """Some words of a text: the same in both, gone, or new."""

    how: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One difference: a sentence, and where a longer text changed, its words, marked."""

    sentence: str
    words: tuple[Piece, ...] = ()


def changed(name: str, was: str, now: str) -> Difference | None:
    """Say how a named value changed, both as people read them and "" for nothing; None where it did not."""
    if was == now:
        return None
    if not was or not now:
        return Difference(f"{name} is now “{now}”." if now else f"{name} was “{was}”, and is now empty.")
    if max(len(was), len(now)) > _LONG:
        return Difference(f"{name} is worded anew:", marked(was, now))
    return Difference(f"{name} was “{was}” and is now “{now}”.")


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
