"""A report is about one agency: no other one's name has strayed into its words (P1, P2)."""

import re
from collections.abc import Mapping

from concord.agencies.words import words as cut
from concord.core.checks import Problem, warning
from concord.engagements.models import Engagement

_AGENCY = re.compile(
    r"\b(?:[A-Z][\w.’'-]+ ){1,4}(?:Police(?: Department)?|Sheriff[’']?s? (?:Office|Department)|"
    r"Department of Public Safety|Marshal[’']?s? Office|Constabulary)\b"
)
_ARTICLE = re.compile(r"^(?:The|A|An|In|At|For|With|From|By|And) ")


def no_other_agency_is_named(said: Mapping[str, str], engagement: Engagement) -> list[Problem]:
    """Neither another site of this office nor anything that is written as an agency's name stands in the words, but
    for the engagement's own."""
    own = {
        _plain(name) for name in (engagement.title, engagement.agency.name, engagement.agency.title, engagement.slug)
    }
    others = _other_sites(engagement, own)
    problems = []
    for heading, text in said.items():
        named = [_ARTICLE.sub("", match[0]) for match in _AGENCY.finditer(text)]
        found = [name for name in named if not any(_plain(name) in each for each in own)]
        plain = f" {_plain(text)} "
        found += [name for key, name in others.items() if f" {key} " in plain and not _within(name, found)]
        problems += [
            warning(f"“{name}” in “{heading}” is not {engagement.title}: does it belong here?")
            for name in dict.fromkeys(found)
        ]
    return problems


def _other_sites(engagement: Engagement, own: set[str]) -> dict[str, str]:
    """Return the names of the other engagements, of their agencies and of their places, by their plain form."""
    rows = Engagement.objects.exclude(agency=engagement.agency_id).values_list("title", "agency__name", "slug")
    names = {_plain(name): name.replace("-", " ").title() for *_, name in rows}
    names |= {_plain(name): name for *row, _ in rows for name in row if name}
    return {key: name for key, name in names.items() if not any(key in each for each in own)}


def _within(name: str, found: list[str]) -> bool:
    return any(_plain(name) in _plain(other) for other in found)


def _plain(text: str) -> str:
    return " ".join(cut(text))
