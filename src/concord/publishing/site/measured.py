"""Outcomes that were measured: for each a sentence, a drawing and a table, made from the same values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from concord.publishing.site import numbers
from concord.publishing.site.dates import long_date
from concord.publishing.site.drawings import NARROW, WIDE, Plot, apart, line, month, svg, word
from concord.publishing.site.plots import Figure
from concord.publishing.site.speech import say

Doc = Mapping[str, Any]
DRAWN_FROM = 2  # a line has two ends


@dataclass(frozen=True, slots=True)
class Measured:
    """One outcome with its chart, and the keys of the recommendations that it belongs to."""

    figure: Figure
    recommendations: tuple[str, ...]


def of(document: Doc, key: str | None = None) -> list[Measured]:
    """Return the outcomes of a document in its order; with a key, those of one recommendation."""
    rows = [row for row in document.get("outcome_measures", ()) if key is None or key in row.get("recommendations", ())]
    return [
        Measured(_figure(f"measured-{n}", row), tuple(row.get("recommendations", ()))) for n, row in enumerate(rows, 1)
    ]


def _figure(key: str, row: Doc) -> Figure:
    points = row["points"]
    drawable = len({point["as_of"] for point in points}) >= DRAWN_FROM
    return Figure(
        key,
        say("Measured: {title}", title=row["title"]),
        sentence(row),
        say("Each dot is one value; the broken line is the target. The line between two dots only leads the eye."),
        draw(row, WIDE) if drawable else Markup(""),
        draw(row, NARROW) if drawable else Markup(""),
        say("{title}, in {unit}", title=row["title"], unit=row["unit"]),
        (say("As of, and where it comes from"), say("Value")),
        tuple((_source(point), numbers.value(point["value"])) for point in points),
    )


def sentence(row: Doc) -> str:
    """Return the first and the last value with their days, and the target, without saying what caused what."""
    first, last = row["points"][0], row["points"][-1]
    said = {"value": numbers.value(first["value"]), "unit": row["unit"], "day": long_date(first["as_of"])}
    if date.fromisoformat(first["as_of"]) <= _began(row):
        begun = say("{value} {unit} on {day}, before the work.", **said)
    else:
        begun = say("{value} {unit} on {day}.", **said)
    now = say("No later value is known.")
    if last is not first:
        now = say("{value} on {day}.", value=numbers.value(last["value"]), day=long_date(last["as_of"]))
    target = row.get("target")
    aim = "" if target is None else say("Target: {target}.", target=numbers.value(target))
    return " ".join(filter(None, (begun, now, aim, _late(row))))


def _late(row: Doc) -> str:
    """Say that an outcome was registered after the work began; nothing where it was registered before."""
    days = row.get("registered_days_late", 0)
    one, more = "Registered 1 day after the work began.", "Registered {days} days after the work began."
    return say(one if days == 1 else more, days=f"{days:,}") if days else ""


def _began(row: Doc) -> date:
    """Return the day on which the work began, where the outcome was registered after it; else no day is too late."""
    days = row.get("registered_days_late", 0)
    return date.fromisoformat(row["registered_on"]) - timedelta(days=days) if days else date.max


def _source(point: Doc) -> str:
    return ", ".join(filter(None, (long_date(point["as_of"]), point.get("source"))))


def draw(row: Doc, size: tuple[int, int]) -> Markup:
    """Draw the values of an outcome, the target as a broken line, and days of the work as upright ones."""
    values = [(date.fromisoformat(point["as_of"]), point["value"]) for point in row["points"]]
    room = _Room(values, row.get("target"), size)
    plot, places = room.plot, [room.at(*value) for value in values]
    begun, end = places[0], places[-1]
    parts = [line(plot.left, room.floor, end[0], room.floor), *_marks(room, row.get("marks", ()))]
    beside = [(end[1], numbers.value(values[-1][1]))]
    if room.target is not None:
        _, aim = room.at(values[0][0], room.target)
        parts.append(f'<path class="told" d="M{begun[0]},{aim}H{end[0]}"></path>')
        told = numbers.value(room.target)
        beside.append((aim, told if size == NARROW else f"{told} {say('target')}"))
    beside.sort(reverse=True)
    way = "L".join(f"{x},{y}" for x, y in places)
    parts.append(f'<path class="values" d="M{way}"></path>')
    parts += [f'<circle class="value" cx="{x}" cy="{y}" r="4"></circle>' for x, y in places]
    lifted = zip(apart([y for y, _ in beside], 15), beside, strict=True)
    parts += [word(end[0] + 9, y + 4, text, "fill-ink") for y, (_, text) in lifted]
    parts.append(word(begun[0], begun[1] - 10, numbers.value(values[0][1]), "fill-ink"))
    parts.append(word(plot.left, plot.height - 4, month(room.first)))
    parts.append(word(end[0], plot.height - 4, month(room.last), anchor="end"))
    return svg(size, parts)


def _marks(room: "_Room", marks: Sequence[Doc]) -> list[str]:
    """Draw the days of the work that fall between the first and the last value, each with its word."""
    found, plot = [], room.plot
    for mark in marks:
        day = date.fromisoformat(mark["on"])
        if room.first <= day <= room.last:
            x, _ = room.at(day, room.low)
            late = x > plot.width / 2
            found.append(line(x, plot.top - 14, x, room.floor, "stroke-quiet"))
            found.append(word(x - 5 if late else x + 5, plot.top - 6, mark["text"], anchor="end" if late else ""))
    return found


class _Room:
    """Where a value of a day stands in a drawing."""

    def __init__(self, values: Sequence[tuple[date, float]], target: float | None, size: tuple[int, int]) -> None:
        heights = [value for _, value in values] + ([] if target is None else [target])
        self.target, self.low, self.spread = target, min(heights), (max(heights) - min(heights)) or 1
        self.first, self.last = values[0][0], values[-1][0]
        self.plot = Plot(*size, left=16, right=52 if size == NARROW else 96, top=40, bottom=36)
        self.floor = self.plot.y(0) + 12

    def at(self, day: date, value: float) -> tuple[float, float]:
        return self.plot.x((day - self.first) / (self.last - self.first)), self.plot.y((value - self.low) / self.spread)
