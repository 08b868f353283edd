"""The schedule of a work plan as a drawing, with a table beside it that says the same. Pure: SVG made of plain text.

Each activity has its name above its bar, so that the drawing needs no wide column of names and stays readable when it
is narrow. Colours are presentation attributes, which print takes; app.css gives those of the desk, also in the dark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from concord.workplans.content import Activity, Content
from concord.workplans.wording import Names, day, said

WIDTH = 720
_AXIS, _GROUP, _ROW, _BAR, _FOOT = 26, 34, 40, 12, 8  # heights
_LETTER = 7.2  # width of one at the size of the names
_WEEKS_UNTIL = 120  # days of a schedule up to which the axis has weeks
_STEPS = (1, 3, 6, 12, 24, 60, 120, 1200)  # months between marks; the first that gives no more than _MARKS
_MARKS = 26
_LEAST = 4  # width of the bar of a single day


@dataclass(frozen=True)
class Bar:
    """One activity: its name, its first and last day, and its facts as the table shows them."""

    name: str
    first: date
    last: date
    who: str
    method: str


@dataclass(frozen=True)
class Group:
    """One focus area with its activities, the earliest first."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A schedule: the drawing (empty where nothing has days), its groups for the table, and what has no days yet."""

    svg: SafeString
    groups: tuple[Group, ...]
    undated: tuple[str, ...]


def chart(content: Content, names: Names, *, ident: str = "schedule") -> Chart:
    """Return the schedule of a version; `ident` begins the ids in the drawing, one of its own for each on a page."""
    groups = tuple(_groups(content, names))
    undated = tuple(a.what for a in content.activities if not _has_days(a))
    days = [each for group in groups for bar in group.bars for each in (bar.first, bar.last)]
    days += [date.fromisoformat(iso) for iso in (content.starts_on, content.ends_on) if iso]
    svg = _drawn(groups, min(days), max(days), ident) if groups else format_html("{}", "")
    return Chart(svg, groups, undated)


def _has_days(activity: Activity) -> bool:
    return bool(activity.starts_on and activity.ends_on) and activity.starts_on <= activity.ends_on


def _groups(content: Content, names: Names) -> Iterator[Group]:
    numbers = dict.fromkeys([*(area.number for area in content.areas), *(a.area for a in content.activities)])
    for number in numbers:
        bars = [
            Bar(
                activity.what,
                date.fromisoformat(activity.starts_on),
                date.fromisoformat(activity.ends_on),
                activity.who,
                said("method", activity.method, names),
            )
            for activity in content.activities
            if activity.area == number and _has_days(activity)
        ]
        if bars:
            yield Group(said("area", number, names), tuple(sorted(bars, key=lambda bar: (bar.first, bar.last))))


@dataclass(frozen=True)
class _Scale:
    """Where a day stands in the width of the drawing."""

    first: date
    days: int

    def at(self, when: date) -> float:
        """Return where a day begins."""
        return self._at((when - self.first).days)

    def after(self, when: date) -> float:
        """Return where a day is over; the last one of the calendar too."""
        return self._at((when - self.first).days + 1)

    def _at(self, days: int) -> float:
        return round(days * WIDTH / self.days, 1)


def _drawn(groups: Sequence[Group], first: date, last: date, ident: str) -> SafeString:
    scale = _Scale(first, (last - first).days + 1)
    height = _AXIS + sum(_GROUP + _ROW * len(group.bars) for group in groups) + _FOOT
    count = sum(len(group.bars) for group in groups)
    about = (
        f"{count} activit{'y' if count == 1 else 'ies'} in {len(groups)} focus area{'' if len(groups) == 1 else 's'}, "
        f"from {_written(first)} to {_written(last)}. The table says the same."
    )
    return format_html(
        '<svg class="gantt" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="{}-title {}-desc" font-family="Public Sans Web, sans-serif" font-size="13">'
        '<title id="{}-title">Schedule</title><desc id="{}-desc">{}</desc>{}{}</svg>',
        *(WIDTH, height, ident, ident, ident, ident, about),
        _axis(scale, last, height),
        _rows(groups, scale),
    )


def _axis(scale: _Scale, last: date, height: int) -> SafeString:
    """Draw a line and a name for each mark of the axis; names that would run into each other are left out."""
    marks = list(_marks(scale, last))
    lines = format_html_join(
        "", '<path class="gantt-line" stroke="#d3ddd8" d="M{} {}V{}"/>', ((x, _AXIS - 4, height) for x, _ in marks)
    )
    shown, free = [], 0.0
    for x, name in marks:
        width = len(name) * _LETTER
        if x >= free and x + width <= WIDTH:
            shown.append((x, name))
            free = x + width + 10
    named = format_html_join("", '<text class="gantt-day" fill="#53605a" x="{}" y="14">{}</text>', shown)
    return lines + named


def _marks(scale: _Scale, last: date) -> Iterator[tuple[float, str]]:
    """Yield where each week or month begins, or each so many months, with its name; a year stands where it begins."""
    year = 0
    for begun in _weeks(scale, last) if scale.days <= _WEEKS_UNTIL else _months(scale, last):
        named = f"{begun.day} {begun:%b}" if scale.days <= _WEEKS_UNTIL else f"{begun:%b}"
        yield scale.at(begun), named if begun.year == year else f"{named} {begun.year}"
        year = begun.year


def _weeks(scale: _Scale, last: date) -> Iterator[date]:
    monday = -scale.first.weekday() % 7  # days from the first one
    yield from (scale.first + timedelta(days=n) for n in range(monday, (last - scale.first).days + 1, 7))


def _months(scale: _Scale, last: date) -> Iterator[date]:
    step = next((step for step in _STEPS if scale.days / 30.4 / step <= _MARKS), _STEPS[-1])
    first, end = (each.year * 12 + each.month - 1 for each in (scale.first, last))
    begun = first - (scale.first.day == 1)  # the last month that began before the first day
    for month in range((begun // step + 1) * step, end + 1, step):
        yield date(month // 12, month % 12 + 1, 1)


def _rows(groups: Sequence[Group], scale: _Scale) -> SafeString:
    drawn, y = [], _AXIS
    for group in groups:
        drawn.append(
            format_html(
                '<text class="gantt-group" fill="#12352c" font-weight="600" font-size="14" x="0" y="{}">{}</text>',
                y + 22,
                _fitting(group.name, 0),
            )
        )
        y += _GROUP
        for bar in group.bars:
            drawn.append(_bar(bar, scale, y))
            y += _ROW
    return format_html_join("", "{}", ((each,) for each in drawn))


def _bar(bar: Bar, scale: _Scale, y: int) -> SafeString:
    """Draw one activity: its name, set to begin or to end with its bar, and the bar with its days as its title."""
    begins, ends = scale.at(bar.first), scale.after(bar.last)
    from_left = begins <= WIDTH / 2
    room = begins if from_left else WIDTH - ends
    return format_html(
        '<g><title>{}: {} to {}</title><text class="gantt-name" fill="#17211d" x="{}" y="{}" text-anchor="{}">{}</text>'
        '<rect class="gantt-bar" fill="#17594a" x="{}" y="{}" width="{}" height="{}" rx="2"/></g>',
        *(bar.name, _written(bar.first), _written(bar.last)),
        *(begins if from_left else ends, y + 12, "start" if from_left else "end"),
        _fitting(bar.name, room),
        *(begins, y + 18, max(round(ends - begins, 1), _LEAST), _BAR),
    )


def _fitting(text: str, taken: float) -> str:
    """Return a name as long as there is room for it; the title and the table have all of it."""
    room = int((WIDTH - taken) / _LETTER)
    line = " ".join(text.split())
    return line if len(line) <= room else f"{line[: room - 1].rstrip()}…"


def _written(when: date) -> str:
    return day(when.isoformat())
