"""The twelve colours of codes as other programs write them, and which of them is nearest to another program's colour.

They are those of the pages (static/concord/app.css, `--code`); nobody has to see a colour, since letters stand beside
it."""

import re

PALETTE = (
    *("#0b6b8a", "#a04a00", "#4b6b00", "#8a2d7a", "#2b50b0", "#a32638"),
    *("#006b55", "#7a5a00", "#5b3fa0", "#5a5a5a", "#9c2f66", "#2f5d3a"),
)
_SHORT, _HEX = re.compile("#?([0-9a-f])([0-9a-f])([0-9a-f])"), re.compile("#?[0-9a-f]{6}")


def written(colour: int) -> str:
    """Return one of the colours, 1 to 12, as #rrggbb."""
    return PALETTE[colour - 1]


def nearest(colour: str) -> int | None:
    """Return which of the colours, 1 to 12, is nearest to #rrggbb or #rgb; None where that is no colour.

    Nearest is the smallest sum of the squares of the differences of red, green and blue, weighted 2, 4 and 3 as the eye
    weighs them."""
    wanted = _parts(colour)
    if wanted is None:
        return None
    far = [sum(w * (a - b) ** 2 for w, a, b in zip((2, 4, 3), wanted, its, strict=True)) for its in _ALL]
    return far.index(min(far)) + 1


def is_ours(colour: str) -> bool:
    """Say whether it is one of the twelve as it stands."""
    return colour.strip().lower() in PALETTE


def _parts(colour: str) -> tuple[int, int, int] | None:
    text = colour.strip().lower()
    if short := _SHORT.fullmatch(text):
        text = "".join(2 * digit for digit in short.groups())
    elif not _HEX.fullmatch(text):
        return None
    text = text.removeprefix("#")
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


_ALL = [parts for one in PALETTE if (parts := _parts(one)) is not None]
