"""What is recorded as held can have been: counted, consented to, and released no further than was agreed."""

from concord.core.checks import Problem, error
from concord.evidence.models import SEALED, Consent, Given


def counts_something(count: int) -> list[Problem]:
    """The method's own unit is counted from one up."""
    return [] if count > 0 else [error("how many there were, at least one")]


ASKS = frozenset({"interview", "group"})
"""The forms of methods by which somebody is always asked."""


def consent_is_said(consent: str, given: str, form: str) -> list[Problem]:
    """What they agreed to, and how; nothing where nobody was asked anything, which no talk can be."""
    if consent not in Consent.values or (consent == Consent.NOT_NEEDED and form in ASKS):
        return [error("what those who took part agreed to")]
    if consent == Consent.NOT_NEEDED:
        return [error("no way of agreeing, where no consent was needed")] if given else []
    return [] if given in Given.values else [error("how they agreed")]


def released_as_agreed(consent: str, releasability: str) -> list[Problem]:
    """What was told under the condition that it is not published is kept sealed."""
    if consent == Consent.WITHHELD and releasability not in SEALED:
        return [error("confidential or law-enforcement sensitive, since those who took part agreed to no publication")]
    return []
