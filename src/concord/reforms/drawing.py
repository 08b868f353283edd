"""What depends on what as a drawing, with a table beside it that says the same. Pure: SVG made of plain text.

What needs nothing stands on the left, what needs it one column to the right of the last of what it needs. Lines go from
what comes first to what comes after. Colour says nothing that is not written: a box that is complete has a tick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from concord.analysis.plan.graph import Graph, in_order, make

_WIDE, _HIGH, _BETWEEN, _ROW, _EDGE = 120, 30, 70, 44, 10
_HEAD = 8  # of an arrow
_LETTERS = 13  # of a label that a box holds


@dataclass(frozen=True)
class Node:
    """One piece of work: its key, the label in its box, its page's address, and whether it is complete."""

    key: str
    label: str
    href: str
    is_complete: bool


def drawn(nodes: Sequence[Node], needs: Sequence[tuple[str, str]], *, ident: str = "links") -> SafeString:
    """Return the drawing of pieces of work and of links (later, earlier); empty without a link.

    Only what has a link is drawn. Raises BadArgument for a circle, which no verb lets in."""
    linked = {key for pair in needs for key in pair}
    shown = {node.key: node for node in nodes if node.key in linked}
    if not shown:
        return format_html("{}", "")
    graph = make(nodes=shown, needs=needs)
    places = _places(graph)
    columns = max(column for column, _ in places.values()) + 1
    rows = max(row for _, row in places.values()) + 1
    width = 2 * _EDGE + columns * _WIDE + (columns - 1) * _BETWEEN
    height = 2 * _EDGE + rows * _ROW
    links = len(set(needs))
    about = f"{len(shown)} recommendations and {links} link{'s' * (links > 1)} between them. The table says the same."
    return format_html(
        '<svg class="links" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" role="group" '
        'aria-labelledby="{}-title {}-desc" font-family="Public Sans Web, sans-serif" font-size="13">'
        '<title id="{}-title">What needs what first</title><desc id="{}-desc">{}</desc>{}{}</svg>',
        *(width, height, width, ident, ident, ident, ident, about),
        _lines(needs, places),
        _boxes(shown, places),
    )


def _places(graph: Graph) -> Mapping[str, tuple[int, int]]:
    """Return the column and the row of each piece."""
    columns: dict[str, int] = {}
    places: dict[str, tuple[int, int]] = {}
    filled: dict[int, int] = {}
    for key in in_order(graph):
        columns[key] = max((columns[first] + 1 for first in graph.needs[key]), default=0)
        row = filled.get(columns[key], 0)
        filled[columns[key]] = row + 1
        places[key] = columns[key], row
    return places


def _corner(place: tuple[int, int]) -> tuple[int, int]:
    column, row = place
    return _EDGE + column * (_WIDE + _BETWEEN), _EDGE + row * _ROW


def _lines(needs: Sequence[tuple[str, str]], places: Mapping[str, tuple[int, int]]) -> SafeString:
    ends = []
    for later, first in sorted(set(needs)):
        (x, y), (to_x, to_y) = _corner(places[first]), _corner(places[later])
        half = _HIGH // 2
        ends.append((x + _WIDE, y + half, x + _WIDE + half, y + half, to_x - half, to_y + half, to_x, to_y + half))
    lines = format_html_join(
        "", '<path class="links-line" fill="none" stroke="#53605a" d="M{} {}C{} {} {} {} {} {}"/>', ends
    )
    heads = ((x - _HEAD, y - _HEAD // 2, x, y, x - _HEAD, y + _HEAD // 2) for *_, x, y in ends)
    return lines + format_html_join("", '<path class="links-head" fill="#53605a" d="M{} {}L{} {}L{} {}z"/>', heads)


def _boxes(shown: Mapping[str, Node], places: Mapping[str, tuple[int, int]]) -> SafeString:
    boxes = []
    for key, node in shown.items():
        x, y = _corner(places[key])
        label = node.label if len(node.label) <= _LETTERS else f"{node.label[: _LETTERS - 1]}…"
        words = f"✓ {label}" if node.is_complete else label
        boxes.append((node.href, x, y, _WIDE, _HIGH, x + 8, y + 20, words))
    return format_html_join(
        "",
        '<a href="{}"><rect class="links-box" x="{}" y="{}" width="{}" height="{}" rx="4" fill="#fff" '
        'stroke="#53605a"/><text class="links-name" fill="#1b1b1b" x="{}" y="{}">{}</text></a>',
        boxes,
    )
