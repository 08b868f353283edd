"""Template helpers that every page may use; loaded everywhere."""

from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

from concord.core import zones
from concord.core.verbs import Button

register = template.Library()


@register.filter
def drawing(svg: str) -> SafeString:
    """Put a drawing into a page: SVG that our own code drew and kept, with every text in it escaped."""
    return SafeString(svg)  # nosec B703 - drawn by concord.analysis, which escapes each text


@register.filter
def day(value: date | datetime | str | None) -> SafeString | str:
    """Write a date as 14 November 2026, inside <time>; of a moment the day in the programme's zone. A text that is no
    whole ISO date (a year alone) stays as it is."""
    if value is None:
        return "–"
    if isinstance(value, str):
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    return _written(value.isoformat(), zones.local(value).date() if isinstance(value, datetime) else value)


@lru_cache(4096)  # a list of fifty rows shows few days, and each many times
def _written(iso: str, on: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', iso, f"{on.day} {on:%B %Y}")


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Write a moment as 14 November 2026, 10:04 EST: by the clock of the programme's zone, whose name stands beside."""
    if value is None:
        return "–"
    here = zones.local(value)
    written = f"{here.day} {here:%B %Y}, {here:%H:%M} {here.tzname()}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), written)


@register.filter
def waited(since: datetime, now: datetime) -> str:
    """Say how long something has waited, in whole days: "51 days", "1 day", "today"."""
    days = (now - since).days
    return "today" if days < 1 else f"{days} day{'s' if days > 1 else ''}"


@register.filter
def thousands(value: int) -> str:
    """Write a count with separators: 148,000."""
    return f"{value:,}"


@register.filter
def attributes(attrs: dict[str, Any]) -> SafeString:
    """Write the attributes of a widget into its tag."""
    return flatatt(attrs)


@register.filter
def options(groups: list[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """Write the options of a choice. A list of the states has 57: a template takes ten times as long to write them, and
    the escaping of Django, which looks for lazy texts, twice."""
    written = (_group(label, "".join(map(_option, found))) for label, found, _ in groups)
    return SafeString("".join(written))  # nosec B703 - each text in it was escaped by _group and _option


def _group(label: str | None, written: str) -> str:
    return f'<optgroup label="{escape(str(label))}">{written}</optgroup>' if label else written


def _option(option: dict[str, Any]) -> str:
    attrs = flatatt(option["attrs"]) if option["attrs"] else ""
    return f'<option value="{escape(str(option["value"]))}"{attrs}>{escape(str(option["label"]))}</option>'


@register.filter
def ready(buttons: list[Button]) -> list[Button]:
    """Return the buttons that work now."""
    return [button for button in buttons if button.decision.allowed]


@register.filter
def greyed(buttons: list[Button]) -> list[Button]:
    """Return the buttons that do not work now; those with one reason stand together."""
    refused = [button for button in buttons if not button.decision.allowed]
    reasons = [button.decision.reason for button in refused]
    return sorted(refused, key=lambda button: reasons.index(button.decision.reason))


@register.simple_tag(takes_context=True)
def posted(context: template.Context) -> SafeString:
    """Write how a form is sent: to its own page's address, as the server knows it.

    Left to itself a browser adds the place on the page (#main, after the skip link), and where an address names a
    place it does not bring the reader to the summary of errors."""
    return format_html('method="post" action="{}"', context["request"].get_full_path())


@register.filter
def as_percent(share: Fraction | float) -> str:
    """Write a share of 1 as a percentage, with one place where it is no whole one."""
    return f"{float(share):.1%}".replace(".0%", "%")


@register.filter
def as_number(value: Fraction | float) -> str:
    """Write a number with two places."""
    return f"{float(value):.2f}"


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """Look a key up in a mapping."""
    return mapping.get(key)
