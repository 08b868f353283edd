"""The picture that stands beside a link to a site when somebody shares it: its name, its sentence, its squares."""

import io
from collections.abc import Sequence
from functools import cache
from typing import Any

from concord.publishing.site.assets import FOLDER

SIZE = (1200, 630)
LEFT, RIGHT = 72, 1128
PAPER, INK, QUIET, DEEP = "#ffffff", "#17211d", "#53605a", "#12352c"
WARN = "#fdf3dc"
COLOURS = {"complete": "#17594a", "partial": "#b06a00", "progress": "#5aa08c", "open": "#c3cec8", "unknown": "#e3e9e6"}
OTHER = "#4a6a8a"
SQUARE, GAP, SMALLEST = 30, 8, 4
MOST_ROWS = 4


def draw(*, office: str, name: str, sentence: str, mark: str, squares: Sequence[tuple[str, int]]) -> bytes:
    """Return a PNG of 1200 by 630 pixels. `squares` are (sign, count), drawn as one square for each."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, SIZE[0], 14), fill=DEEP)
    pen.text((LEFT, 52), office, font=font("public-sans", 28), fill=QUIET)
    y = 112.0
    if mark:
        width = pen.textlength(mark, font=font("public-sans", 24))
        pen.rectangle((LEFT, y, LEFT + width + 24, y + 42), fill=WARN)
        pen.text((LEFT + 12, y + 7), mark, font=font("public-sans", 24), fill=INK)
        y += 62
    y = paragraph(pen, name, "concord-serif", 64, y, INK, lines=2) + 18
    y = paragraph(pen, sentence, "public-sans", 34, y, INK, lines=3)
    rows(pen, squares, top=y + 30)
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=False)
    return out.getvalue()


def paragraph(pen: Any, text: str, face: str, size: int, y: float, colour: str, *, lines: int) -> float:
    """Set a text in lines as wide as the picture; return where the next thing may begin."""
    drawn = font(face, size)
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if pen.textlength(longer, font=drawn) <= RIGHT - LEFT:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1]} …"]
    for line in found:
        pen.text((LEFT, y), line, font=drawn, fill=colour)
        y += size * 1.25
    return y


def rows(pen: Any, squares: Sequence[tuple[str, int]], *, top: float) -> None:
    """Draw the squares in rows; smaller ones where there are many."""
    signs = [sign for sign, count in squares for _ in range(count)]
    side, gap = SQUARE, GAP
    while side > SMALLEST and -(-len(signs) // ((RIGHT - LEFT) // (side + gap))) * (side + gap) > min(
        SIZE[1] - 60 - top, MOST_ROWS * (SQUARE + GAP)
    ):
        side, gap = side - 2, max(2, gap - 1)
    across = (RIGHT - LEFT) // (side + gap)
    for n, sign in enumerate(signs):
        row, column = divmod(n, across)
        x, y = LEFT + column * (side + gap), top + row * (side + gap)
        if y + side < SIZE[1] - 30:
            pen.rectangle((x, y, x + side, y + side), fill=COLOURS.get(sign, OTHER))


@cache
def font(face: str, size: int) -> Any:
    """Return one of the pages' own fonts in a size in pixels."""
    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO(unpacked(face)), size)


@cache
def unpacked(face: str) -> bytes:
    """Return a font of the pages out of its web form, which the library that draws cannot read."""
    from fontTools.ttLib import TTFont

    out = io.BytesIO()
    read = TTFont(FOLDER / "fonts" / f"{face}.woff2")
    read.flavor = None
    read.save(out, reorderTables=None)
    return out.getvalue()
