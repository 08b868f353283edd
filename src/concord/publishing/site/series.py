"""Counts over time from public records: a table, a computed sentence, and a chart that never claims an exact day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from concord.publishing.site import numbers
from concord.publishing.site.dates import partial_date, partial_when, span
from concord.publishing.site.markup import markup
from concord.publishing.site.speech import say


@dataclass(frozen=True, slots=True)
class Point:
    """One row of the table."""

    when: str
    count: int
    share: str
    who: str
    url: str | None
    host: str


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its table, its sentence, and its chart as (wide SVG, narrow SVG)."""

    title: str
    unit: str
    base: int | None
    points: tuple[Point, ...]
    sentence: str
    chart: tuple[str, str] | None
    undated: int

    @property
    def wide(self) -> Markup:
        """The chart for wide screens. It was rebuilt from allowed elements and escaped text alone (chart.clean)."""
        return markup(self.chart[0] if self.chart else "")

    @property
    def narrow(self) -> Markup:
        """The chart for narrow screens."""
        return markup(self.chart[1] if self.chart else "")


def compute(series: Mapping[str, Any]) -> Series:
    """Compute the table and sentence of a series, and draw its chart when two points or more can be placed."""
    base = series["base"]
    points = tuple(
        Point(
            partial_date(point["as_of"]),
            point["count"],
            numbers.percent(point["count"], base) if base else "",
            point.get("assessor") or "",
            point["source_url"],
            host_of(point["source_url"]),
        )
        for point in series["points"]
    )
    placed = [(span(point["as_of"]), point["count"]) for point in series["points"]]
    drawable = [(days, count) for days, count in placed if days is not None]
    chart = None
    if len(drawable) > 1:
        from concord.publishing.site import chart as drawing

        chart = drawing.draw(drawable, base)
    return Series(series["title"], series["unit"], base, points, sentence(series), chart, len(placed) - len(drawable))


def host_of(url: str | None) -> str:
    """Return the host of an address, without the www., as the name of who printed it."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def sentence(series: Mapping[str, Any]) -> str:
    """Return the first and last count in words, without saying what lies between or why."""
    first, last = series["points"][0], series["points"][-1]
    way = "The count went from {start} to {end}."
    if last["count"] != first["count"]:
        rose = last["count"] > first["count"]
        way = "The count rose from {start} to {end}." if rose else "The count fell from {start} to {end}."
    start = f"{amount(series, first)} {partial_when(first['as_of'])}"
    end = f"{amount({**series, 'unit': ''}, last)} {partial_when(last['as_of'])}"
    figures = numbers.counted(len(series["points"]), "published figure")
    between = say("{figures}; what lay between is not known.", figures=figures)
    return f"{say(way, start=start, end=end)} {between}"


def amount(series: Mapping[str, Any], point: Mapping[str, Any]) -> str:
    """Return a count with its base, unit and percentage: “11 of 272 recommendations (4.0%)”."""
    count, base = point["count"], series["base"]
    unit = f" {series['unit']}" if series["unit"] else ""
    if not base:
        return f"{count:,}{unit}"
    percent = numbers.percent(count, base)
    return say("{count} of {base}{unit} ({percent})", count=f"{count:,}", base=f"{base:,}", unit=unit, percent=percent)
