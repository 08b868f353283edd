from concord.core.checks import Problem, error
from concord.findings.models import Recommendation
from concord.findings.reviewed import answered_too


def finding_is_issued_first(recommendation: Recommendation) -> list[Problem]:
    """A reader must be able to open the finding on which a recommendation stands (law 5)."""
    return [
        error(f"Issue {finding.ref} first: a recommendation is issued with its finding.")
        for finding in (recommendation.finding, *answered_too(recommendation))
        if not finding.is_issued
    ]


def recommendation_is_issued_first(recommendation: Recommendation) -> list[Problem]:
    """A reader must be able to open the recommendation below which an action item stands."""
    above = recommendation.below
    if above is None or above.is_issued:
        return []
    return [error(f"Issue {above.ref} first: an action item is issued after its recommendation.")]
