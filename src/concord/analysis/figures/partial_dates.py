"""Dates as public records print them: a day, a month, a year, or only words.

A public record often says less than a day ("2017-09") and sometimes adds words that matter
("2015-12-22 (press)"). Both are kept: the text exactly as written, and the span of days it can mean.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EXPECTED = (
    "YYYY, YYYY-MM or YYYY-MM-DD in the calendar, words after it in round brackets if needed, "
    "or words that do not begin with a year"
)
_DATE = re.compile(
    r"(?P<year>(?:19|20|21)[0-9]{2})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?: \((?P<words>[^()]+)\))?"
)
_BEGINS_LIKE_A_DATE = re.compile(r"[0-9]{4}|[0-9]{1,2}[-/.][0-9]")


class Precision(StrEnum):
    """How much of the date the record gives."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as a record prints it.

    `printed` is the whole text as written; `words` what stands in brackets after the date, or the whole text
    when there is no date in it. `earliest` and `latest` are the first and the last day that the text can mean,
    both None when it is only words.
    """

    printed: str
    precision: Precision
    earliest: date | None
    latest: date | None
    words: str = ""

    def before(self, other: "PartialDate") -> bool:
        """Whether every day this can mean lies before every day the other can mean."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    def near(self, other: "PartialDate", *, days: int) -> bool:
        """Whether the two can mean days at most `days` apart. Words alone are near nothing."""
        if self.earliest is None or self.latest is None or other.earliest is None or other.latest is None:
            return False
        return max((self.earliest - other.latest).days, (other.earliest - self.latest).days) <= days

    def __str__(self) -> str:
        """The text as written."""
        return self.printed


def parse_partial_date(text: str) -> PartialDate:
    """Read one date as printed. Raises ValueError, with what was expected, when it cannot be meant as one.

    A text that begins like a date must be one: "2015-13" is a slip of the pen, not words.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        if not text or _BEGINS_LIKE_A_DATE.match(text) or not any(letter.isalpha() for letter in text):
            raise ValueError(EXPECTED)
        return PartialDate(text, Precision.WORDS, None, None, text)
    month, day = (int(part) if part else None for part in match.group("month", "day"))
    words = match["words"] or ""
    try:
        return _from_parts(text, int(match["year"]), month, day, words)
    except ValueError as error:
        raise ValueError(f"a date of the calendar ({error}); {EXPECTED}") from None


def _from_parts(printed: str, year: int, month: int | None, day: int | None, words: str) -> PartialDate:
    if month is None:
        return PartialDate(printed, Precision.YEAR, date(year, 1, 1), date(year, 12, 31), words)
    if day is None:
        first = date(year, month, 1)
        return PartialDate(printed, Precision.MONTH, first, date(year, month, monthrange(year, month)[1]), words)
    exact = date(year, month, day)
    return PartialDate(printed, Precision.DAY, exact, exact, words)
