"""Criminal justice information is kept out: the question is asked, and columns that look like it are pointed out by
their places. What stands in them is repeated nowhere: where a file has no row of names, it is somebody's."""

import re
from collections.abc import Iterable

from concord.core.checks import Problem, error, warning
from concord.evidence.models import KEPT_OUT
from concord.evidence.reading.pieces import Measure

_LOOKS_LIKE_IT = re.compile(
    r"ncic|nlets|\biii\b|fbi[ -]?(?:no|num|number|id)|\bsid\b|state[ -]?id[ -]?(?:no|num|number)|rap[ -]?sheet|"
    r"criminal[ -]?histor|crim[ -]?hist|warrant[ -]?(?:no|num|number)|fingerprint|biometric|\bcjis?\b|hot[ -]?file",
    re.IGNORECASE,
)


def looks_like_justice_information(columns: Iterable[str]) -> list[int]:
    """Return the numbers, from 1, of the columns whose names look like criminal justice information."""
    return [number for number, name in enumerate(columns, start=1) if _LOOKS_LIKE_IT.search(name.replace("_", " "))]


def justice_information_stays_out(
    answer: str, columns: Iterable[str], found: Measure | None = None, *, with_file: bool
) -> list[Problem]:
    """A file is taken only where it holds no criminal justice information, and none of the columns that are told, or
    that were found in it, looks like it."""
    if answer in KEPT_OUT:
        if not with_file:
            return [warning("It is tagged: criminal justice information stays with the agency, and so does the file.")]
        return [error("no file, since it holds criminal justice information, or may")]
    suspect = [f"line {number} of those told" for number in looks_like_justice_information(columns)]
    if found is not None:
        suspect += [f"{found.places[n - 1]} of the file" for n in looks_like_justice_information(found.columns)]
    if not suspect:
        return []
    said = f"columns that hold no criminal justice information; these look like it: {'; '.join(suspect)}"
    return [error(said) if with_file else warning(said)]
