from concord.core.checks import Problem, warning
from concord.evidence.consent import Use, agreed_to, of, wider_since
from concord.findings.models import Citation, Finding, Recommendation


def recommended_as_agreed(recommendation: Recommendation) -> list[Problem]:
    """The words of a recommendation can tell what its finding rests on, also after it was issued."""
    finding = recommendation.finding
    cited = finding.citations.filter(taken_away_at=None).select_related("evidence__fieldwork").order_by("pk")
    return consent_reaches_so_far(finding, list(cited))


def consent_reaches_so_far(finding: Finding, citations: list[Citation]) -> list[Problem]:
    """A finding is published; what somebody told on the condition that it is not, may bear it out and is not in it.
    Words that were written when they agreed to more are read again."""
    del finding
    kept = [decision.reason for decision in (agreed_to(one.evidence, Use.SAY) for one in citations) if not decision]
    narrower = zip(citations, wider_since([(one.evidence, one.cited_at) for one in citations]), strict=True)
    return [
        *(warning(f"{reason} Make sure that nothing here tells it.") for reason in kept),
        *(
            warning(
                f"{one.evidence.ref}: those who took part agree to “{of(one.evidence).label.lower()}” now, no more to "
                f"“{was.label.lower()}”. Make sure that nothing here goes further."
            )
            for one, was in narrower
            if was
        ),
    ]
