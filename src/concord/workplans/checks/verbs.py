import re

from concord.core.checks import Problem, warning
from concord.workplans.checks.given import Given

_WORDS = """
act add adopt agree align analyse analyze answer apply arrange ask assess assist bring build carry chart check
choose clarify coach collect compare complete consult coordinate count create define deliver describe design
detect determine develop document draft embed engage ensure establish evaluate examine expand explain explore
find follow gather give guide hear help hold identify implement improve include increase inform inspect involve
keep launch learn lower make map measure meet modernize observe offer plan prepare produce promote propose
protect provide publish put raise recommend record reduce refine reform report research respond restore review
revise scan serve set share show simplify strengthen study summarize support survey test track train understand
update use validate verify work write
"""
_VERBS = frozenset(_WORDS.split())
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def objectives_begin_with_a_verb(on: Given) -> list[Problem]:
    """An objective says what is done: it begins with a verb. The list is no dictionary, so this warns."""
    return [
        warning(f"The objective “{objective.text}” does not seem to begin with a verb, such as assess or examine.")
        for objective in on.content.objectives
        if not begins_with_a_verb(objective.text)
    ]


def begins_with_a_verb(text: str) -> bool:
    """Say whether the first word is one of the verbs in which objectives are written."""
    first = _FIRST_WORD.search(text)
    return first is not None and first.group().casefold() in _VERBS
