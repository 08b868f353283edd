from concord.core.checks import Problem, warning
from concord.evidence.consent import Use, agreed_to
from concord.findings.models import Citation, Finding


def consent_reaches_so_far(finding: Finding, citations: list[Citation]) -> list[Problem]:
    """A finding is published; what somebody told on the condition that it is not, may bear it out and is not in it."""
    del finding
    kept = [decision.reason for decision in (agreed_to(one.evidence, Use.SAY) for one in citations) if not decision]
    return [warning(f"{reason} Make sure that nothing here tells it.") for reason in kept]
