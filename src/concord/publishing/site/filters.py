"""Template filters: dates, numbers, signs. All take plain values and escape what they are given."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from concord.publishing.site import dates, figures, numbers, unitbar
from concord.publishing.site.engine import markup, written

register = template.Library()


@register.filter
def day(value: str | date) -> SafeString:
    """Write a day as a time element: 9 June 2025."""
    return format_html('<time datetime="{}">{}</time>', str(value), dates.long_date(value))


@register.filter
def plain_day(value: str | date) -> str:
    """Write a day as text alone, for where no element may stand."""
    return dates.long_date(value)


@register.filter
def partial(value: Mapping[str, Any]) -> str:
    """Write a date only as exactly as it is known."""
    return dates.partial_date(value)


@register.filter
def moment(value: str) -> str:
    """Write an instant: 14 November 2026, 15:04 UTC."""
    return dates.moment(value)


@register.filter
def thousands(value: int) -> str:
    """Write a count with separators: 148,000."""
    return f"{value:,}"


@register.filter
def size(value: int) -> str:
    """Write the size of a file: 84 kB."""
    return numbers.size(value)


@register.filter
def beyond(value: int, shown: int) -> str:
    """Write how many there are beyond those that are shown."""
    return f"{value - shown:,}"


@register.filter
def counted(value: int, noun: str) -> str:
    """Write a count and its noun; "finding" or "entry,entries"."""
    one, _, many = noun.partition(",")
    return numbers.counted(value, one, many or None)


@register.filter
def paragraphs(value: str) -> SafeString:
    """Write text as paragraphs, parted where it has empty lines."""
    parts = [part.strip() for part in value.replace("\r\n", "\n").split("\n\n")]
    return format_html_join("", "<p{}>{}</p>", ((written(), part) for part in parts if part))


@register.filter
def prose(value: Sequence[Mapping[str, Any]]) -> SafeString:
    """Write the blocks of a page: paragraphs, headings (of the second level) and lists."""
    return format_html_join("\n", "{}", ((_block(each),) for each in value))


def _block(block: Mapping[str, Any]) -> SafeString:
    if block["kind"] == "list":
        return format_html(
            '<ul class="bullets"{}>{}</ul>',
            written(),
            format_html_join("", "<li>{}</li>", ((t,) for t in block["texts"])),
        )
    return format_html("<h2{}>{}</h2>" if block["kind"] == "heading" else "<p{}>{}</p>", written(), block["texts"][0])


@register.filter
def lowered(value: str) -> str:
    """Write a label as it stands inside a sentence."""
    return figures.lower(value)


@register.filter
def capital(value: str) -> str:
    """Write the first letter large, and leave the rest as it is."""
    return figures.capital(value)


@register.filter
def sign(name: str) -> SafeString:
    """Draw the square that stands for a status."""
    return format_html(
        '<svg class="sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        '<use href="#s-{}"></use></svg>',
        name,
    )


@register.filter
def bar(drawn: unitbar.Bar, kind: str = "") -> SafeString:
    """Draw a unit bar. It is decoration: the same counts stand beside it as text."""
    paths = "".join(f'<path fill="url(#u-{piece.sign})" d="{piece.path}"></path>' for piece in drawn.pieces)
    return markup(
        f'<svg class="bar {escape(kind)}" viewBox="{drawn.view_box}" width="{drawn.width}" height="{drawn.height}"'
        f' aria-hidden="true" focusable="false">{paths}</svg>'
    )


@register.filter
def excerpt(value: str, words: int) -> str:
    """Write the first words of a text, with an ellipsis when there are more."""
    parts = value.split()
    return " ".join(parts) if len(parts) <= words else f"{' '.join(parts[:words]).rstrip(',;:')} …"
