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
