"""Template helpers that every page may use; loaded everywhere."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """Write a date as 14 November 2026, inside <time>."""
    if value is None:
        return "–"
    shown = f"{value.day} {value:%B %Y}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Write a moment as 14 November 2026, 15:04 UTC."""
    if value is None:
        return "–"
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), f"{value.day} {value:%B %Y}, {value:%H:%M} UTC"
    )


@register.filter
def days_until(start: datetime, end: datetime) -> int:
    """Return the whole days from one moment to another."""
    return (end - start).days


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """Look a key up in a mapping."""
    return mapping.get(key)
