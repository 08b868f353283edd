"""A date in the words fits the report's period: no day of another time has strayed in from an older text (P1)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from concord.core.checks import Problem, warning
from concord.publishing.models import PARTS

_NAMES = "January February March April May June July August September October November December"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
_NAMED = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)})(?: (\d{{1,2}}),)? (\d{{4}})\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_COMING = PARTS["next_steps"]


def dates_fit_the_period(said: Mapping[str, str], *, first: date, last: date) -> list[Problem]:
    """What is told as done is not dated after the period, what comes next not before it; and an older year is pointed
    out wherever it stands."""
    problems = []
    for heading, text in said.items():
        for words, begins, ends in _spans(text):
            if heading == _COMING and ends < first:
                problems.append(warning(f"“{words}” in “{heading}” lies before the period: is it still to come?"))
            elif heading != _COMING and begins > last:
                problems.append(warning(f"“{words}” in “{heading}” lies after the period, which ends on {last}."))
            elif heading != _COMING and ends < first:
                problems.append(warning(f"“{words}” in “{heading}” lies before the period, which begins on {first}."))
    return problems


def _spans(text: str) -> Iterator[tuple[str, date, date]]:
    """Yield each date of a text: as written, with the first and last day that it can mean."""
    rest = text
    for match in _NAMED.finditer(text):
        day, month, year = match[1] or match[3], _MONTHS[match[2]], int(match[4])
        rest = rest.replace(match[0], " ")
        yield from _span(match[0], year, month, int(day) if day else None)
    for match in _ISO.finditer(rest):
        yield from _span(match[0], int(match[1]), int(match[2]), int(match[3]))
    for match in _YEAR.finditer(_ISO.sub(" ", rest)):
        yield match[0], date(int(match[0]), 1, 1), date(int(match[0]), 12, 31)


def _span(words: str, year: int, month: int, day: int | None) -> Iterator[tuple[str, date, date]]:
    """Yield a date that exists; 31 June is none of ours to judge."""
    try:
        yield words, date(year, month, day or 1), date(year, month, day or _LAST_SAFE)
    except ValueError:
        return


_LAST_SAFE = 28
"""A month alone reaches at least to here; a few days do not matter for a warning."""
