"""Figures are computed, never typed (law 7): a share or a count in the words cannot be checked and grows old."""

import re
from collections.abc import Mapping

from concord.core.checks import Problem, error, warning

_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_WRITTEN = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
)
_COUNTED = (
    r"findings?|recommendations?|reforms?|interviews?|focus groups?|listening sessions?|observations?|documents?|"
    r"ride-alongs?|measures?|focus areas?"
)
_SHARE = re.compile(rf"\b(?:{_NUMBER})\s?(?:%|per ?cent\b)", re.IGNORECASE)
_COUNT = re.compile(
    rf"\b(?:(?:{_NUMBER}|{_WRITTEN}) (?:out )?of (?:the )?(?:{_NUMBER}|{_WRITTEN})\b"
    rf"|(?:{_NUMBER}|{_WRITTEN}) (?:more |further |new |other )?(?:{_COUNTED})\b)",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"(?<![\w.-])(?:{_NUMBER})(?![\w.-]*\w)")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = re.compile(rf"\b(?:\d{{1,2}} (?:{_MONTHS})|(?:{_MONTHS}) \d{{1,2}},?)(?: \d{{4}})?\b|\b\d{{4}}-\d\d-\d\d\b")
_YEARS_AND_LABELS = re.compile(r"\b(?:19|20)\d\d\b|\b\d+(?:\.\d+)+\b")


def no_figure_is_typed(said: Mapping[str, str]) -> list[Problem]:
    """No share and no count of what Concord counts itself stands in the words; any other number is pointed out."""
    problems = []
    for heading, text in said.items():
        typed = [match[0] for pattern in (_SHARE, _COUNT) for match in pattern.finditer(text)]
        problems += [
            error(f"“{figure}” in “{heading}” is typed by hand; the tables count it. Say it without the figure.")
            for figure in dict.fromkeys(typed)
        ]
        rest = _COUNT.sub(" ", _SHARE.sub(" ", text))
        others = dict.fromkeys(match[0] for match in _PLAIN.finditer(_without_dates(rest)))
        problems += [warning(f"The number {number} in “{heading}” is typed: is it needed?") for number in others]
    return problems


def _without_dates(text: str) -> str:
    """Leave out days and years, which are no figures, and what stands for a recommendation, such as 1.2.3."""
    return _YEARS_AND_LABELS.sub(" ", _DAYS.sub(" ", text))
