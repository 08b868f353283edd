"""Charts of a site's own records, drawn as plain SVG: shapes with classes of the style sheet, and words.

Each chart is decoration for a sentence and a table made from the same numbers, so it is hidden from screen readers.
Colours, dark mode, forced colours and print are the style sheet's; every area is named by a word that stands in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from concord.publishing.site.dates import partial_date
from concord.publishing.site.histories import Moment, Stay
from concord.publishing.site.markup import markup

BAR, GAP = 9, 14  # how wide the bars of a flow are, and how far apart
LETTER, LONGEST = 6.5, 30  # how wide a letter of a word is, at most on average, and how many a label may have


@dataclass(frozen=True, slots=True)
class Key:
    """One status as charts name it: its key, its label and its sign."""

    status: str | None
    label: str
    sign: str


@dataclass(frozen=True, slots=True)
class Plot:
    """The room in which a chart is drawn: its size, and what is kept free around it."""

    width: int
    height: int
    left: int
    right: int
    top: int = 14
    bottom: int = 26

    def x(self, share: float) -> float:
        """Return where a share of the whole width stands."""
        return round(self.left + share * (self.width - self.left - self.right), 1)

    def y(self, share: float) -> float:
        """Return where a share of the whole height stands, counted from below."""
        return round(self.height - self.bottom - share * (self.height - self.top - self.bottom), 1)


SLOT = 7
WIDE, NARROW = (720, 280), (300, 240)
MOST_STEPS = {WIDE: 120, NARROW: 60}  # more cannot be told apart, and make a page heavy


def svg(size: tuple[int, int], parts: Iterable[str]) -> Markup:
    """Put shapes into a drawing of this size."""
    width, height = size
    head = (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true" focusable="false">'
    )
    return markup(f"{head}{''.join(parts)}</svg>")


def word(x: float, y: float, text: object, *classes: str, anchor: str = "") -> str:
    """Write a word at a place."""
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{" ".join(classes) or "fill-quiet"}" x="{x}" y="{y}"{end}>{escape(text)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "stroke-line") -> str:
    """Draw a straight line."""
    return f'<path class="{kind}" d="M{x1} {y1}L{x2} {y2}"></path>'


def named(count: int, key: Key) -> str:
    """Write a count with its status; a long label is cut, the legend has it whole."""
    label = key.label if len(key.label) <= LONGEST else f"{key.label[: LONGEST - 1].rstrip()}…"
    return f"{count:,} {label}"


def room_for(counts: Iterable[int], keys: Iterable[Key]) -> int:
    """Return the room that such words need beside a chart, the gap to it included."""
    most = max(counts, default=0)
    return round(LETTER * max(len(named(most, key)) for key in keys)) + 2 * BAR


def apart(places: Sequence[float], room: float) -> list[float]:
    """Push places that are sorted upwards (falling y) apart, so that words at them do not overlap."""
    found: list[float] = []
    for place in places:
        found.append(min(place, found[-1] - room) if found else place)
    return found


def over_time(course: Sequence[Moment], keys: Sequence[Key], reported: str | None, size: tuple[int, int]) -> Markup:
    """Draw how many had each assessed status on each day, and a line for how many the agency reported as done."""
    narrow = size == NARROW
    course = thinned(course, MOST_STEPS[size])
    plot = Plot(*size, left=34, right=34 if narrow else room_for((m.base for m in course), keys))
    first, last = date.fromisoformat(course[0].on), date.fromisoformat(course[-1].on)
    spread = max(1, (last - first).days)
    top = max(moment.base for moment in course)
    xs = [plot.x((date.fromisoformat(moment.on) - first).days / spread) for moment in course]
    parts = [line(plot.left, plot.y(at), xs[-1], plot.y(at)) for at in (0, 0.5, 1)]
    below = [0] * len(course)
    labels: list[tuple[float, str]] = []
    for key in keys:
        above = [b + moment.assessed.get(key.status, 0) for b, moment in zip(below, course, strict=True)]
        if above != below:
            upper = steps(xs, [plot.y(n / top) for n in above])
            lower = steps(xs, [plot.y(n / top) for n in below])
            parts.append(
                f'<path class="area a-{key.sign}" d="M{upper}L{" ".join(reversed(lower.split(" ")))}z"></path>'
            )
        if count := above[-1] - below[-1]:
            name = f"{count:,}" if narrow else named(count, key)
            labels.append((plot.y((above[-1] + below[-1]) / 2 / top), name))
        below = above
    if reported is not None:
        told = [plot.y(moment.reported.get(reported, 0) / top) for moment in course]
        parts.append(f'<path class="told" d="M{steps(xs, told)}"></path>')
    ys = apart([y for y, _ in labels], 15)
    parts += [word(xs[-1] + 7, y + 4, text, "fill-ink") for y, (_, text) in zip(ys, labels, strict=True)]
    parts += [word(plot.left - 6, plot.y(at) + 4, f"{round(top * at):,}", anchor="end") for at in (0, 1)]
    parts += [
        word(plot.left, plot.height - 6, month(first)),
        word(xs[-1], plot.height - 6, month(last), anchor="end"),
    ]
    return svg(size, parts)


def thinned(course: Sequence[Moment], most: int) -> list[Moment]:
    """Return the first moment, and the last one of each of so many equal stretches of time."""
    first, last = date.fromisoformat(course[0].on), date.fromisoformat(course[-1].on)
    stretch = ((last - first).days + 1) / most
    kept = {(date.fromisoformat(moment.on) - first).days // stretch: moment for moment in course}
    return [course[0], *(moment for moment in kept.values() if moment is not course[0])]


def month(day: date) -> str:
    """Write the month of a day, as a mark on an axis."""
    return partial_date({"value": f"{day:%Y-%m}", "precision": "month"})


def steps(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Return the corners of a line that keeps each height until the next: "x,y x,y …"."""
    found = [f"{xs[0]},{ys[0]}"]
    for x, before, y in zip(xs[1:], ys, ys[1:], strict=False):
        found += [f"{x},{before}"] if before == y else [f"{x},{before}", f"{x},{y}"]
    return " ".join(found)


def flow(counts: Mapping[tuple[str | None, str | None], int], keys: Sequence[Key], size: tuple[int, int]) -> Markup:
    """Draw what had one status before and another after: a ribbon for each way that was gone."""
    beside = room_for(counts.values(), keys) if size == WIDE else 34
    plot = Plot(*size, left=beside, right=beside, top=8, bottom=8)
    sides = [[key for key in keys if any(way[at] == key.status for way in counts)] for at in (0, 1)]
    room = plot.height - plot.top - plot.bottom - GAP * (max(map(len, sides)) - 1)
    unit = room / sum(counts.values())
    stacks = [
        _stack(side, {k.status: sum(n for w, n in counts.items() if w[at] == k.status) for k in side}, unit, plot.top)
        for at, side in enumerate(sides)
    ]
    places = [{status: y for status, (y, _) in stack.items()} for stack in stacks]
    parts = []
    for start in sides[0]:
        for end in sides[1]:
            thick = counts.get((start.status, end.status), 0) * unit
            if thick:
                parts.append(_ribbon(plot, places[0][start.status], places[1][end.status], thick, end.sign))
                places[0][start.status] += thick
                places[1][end.status] += thick
    for right, (side, stack) in enumerate(zip(sides, stacks, strict=True)):
        x = plot.width - plot.right - BAR if right else plot.left
        place, anchor = (x + BAR + 8, "start") if right else (x - 8, "end")
        for key in side:
            y, thick = stack[key.status]
            count = round(thick / unit)
            name = named(count, key) if size == WIDE else f"{count:,}"
            box = f'x="{x}" y="{y:.1f}" width="{BAR}" height="{max(thick, 1):.1f}"'
            parts.append(f'<rect class="a-{key.sign}" {box}></rect>')
            parts.append(word(place, round(y + thick / 2 + 4, 1), name, "fill-ink", anchor=anchor))
    return svg(size, parts)


def _ribbon(plot: Plot, y1: float, y2: float, thick: float, sign: str) -> str:
    """Draw one ribbon from the left bar to the right one."""
    x1, x2 = plot.left + BAR, plot.width - plot.right - BAR
    middle = (x1 + x2) / 2
    there = f"M{x1} {y1:.1f}C{middle} {y1:.1f} {middle} {y2:.1f} {x2} {y2:.1f}"
    back = f"v{thick:.1f}C{middle} {y2 + thick:.1f} {middle} {y1 + thick:.1f} {x1} {y1 + thick:.1f}z"
    return f'<path class="ribbon a-{sign}" d="{there}{back}"></path>'


def _stack(
    keys: Sequence[Key], counts: Mapping[str | None, int], unit: float, top: float
) -> dict[str | None, tuple[float, float]]:
    """Stack bars from the top: status → (where it begins, how thick it is)."""
    found, y = {}, float(top)
    for key in keys:
        found[key.status] = (y, counts[key.status] * unit)
        y += counts[key.status] * unit + GAP
    return found


def waiting(stays: Sequence[Stay], keys: Sequence[Key], size: tuple[int, int]) -> Markup:
    """Draw the days for which each recommendation has had its status: a square each, and a stroke for the median."""
    labels, wide = {key.status: key for key in keys}, size == WIDE
    row = 44 if wide else 62
    plot = Plot(
        size[0],
        row * len(stays) + 30,
        left=room_for((len(stay.days) for stay in stays), keys) if wide else 10,
        right=14,
    )
    most = max(stay.days[0] for stay in stays) or 1
    parts = [line(plot.x(at), 4, plot.x(at), plot.height - 22) for at in (0, 0.5, 1)]
    for n, stay in enumerate(stays):
        key = labels[stay.status]
        y = row * n + (row // 2 if wide else 42)
        name = named(len(stay.days), key)
        place = (plot.left - 12, y + 4) if wide else (plot.left, y - 20)
        parts.append(word(*place, name, "fill-ink", anchor="end" if wide else ""))
        parts.append(_squares([plot.x(days / most) for days in stay.days], y, key.sign))
        parts.append(f'<path class="median" d="M{plot.x(stay.middle / most)} {y - 17}v34"></path>')
    for share, anchor in ((0, "start"), (0.5, "middle"), (1, "end")):
        parts.append(word(plot.x(share), plot.height - 6, f"{round(most * share):,}", anchor=anchor))
    return svg((plot.width, plot.height), parts)


def _squares(xs: Sequence[float], y: float, sign: str) -> str:
    """Draw a small square at each place; those that fall together stand above and below each other."""
    seen: dict[int, int] = {}
    found = []
    for x in xs:
        slot = round(x / SLOT)
        level = seen[slot] = seen.get(slot, 0) + 1
        up = max(-15, min(15, level // 2 * (5 if level % 2 else -5)))
        found.append(f"M{slot * SLOT - 3} {y + up - 3}h6v6h-6z")
    return f'<path class="dot a-{sign}" d="{"".join(dict.fromkeys(found))}"></path>'
