"""Template helpers of core/document.html."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from concord.core.documents.model import right_to_left

register = template.Library()


@register.filter
def way(text: str) -> SafeString:
    """Return the attribute that a text set from the right needs; nothing for any other."""
    return format_html(' dir="{}"', "rtl") if right_to_left(text) else format_html("{}", "")


@register.simple_tag
def heading(text: str, top: int, level: int) -> SafeString:
    """Write a heading `level` below the document's title, whose own level is `top`."""
    return format_html("<h{0}{1}>{2}</h{0}>", top + level, way(text), text)
