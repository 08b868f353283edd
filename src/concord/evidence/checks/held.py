"""What is recorded as held can have been: counted and consented to."""

from concord.core.checks import Problem, error
from concord.evidence.checks.consent import ASKS
from concord.evidence.models import Consent, Given


def counts_something(count: int) -> list[Problem]:
    """The method's own unit is counted from one up."""
    return [] if count > 0 else [error("how many there were, at least one")]


def consent_is_said(consent: str, given: str, form: str) -> list[Problem]:
    """What they agreed to, and how; nothing where nobody was asked anything, which no talk can be."""
    if consent not in Consent.values or (consent == Consent.NOT_NEEDED and form in ASKS):
        return [error("what those who took part agreed to")]
    if consent == Consent.NOT_NEEDED:
        return [error("no way of agreeing, where no consent was needed")] if given else []
    return [] if given in Given.values else [error("how they agreed")]
