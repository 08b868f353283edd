"""Draws estimates as SVG: a dot for the figure, a line for its interval, a rule where no difference would be.

Drawn by hand and not by a chart library: a result has to be equal to the last bit on every machine. Colours are classes
of the page's style sheet, so that the figure follows dark mode and print; without one it is black on white. Shape and
words, never colour alone, carry the meaning: a hollow dot is a figure in which no difference was seen."""

import math
from collections.abc import Sequence
from html import escape
from typing import Final

from concord.analysis.policing.estimate import Estimate, Scale, Verdict
from concord.analysis.policing.runs.method import Reading
from concord.analysis.policing.sentences import decimals_for, number

WIDE: Final = 640
NARROW: Final = 288
ROW: Final = 46
TOP: Final = 8
FOOT: Final = 40
EDGE: Final = 12
TICKS: Final = 4
CHARACTER: Final = 6.6  # width of a letter of 13 units, about


def figure(readings: Sequence[Reading], *, width: int = WIDE) -> str:
    """Return the estimates that have an interval as one SVG per unit, drawn below each other; "" where none has.

    Suppressed ones are named and have no mark."""
    drawn = []
    for unit, scale in dict.fromkeys((one.estimate.unit, one.estimate.scale) for one in readings):
        same = [one for one in readings if (one.estimate.unit, one.estimate.scale) == (unit, scale)]
        if any(_bounded(one.estimate) for one in same):
            drawn.append(_panel(same, unit, scale, width))
    return "\n".join(drawn)


def _bounded(one: Estimate) -> bool:
    ends = (one.value, one.low, one.high)
    return all(end is not None and math.isfinite(end) for end in ends)


def _panel(readings: Sequence[Reading], unit: str, scale: Scale, width: int) -> str:
    known = [one.estimate for one in readings if _bounded(one.estimate)]
    logarithmic = scale is Scale.RATIO and all((one.low or 0) > 0 for one in known)
    low, high = _ends(known, scale, logarithmic=logarithmic)
    height = TOP + ROW * len(readings) + FOOT
    place = _Axis(low, high, width, logarithmic=logarithmic)
    parts = [_scale(place, scale, height)]
    for at, one in enumerate(readings):
        parts.append(_row(one, place, TOP + ROW * at))
    parts.append(_text(EDGE, height - 4, unit, kind="quiet"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'class="estimates" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


class _Axis:
    """From a value to a place across."""

    def __init__(self, low: float, high: float, width: int, *, logarithmic: bool) -> None:
        self.low, self.high, self.width, self.logarithmic = low, high, width, logarithmic

    def at(self, value: float) -> float:
        turn = math.log if self.logarithmic else float
        share = (turn(value) - turn(self.low)) / (turn(self.high) - turn(self.low))
        return EDGE + share * (self.width - 2 * EDGE)


def _ends(known: Sequence[Estimate], scale: Scale, *, logarithmic: bool) -> tuple[float, float]:
    """The ends of the axis: around every interval, with the place of no difference inside, or 0 for a level."""
    null = {Scale.LEVEL: 0.0, Scale.DIFFERENCE: 0.0, Scale.RATIO: 1.0}[scale]
    low = min([null, *(one.low or 0.0 for one in known)])
    high = max([null, *(one.high or 0.0 for one in known)])
    if logarithmic:
        room = max(math.log(high / low), 0.2) * 0.06
        return low * math.exp(-room), high * math.exp(room)
    room = max(high - low, 1e-9) * 0.06
    return (low if scale is Scale.LEVEL and low == 0 else low - room), high + room


def _ticks(place: _Axis) -> list[float]:
    if place.logarithmic:
        steps = [10.0**power * digit for power in range(-4, 5) for digit in (1, 2, 5)]
        inside = [one for one in steps if place.low <= one <= place.high]
        if len(inside) > 2:  # noqa: PLR2004 - fewer tell no scale; then in even steps
            return inside
    span = place.high - place.low
    size = 10.0 ** math.floor(math.log10(span / TICKS))
    step = next(size * one for one in (1, 2, 5, 10) if span / (size * one) <= TICKS + 1)
    first = math.ceil(place.low / step)
    return [round(step * at, 12) for at in range(first, math.floor(place.high / step) + 1)]


def _scale(place: _Axis, scale: Scale, height: int) -> str:
    bottom = height - FOOT + 4
    parts = []
    for tick in _ticks(place):
        x = place.at(tick)
        parts.append(_line(x, TOP, x, bottom, "line"))
        parts.append(_text(x, bottom + 14, f"{tick:,.10g}".replace("-", "−"), kind="quiet", anchor="middle"))
    null = None if scale is Scale.LEVEL else 1.0 if scale is Scale.RATIO else 0.0
    if null is not None:
        parts.append(_line(place.at(null), TOP, place.at(null), bottom, "ink", dashed=True))
    return "".join(parts)


def _row(reading: Reading, place: _Axis, top: int) -> str:
    one, middle = reading.estimate, top + 32
    room = int((place.width - 2 * EDGE) / CHARACTER)
    if not _bounded(one):
        why = "not shown" if one.suppressed else "no figure"
        return _text(EDGE, top + 16, _cut(f"{reading.name}: {why}", room), kind="ink")
    places = decimals_for(one)
    told = " to ".join(number(end, decimals=places) for end in (one.low or 0.0, one.high or 0.0))
    figures = f": {number(one.value or 0.0, decimals=places)} ({told})"
    name = _cut(reading.name, max(8, room - len(figures)))
    low, high, at = (place.at(end or 0.0) for end in (one.low, one.high, one.value))
    hollow = one.verdict in (Verdict.NONE_SEEN, Verdict.TOO_LITTLE, Verdict.NOT_FIT)
    dot = f'<circle class="{"mark-hollow" if hollow else "mark"}" cx="{at:.1f}" cy="{middle}" r="5"/>'
    return _text(EDGE, top + 16, name + figures, kind="ink") + _line(low, middle, high, middle, "mark") + dot


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def _text(x: float, y: float, text: str, *, kind: str, anchor: str = "start") -> str:
    said = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text class="fill-{kind}" x="{x:.1f}" y="{y:.1f}" font-size="13"{said}>{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="3 4"' if dashed else ""
    heavy = ' stroke-width="3"' if kind == "mark" else ""
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line class="stroke-{kind}" {ends}{heavy}{dash}/>'
