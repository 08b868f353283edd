"""Template helpers of core/document.html."""

from collections.abc import Iterable, Sequence

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from concord.core.documents.model import right_to_left

register = template.Library()
_FROM_THE_RIGHT, _AS_USUAL = format_html(' dir="{}"', "rtl"), format_html("{}", "")


@register.filter
def way(text: str) -> SafeString:
    """Return the attribute that a text set from the right needs; nothing for any other."""
    return _FROM_THE_RIGHT if right_to_left(text) else _AS_USUAL


@register.filter
def body(rows: Iterable[Sequence[str]]) -> SafeString:
    """Write the rows of a table, of which the first cell names the row. In a template it takes four times as long, and
    a justification has a thousand cells."""
    return format_html_join("", "<tr>{}</tr>", ((_cells(row),) for row in rows))


def _cells(row: Sequence[str]) -> SafeString:
    name, *rest = row
    first = format_html('<th scope="row"{}>{}</th>', way(name), linebreaksbr(name))
    return first + format_html_join("", "<td{}>{}</td>", ((way(cell), linebreaksbr(cell)) for cell in rest))


@register.simple_tag
def heading(text: str, top: int, level: int) -> SafeString:
    """Write a heading `level` below the document's title, whose own level is `top`."""
    return format_html("<h{0}{1}>{2}</h{0}>", top + level, way(text), text)
