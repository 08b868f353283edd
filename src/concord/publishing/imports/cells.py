"""One cell against its column: is it what the layout allows?"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

from concord.analysis.figures.partial_dates import parse_partial_date
from concord.publishing.imports.layout import Column, Kind

EXCERPT = 60

_UNSEEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b\u2060\u061c\ufeff")
_PATTERNS = {
    Kind.SLUG: re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"),
    Kind.STATE: re.compile(
        "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|"
        "OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|AS|GU|MP|PR|VI"
    ),
    Kind.ORI: re.compile(r"[A-Z0-9]{9}"),
    Kind.LABEL: re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*"),
    Kind.NUMBER: re.compile(r"0|[1-9][0-9]*"),
    Kind.POSITIVE: re.compile(r"[1-9][0-9]*"),
    Kind.COUNT: re.compile(r"[<>~]?(?:0|[1-9][0-9]*)"),
    Kind.PERCENT: re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,2})?"),
    Kind.YES_NO: re.compile(r"yes|no"),
    Kind.COMPARES: re.compile(r"findings|recommendations|phase [1-9]"),
    Kind.ERA: re.compile(r"\S.* [0-9]{4}-(?:[0-9]{2})?"),
}
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def tidy(cell: str) -> str:
    """A cell without the blanks around it and with one kind of line end."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def excerpt(text: str) -> str:
    """A text as it is shown in a message: in quotation marks, short, every odd character spelled out."""
    shown = "".join(letter if letter.isprintable() else f"<U+{ord(letter):04X}>" for letter in text[:EXCERPT])
    return f"“{shown}{'…' if len(text) > EXCERPT else ''}”"


def fault(text: str, column: Column) -> tuple[str, str] | None:
    """What was found and what was expected when the tidied text may not stand in the column, else None."""
    if not text:
        return ("an empty cell", column.expected) if column.required else None
    if len(text) > column.longest:
        return f"{len(text)} characters, {excerpt(text)}", column.expected
    odd = _odd_character(text, prose=column.kind is Kind.PROSE)
    if odd is not None:
        return f"the invisible character U+{ord(odd):04X} in {excerpt(text)}", "plain text without control characters"
    if not _allowed(text, column):
        return excerpt(text), column.expected
    return None


def _odd_character(text: str, *, prose: bool) -> str | None:
    for letter in text:
        if prose and letter == "\n":
            continue
        if letter in _UNSEEN or unicodedata.category(letter) in {"Cc", "Zl", "Zp"}:
            return letter
    return None


def _allowed(text: str, column: Column) -> bool:
    if column.choices:
        return text in column.choices
    pattern = _PATTERNS.get(column.kind)
    if pattern is not None:
        return pattern.fullmatch(text) is not None
    test = _TESTS.get(column.kind)
    return test is None or test(text)


def _is_date(text: str) -> bool:
    try:
        parse_partial_date(text)
    except ValueError:
        return False
    return True


def _is_address(text: str) -> bool:
    """Whether a text is an address that a release may hold (schemas/site-1.json) and that names its host plainly."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return _ADDRESS.fullmatch(text) is not None and bool(parts.hostname) and "@" not in parts.netloc


_TESTS: dict[Kind, Callable[[str], bool]] = {
    Kind.DATE: _is_date,
    Kind.URL: _is_address,
}
