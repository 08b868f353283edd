"""Draws a series with Altair and vl-convert, and cleans the SVG so that it may stand inside a strict page."""

import itertools
import re
from collections.abc import Sequence
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

Span = tuple[date, date]

# Colours that stand for classes of the page's style sheet, so that the chart follows dark mode and print.
INK, QUIET, LINE, MARK = "#010101", "#020202", "#030303", "#040404"
CLASSES = {INK: "ink", QUIET: "quiet", LINE: "line", MARK: "mark"}
KEPT = frozenset(
    {"d", "transform", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "text-anchor"}
    | {"stroke-width", "stroke-dasharray", "stroke-linecap", "font-size", "font-weight"}
)
DRAWN = frozenset({"path", "line", "rect", "circle", "text"})


def draw(points: Sequence[tuple[Span, int]], base: int | None) -> tuple[str, str]:
    """Draw points (first and last possible day, count) for wide and for narrow screens, as inline SVG."""
    return clean(render(specification(points, base, *WIDE))), clean(render(specification(points, base, *NARROW)))


WIDE, NARROW = (640, 240), (236, 220)


def specification(points: Sequence[tuple[Span, int]], base: int | None, width: int, height: int) -> dict[str, Any]:
    """Describe the chart: a dot for a known day, a bar over the days that a month or year can mean."""
    import altair as alt

    charts: Any = alt  # much of it is untyped
    rows, gaps = rows_of(points)
    years = (min(days[0].year for days, _ in points), max(days[1].year for days, _ in points))
    top = base or max(count for _, count in points)
    time = charts.X("first:T", title=None, scale=time_scale(charts, years), axis=time_axis(charts, years, width))
    scale = charts.Scale(domain=[0, top * 1.08], nice=False)
    count = charts.Y("count:Q", title=None, scale=scale, axis=count_axis(charts, top))
    chart = charts.Chart(charts.Data(values=rows))
    between = charts.Chart(charts.Data(values=gaps)).mark_rule(
        strokeDash=[1, 5], strokeWidth=1.5, color=QUIET, strokeCap="round"
    )
    bars = chart.transform_filter("!datum.exact").mark_rule(strokeWidth=7, color=MARK, strokeCap="butt")
    dots = chart.transform_filter("datum.exact").mark_circle(size=80, color=MARK, opacity=1)
    labels = chart.mark_text(dy=-13, fontSize=14, fontWeight=600, color=INK)
    layers = charts.layer(
        between.encode(x="x:T", y="y:Q", x2="x2:T", y2="y2:Q"),
        bars.encode(x=time, x2="after:T", y=count),
        dots.encode(x=time, y=count),
        labels.encode(x="middle:T", y=count, text="text:N"),
    ).properties(width=width, height=height)
    plain = layers.configure_view(stroke=None).configure(background="transparent", padding=4)
    described: dict[str, Any] = plain.to_dict()
    return described


def rows_of(points: Sequence[tuple[Span, int]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the points as rows of data, and the gaps between them as lines to draw."""
    rows = [
        {
            "first": first.isoformat(),
            "after": (last + timedelta(days=1)).isoformat(),
            "middle": (first + (last - first) / 2).isoformat(),
            "count": count,
            "exact": first == last,
            "text": f"{count:,}",
        }
        for (first, last), count in points
    ]
    gaps = [
        {
            "x": here["first" if here["exact"] else "after"],
            "y": here["count"],
            "x2": there["first"],
            "y2": there["count"],
        }
        for here, there in itertools.pairwise(rows)
    ]
    return rows, gaps


def time_scale(charts: Any, years: tuple[int, int]) -> Any:
    """Cover whole years, in UTC so that the drawing is the same on every machine."""
    return charts.Scale(type="utc", domain=[f"{years[0]}-01-01", f"{years[1] + 1}-01-01"])


def time_axis(charts: Any, years: tuple[int, int], width: int) -> Any:
    """Mark where each year begins, or every few years on a narrow chart, and name it to the right of its mark."""
    step = max(1, -(-(years[1] - years[0] + 1) * 44 // width))
    return charts.Axis(
        format="%Y",
        tickCount={"interval": "year", "step": step},
        labelFontSize=13,
        labelColor=QUIET,
        tickColor=LINE,
        domainColor=LINE,
        grid=False,
        labelFlush=False,
        labelExpr=f"utcyear(datum.value) > {years[1]} ? '' : datum.label",
        labelAlign="left",
        labelOffset=3,
        tickSize=8,
        labelPadding=2,
    )


def count_axis(charts: Any, top: int) -> Any:
    """Mark nought, half and the base."""
    return charts.Axis(
        values=[0, round(top / 2), top],
        labelFontSize=13,
        labelColor=QUIET,
        gridColor=LINE,
        domain=False,
        ticks=False,
        labelPadding=8,
    )


def render(spec: dict[str, Any]) -> str:
    """Turn a Vega-Lite specification into SVG, with nothing fetched from anywhere."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return svg


class Shapes(HTMLParser):
    """Reads an SVG and writes again only its shapes: no style, link, script, name space, or part that draws nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.size = ("0", "0")
        self.open: list[tuple[str, str, list[str]]] = [("", "", [])]  # element, its start tag, what stands inside

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "svg":
            self.size = (found.get("width", "0"), found.get("height", "0"))
        named = [(name, CLASSES[found[name]]) for name in ("fill", "stroke") if found.get(name) in CLASSES]
        kept = "".join(f' {name}="{number(value)}"' for name, value in found.items() if name in KEPT)
        drawn = tag in DRAWN and named
        start = f'<{tag} class="{" ".join(map("-".join, named))}"{kept}>' if drawn else f"<g{kept}>"
        self.open.append((tag, start if drawn or (tag == "g" and kept) else "", []))

    def handle_data(self, data: str) -> None:
        if self.open[-1][0] == "text":
            self.open[-1][2].append(escape(data))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        _, start, parts = self.open.pop()
        inner = "".join(parts)
        if tag in {"g", "svg"}:
            self.open[-1][2].append(f"{start}{inner}</g>" if start and inner else inner)
        elif start:
            self.open[-1][2].append(f"{start}{inner}</{tag}>")


def clean(svg: str) -> str:
    """Rebuild an SVG from allowed elements and attributes alone; colours become classes of the page's style sheet."""
    shapes = Shapes()
    shapes.feed(svg)
    shapes.close()
    width, height = map(number, shapes.size)
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true" focusable="false">'
        f"{''.join(shapes.open[0][2])}</svg>"
    )


def number(value: str) -> str:
    """Escape the value of an attribute, its numbers cut to one decimal."""
    short = re.sub(r"-?\d+\.\d{2,}", lambda found: f"{float(found.group()):.1f}".removesuffix(".0"), value)
    return escape(short)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
