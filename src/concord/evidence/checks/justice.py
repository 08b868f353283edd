"""Criminal justice information is kept out: the question is asked, and columns that look like it are pointed out."""

import re
from collections.abc import Iterable

from concord.core.checks import Problem, error, warning
from concord.evidence.models import KEPT_OUT

_LOOKS_LIKE_IT = re.compile(
    r"ncic|nlets|\biii\b|fbi[ -]?(?:no|num|number|id)|\bsid\b|state[ -]?id[ -]?(?:no|num|number)|rap[ -]?sheet|"
    r"criminal[ -]?histor|crim[ -]?hist|warrant[ -]?(?:no|num|number)|fingerprint|biometric|\bcjis?\b|hot[ -]?file",
    re.IGNORECASE,
)


def looks_like_justice_information(columns: Iterable[str]) -> list[str]:
    """Return the columns whose names look like criminal justice information."""
    return [column for column in columns if _LOOKS_LIKE_IT.search(column.replace("_", " "))]


def justice_information_stays_out(answer: str, columns: Iterable[str], *, with_file: bool) -> list[Problem]:
    """A file is taken only where it holds no criminal justice information, and none of its columns looks like it."""
    if answer in KEPT_OUT:
        if not with_file:
            return [warning("It is tagged: criminal justice information stays with the agency, and so does the file.")]
        return [error("no file, since it holds criminal justice information, or may")]
    suspect = ", ".join(looks_like_justice_information(dict.fromkeys(columns)))
    if not suspect:
        return []
    said = f"columns that hold no criminal justice information; these look like it: {suspect}"
    return [error(said) if with_file else warning(said)]
