from concord.core.checks import Problem, warning
from concord.evidence.consent import Use, agreed_to
from concord.findings.models import Finding


def consent_reaches_so_far(finding: Finding) -> list[Problem]:
    """A finding is published; what somebody told on the condition that it is not, may bear it out and is not in it."""
    cited = [
        one.evidence
        for one in finding.citations.filter(taken_away_at=None).select_related("evidence__fieldwork").order_by("pk")
    ]
    kept = [decision.reason for decision in (agreed_to(item, Use.SAY) for item in cited) if not decision]
    return [warning(f"{reason} Make sure that nothing here tells it.") for reason in kept]
