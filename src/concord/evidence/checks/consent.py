"""What people told is taken with what they agreed to, whichever way it comes in."""

from concord.core.checks import Problem, error
from concord.evidence.models import SEALED, Consent
from concord.programme.document import Method

INTERVIEW = "interview"
"""The form of a method by which one person speaks, alone."""
ASKS = frozenset({INTERVIEW, "group"})
"""The forms of methods by which somebody is always asked."""


def asks_people(method: Method | None) -> bool:
    """Say whether somebody is always asked by a method."""
    return method is not None and method.form in ASKS


def can_be_agreed_to(method: Method | None) -> tuple[Consent, ...]:
    """Return what those who took part can have agreed to: in a talk somebody is asked."""
    return tuple(one for one in Consent if one != Consent.NOT_NEEDED or not asks_people(method))


def consent_is_known(method: Method | None, consent: str) -> list[Problem]:
    """Of a talk it is said what was agreed to; elsewhere that may be left out."""
    expected = can_be_agreed_to(method)
    if consent in expected or (not consent and not asks_people(method)):
        return []
    named = ", ".join(expected)
    return [error(f"what those who took part agreed to (consent: one of {named}); it says {consent or 'nothing'}")]


def released_as_agreed(consent: str, releasability: str) -> list[Problem]:
    """What was told under the condition that it is not published is kept sealed."""
    if consent == Consent.WITHHELD and releasability not in SEALED:
        return [error("confidential or law-enforcement sensitive, since those who took part agreed to no publication")]
    return []


def opened_for_a_reason(method: Method | None, releasability: str, because: str) -> list[Problem]:
    """What one person told is confidential from the first moment, unless a reason is given why it is not (A12)."""
    if releasability in SEALED:
        return [error("no reason why it is open, since it is kept sealed")] if because.strip() else []
    if is_told_alone(method) and not because.strip():
        return [error("a confidential interview, or the reason why this one is open to more people (open_because)")]
    return []


def is_told_alone(method: Method | None) -> bool:
    """Say whether one person is heard by a method, alone."""
    return method is not None and method.form == INTERVIEW
