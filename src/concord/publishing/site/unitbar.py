"""Unit bars: charts in which each square is one recommendation.

Squares fill column by column, so that a bar reads as a stacked bar along one axis, while its area stays countable.
A bar is one SVG path for each status, filled with a pattern of squares: its size does not grow with the counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

CELL = 16  # SVG units from one square to the next; the patterns in components/signs.html are drawn to it
SPARE = ("extra1", "extra2", "extra3")

STANDS_FOR = {
    "complete": "complete",
    "partially_complete": "partial",
    "in_progress": "progress",
    "not_started": "open",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """The squares of one status: its sign and its SVG path."""

    sign: str
    path: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawn bar: size on the page in CSS pixels, view box in SVG units, and its pieces."""

    width: int
    height: int
    columns: int
    rows: int
    pieces: tuple[Piece, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.columns * CELL} {self.rows * CELL}"


def signs_of(statuses: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give each status of a document its sign; labels of other programmes take the spare ones in turn."""
    spare = iter(SPARE)
    signs: dict[str, str] = {}
    taken: set[str] = set()
    for status in statuses:
        wish = STANDS_FOR.get(status.get("stands_for") or status["key"], "")
        sign = wish if wish and wish not in taken else next(spare, "unknown")
        taken.add(sign)
        signs[status["key"]] = sign
    return signs


def squares(start: int, stop: int, rows: int) -> str:
    """Return the path that covers squares start to stop, counted down each column of this many rows."""
    parts = []
    while start < stop:
        column, row = divmod(start, rows)
        whole = (stop - start) // rows if row == 0 else 0
        width, height = (whole, rows) if whole else (1, min(rows - row, stop - start))
        parts.append(f"M{column * CELL} {row * CELL}h{width * CELL}v{height * CELL}h{-width * CELL}z")
        start += width * height
    return "".join(parts)


def draw(counts: Iterable[tuple[str, int]], *, width: int, height: int, largest: int) -> Bar:
    """Draw counts (sign, count) into about this width and height, squares no larger than `largest` pixels."""
    counts = list(counts)
    base = sum(count for _, count in counts)
    rows = max(1, round((height * base / width) ** 0.5))
    pitch = min(largest, width / max(1, -(-base // rows)))
    return bar(counts, rows, pitch)


def draw_to_scale(counts: Iterable[tuple[str, int]], *, pitch: int, columns: int) -> Bar:
    """Draw counts with squares of fixed size, at most this many in a row, so that several bars share one scale."""
    counts = list(counts)
    base = sum(count for _, count in counts)
    return bar(counts, max(1, -(-base // columns)), pitch)


def bar(counts: Iterable[tuple[str, int]], rows: int, pitch: float) -> Bar:
    """Lay out the squares of all counts, one after the other, in this many rows."""
    pieces, at = [], 0
    for sign, count in counts:
        if count:
            pieces.append(Piece(sign, squares(at, at + count, rows)))
        at += count
    columns = -(-at // rows)
    return Bar(round(columns * pitch), round(rows * pitch), columns, rows, tuple(pieces))
