from concord.core.checks import Problem, error
from concord.findings.models import Recommendation
from concord.findings.reviewed import answered_too
from concord.findings.states import StatementState

_STANDS = (StatementState.VALIDATED, StatementState.ISSUED)


def recommendation_stands_on_finding(recommendation: Recommendation) -> list[Problem]:
    """A recommendation stands on a finding that somebody has validated (law 5)."""
    return [
        error(f"{finding.title} ({finding.ref}) is not validated yet: it is “{finding.state_label}”.")
        for finding in (recommendation.finding, *answered_too(recommendation))
        if finding.state not in _STANDS
    ]
