"""A series as a drawing, with a table beside it that says the same. Pure: SVG made of plain text."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, _EDGE, _TOP = 640, 220, 12, 24


def plotted(
    series: Sequence[tuple[date, Decimal]],
    *,
    target: Decimal,
    unit: str,
    marks: Sequence[tuple[date, str]] = (),
    ident: str = "series",
) -> SafeString:
    """Return the drawing of a series (day, value), oldest first, with its target as a broken line and marked days (of
    the reform) as upright ones; empty for less than two values."""
    if len(series) < 2:  # noqa: PLR2004 - a line has two ends
        return format_html("{}", "")
    shown = [(day, words) for day, words in marks if series[0][0] <= day <= series[-1][0]]
    across = _Across(series[0][0], series[-1][0])
    values = [value for _, value in series] + [target]
    up = _Up(min(values), max(values))
    points = " ".join(f"{across.at(day)},{up.at(value)}" for day, value in series)
    upright = ((across.at(day), _TOP, HEIGHT - _TOP, across.at(day), _TOP - 6, words) for day, words in shown)
    about = f"{len(series)} values from {series[0][0]} to {series[-1][0]}, in {unit}. The table says the same."
    return format_html(
        '<svg class="series" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="{}-title {}-desc" font-family="Public Sans Web, sans-serif" font-size="12">'
        '<title id="{}-title">The series and its target</title><desc id="{}-desc">{}</desc>'
        '<path class="series-target" fill="none" stroke="#53605a" stroke-dasharray="6 4" d="M{} {}H{}"/>{}'
        '<polyline class="series-line" fill="none" stroke="#1b1b1b" stroke-width="2" points="{}"/>{}{}</svg>',
        *(WIDTH, HEIGHT, ident, ident, ident, ident, about, _EDGE, up.at(target), WIDTH - _EDGE),
        format_html_join(
            "",
            '<path class="series-mark" stroke="#d3ddd8" d="M{} {}V{}"/><text fill="#53605a" x="{}" y="{}">{}</text>',
            upright,
        ),
        points,
        format_html_join(
            "", '<circle cx="{}" cy="{}" r="3" fill="#1b1b1b"/>', ((across.at(d), up.at(v)) for d, v in series)
        ),
        _ends(series, target, across, up),
    )


def _ends(series: Sequence[tuple[date, Decimal]], target: Decimal, across: "_Across", up: "_Up") -> SafeString:
    """Write the first and the last day below, their values beside their points, and the target above its line."""
    (first, begun), (last, now) = series[0], series[-1]
    texts = (
        (across.at(first), HEIGHT - 4, "start", f"{first:%-d %B %Y}"),
        (across.at(last), HEIGHT - 4, "end", f"{last:%-d %B %Y}"),
        (across.at(first), up.at(begun) - 8, "start", _plain(begun)),
        (across.at(last), up.at(now) - 8, "end", _plain(now)),
        (WIDTH / 2, up.at(target) - 6, "middle", f"target {_plain(target)}"),
    )
    return format_html_join("", '<text fill="#53605a" x="{}" y="{}" text-anchor="{}">{}</text>', texts)


def _plain(value: Decimal) -> str:
    """Write a number without the noughts at its end."""
    return f"{value.normalize():f}"


class _Across:
    """Where a day stands in the width."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.days = first, max((last - first).days, 1)

    def at(self, day: date) -> float:
        return round(_EDGE + (day - self.first).days * (WIDTH - 2 * _EDGE) / self.days, 1)


class _Up:
    """Where a value stands in the height."""

    def __init__(self, low: Decimal, high: Decimal) -> None:
        self.low, self.span = low, (high - low) or Decimal(1)

    def at(self, value: Decimal) -> float:
        share = float((value - self.low) / self.span)
        return round(HEIGHT - _TOP - share * (HEIGHT - 2 * _TOP), 1)
