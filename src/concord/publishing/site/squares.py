"""A unit bar as a picture, for paper: each square one recommendation, each status a shape of its own, and a key."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from concord.publishing.site.card import COLOURS, INK, OTHER, PAPER, font

WIDTH = 1950  # pixels, of the text of a letter at 300 to the inch
LARGEST, SMALLEST = 66, 12
TALLEST = 420
TEXT, LINE = 38, 62
Box = tuple[float, float, float, float]


def draw(rows: Sequence[tuple[str, int, str]]) -> bytes:
    """Return a PNG of (sign, count, label) in their order: the squares, and below them what each shape stands for."""
    from PIL import Image, ImageDraw

    signs = [sign for sign, count, _ in rows for _ in range(count)]
    cell = LARGEST
    while cell > SMALLEST and -(-len(signs) // (WIDTH // cell)) * cell > TALLEST:
        cell -= 2
    across = WIDTH // cell
    key = keys([(sign, f"{count:,} {label}") for sign, count, label in rows if count])
    bar = -(-len(signs) // across) * cell
    height = bar + LINE // 2 + LINE * (1 + max(line for line, _, _, _ in key))
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(picture)
    for place, sign in enumerate(signs):
        row, column = divmod(place, across)
        shape(pen, sign, column * cell, row * cell, cell * 7 // 8)
    for line, x, sign, text in key:
        top = bar + LINE // 2 + line * LINE
        shape(pen, sign, x, top, TEXT)
        pen.text((x + TEXT + 16, top - 6), text, font=font("public-sans", TEXT), fill=INK)
    out = io.BytesIO()
    picture.quantize(32).save(out, "PNG", optimize=False)
    return out.getvalue()


def keys(rows: Sequence[tuple[str, str]]) -> list[tuple[int, float, str, str]]:
    """Place the entries of the key: (line, x, sign, text)."""
    found: list[tuple[int, float, str, str]] = []
    line, x = 0, 0.0
    for sign, text in rows:
        width = TEXT + 16 + font("public-sans", TEXT).getlength(text) + 48
        if x and x + width > WIDTH:
            line, x = line + 1, 0.0
        found.append((line, x, sign, text))
        x += width
    return found


def shape(pen: Any, sign: str, x: float, y: float, side: float) -> None:
    """Draw the shape of a sign, as the pages have it, into a square."""
    box = (x, y, x + side, y + side)
    SHAPES.get(sign, _full)(pen, box, COLOURS.get(sign, OTHER), max(2, round(side / 9)))


def _full(pen: Any, box: Box, colour: str, _line: int) -> None:
    pen.rectangle(box, fill=colour)


def _empty(pen: Any, box: Box, _colour: str, line: int) -> None:
    pen.rectangle(box, outline="#6f7f77", width=line)


def _half(pen: Any, box: Box, colour: str, line: int) -> None:
    pen.rectangle(box, outline=colour, width=line)
    pen.polygon([(box[0], box[1]), (box[0], box[3]), (box[2], box[3])], fill=colour)


def _hollow(pen: Any, box: Box, colour: str, line: int) -> None:
    pen.rectangle(box, outline=colour, width=line * 3)


def _dot(pen: Any, box: Box, _colour: str, line: int) -> None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    pen.ellipse((x - 1.5 * line, y - 1.5 * line, x + 1.5 * line, y + 1.5 * line), fill="#6f7f77")


def _diamond(pen: Any, box: Box, colour: str, _line: int) -> None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    pen.polygon([(x, box[1]), (box[2], y), (x, box[3]), (box[0], y)], fill=colour)


def _bars(pen: Any, box: Box, colour: str, _line: int) -> None:
    third = (box[3] - box[1]) / 3
    pen.rectangle((box[0], box[1], box[2], box[1] + third), fill=colour)
    pen.rectangle((box[0], box[3] - third, box[2], box[3]), fill=colour)


def _cross(pen: Any, box: Box, colour: str, line: int) -> None:
    pen.line(box, fill=colour, width=line * 2)
    pen.line((box[0], box[3], box[2], box[1]), fill=colour, width=line * 2)


SHAPES: dict[str, Callable[[Any, Box, str, int], None]] = {
    "partial": _half,
    "progress": _hollow,
    "open": _empty,
    "unknown": _dot,
    "extra1": _diamond,
    "extra2": _bars,
    "extra3": _cross,
}
"""Sign → how it is drawn; all others are full squares."""
