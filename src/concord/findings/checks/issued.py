from concord.core.checks import Problem, error
from concord.findings.models import Recommendation


def finding_is_issued_first(recommendation: Recommendation) -> list[Problem]:
    """A reader must be able to open the finding on which a recommendation stands (law 5)."""
    if recommendation.finding.is_issued:
        return []
    return [error(f"Issue {recommendation.finding.ref} first: a recommendation is issued with its finding.")]
