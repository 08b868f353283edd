"""Removing parts of a text so that they are gone, while positions in the original still resolve.

A removed part is replaced by words that say what stood there ("[redacted: phone]"); nothing of it is left, and nothing
is painted over. Positions count characters (code points) from 0; a part is [start, end)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A part of a text and what it is: "phone"."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Redacted:
    """A redacted text, with the parts of the original that are gone from it, in order and apart from each other."""

    text: str
    gone: tuple[Span, ...]

    def find(self, start: int, end: int) -> tuple[int, int]:
        """Return where [start, end) of the original stands in this text; what was removed resolves to the words that
        stand in its place."""
        return self._position(start, after=False), self._position(end, after=True)

    def _position(self, at: int, *, after: bool) -> int:
        moved = 0
        for span in self.gone:
            words = len(_words(span))
            inside = span.start < at < span.end or (at == span.start and not after) or (at == span.end and after)
            if inside:
                return span.start + moved + (words if after else 0)
            if at < span.end:
                break
            moved += words - (span.end - span.start)
        return at + moved


def redact(text: str, spans: Iterable[Span]) -> Redacted:
    """Remove parts from a text. Parts that touch or overlap become one, of the first one's kind.

    Raises ValueError for a part that is empty or outside the text."""
    gone = _merged(sorted(spans, key=lambda span: (span.start, -span.end)))
    for span in gone:
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(f"no such part of a text of {len(text)} characters: {span.start} to {span.end}")
    pieces, last = [], 0
    for span in gone:
        pieces += [text[last : span.start], _words(span)]
        last = span.end
    return Redacted("".join([*pieces, text[last:]]), tuple(gone))


def occurrences(text: str, words: Iterable[str]) -> list[Span]:
    """Return where words stand in a text, each wherever it does, as they are written, whatever space or end of a line
    stands between two of them; the kind is left empty."""
    patterns = [r"\s+".join(map(re.escape, each.split())) for each in words]
    return [Span(match.start(), match.end(), "") for each in patterns if each for match in re.finditer(each, text)]


def _words(span: Span) -> str:
    return f"[redacted: {span.kind}]"


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            before = merged.pop()
            span = Span(before.start, max(before.end, span.end), before.kind)  # noqa: PLW2901 - the two become one
        merged.append(span)
    return merged
