"""Template filters: dates, numbers, signs. All take plain values and escape what they are given."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from concord.publishing.site import dates, figures, numbers, unitbar
from concord.publishing.site.markup import markup, written


def day(value: str | date) -> Markup:
    """Write a day as a time element: 9 June 2025."""
    return markup('<time datetime="{}">{}</time>').format(str(value), dates.long_date(value))


def plain_day(value: str | date) -> str:
    """Write a day as text alone, for where no element may stand."""
    return dates.long_date(value)


def partial(value: Mapping[str, Any]) -> str:
    """Write a date only as exactly as it is known."""
    return dates.partial_date(value)


def moment(value: str) -> str:
    """Write an instant: 14 November 2026, 15:04 UTC."""
    return dates.moment(value)


def thousands(value: int) -> str:
    """Write a count with separators: 148,000."""
    return f"{value:,}"


def size(value: int) -> str:
    """Write the size of a file: 84 kB."""
    return numbers.size(value)


def beyond(value: int, shown: int) -> str:
    """Write how many there are beyond those that are shown."""
    return f"{value - shown:,}"


def counted(value: int, noun: str) -> str:
    """Write a count and its noun; "finding" or "entry,entries"."""
    one, _, many = noun.partition(",")
    return numbers.counted(value, one, many or None)


def paragraphs(value: str) -> Markup:
    """Write text as paragraphs, parted where it has empty lines."""
    parts = [part.strip() for part in value.replace("\r\n", "\n").split("\n\n")]
    return _joined("<p{}>{}</p>", ((written(), part) for part in parts if part))


def prose(value: Sequence[Mapping[str, Any]]) -> Markup:
    """Write the blocks of a page: paragraphs, headings (of the second level) and lists."""
    return markup("\n").join(_block(each) for each in value)


def _block(block: Mapping[str, Any]) -> Markup:
    if block["kind"] == "list":
        items = _joined("<li>{}</li>", ((text,) for text in block["texts"]))
        return markup('<ul class="bullets"{}>{}</ul>').format(written(), items)
    form = "<h2{}>{}</h2>" if block["kind"] == "heading" else "<p{}>{}</p>"
    return markup(form).format(written(), block["texts"][0])


def _joined(form: str, rows: Iterable[Sequence[str]]) -> Markup:
    """Fill a form with each row, escaped."""
    return markup("").join(markup(form).format(*row) for row in rows)


def lowered(value: str) -> str:
    """Write a label as it stands inside a sentence."""
    return figures.lower(value)


def capital(value: str) -> str:
    """Write the first letter large, and leave the rest as it is."""
    return figures.capital(value)


def sign(name: str) -> Markup:
    """Draw the square that stands for a status."""
    return markup(
        '<svg class="sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><use href="#s-{}"></use></svg>'
    ).format(name)


def bar(drawn: unitbar.Bar, kind: str = "") -> Markup:
    """Draw a unit bar. It is decoration: the same counts stand beside it as text."""
    paths = "".join(f'<path fill="url(#u-{piece.sign})" d="{piece.path}"></path>' for piece in drawn.pieces)
    return markup(
        f'<svg class="bar {escape(kind)}" viewBox="{drawn.view_box}" width="{drawn.width}" height="{drawn.height}"'
        f' aria-hidden="true" focusable="false">{paths}</svg>'
    )


def excerpt(value: str, words: int) -> str:
    """Write the first words of a text, with an ellipsis when there are more."""
    parts = value.split()
    return " ".join(parts) if len(parts) <= words else f"{' '.join(parts[:words]).rstrip(',;:')} …"


def pluralize(value: int, forms: str) -> str:
    """Write the first of two forms for one, the second for any other number: "is,are"."""
    one, many = forms.split(",")
    return one if value == 1 else many


def urlencoded(value: str) -> str:
    """Write text as it stands in an address, whatever signs it has."""
    return quote(value, safe="")


FILTERS = {
    each.__name__: each
    for each in (
        *(day, plain_day, partial, moment),
        *(thousands, size, beyond, counted, pluralize),
        *(paragraphs, prose, lowered, capital, excerpt, urlencoded),
        *(sign, bar),
    )
}
"""What templates may call by `value|name`."""
