from concord.core.checks import Problem, error, warning
from concord.findings.models import Recommendation
from concord.findings.queries import refuses
from concord.reforms.models import Reform


def agency_does_not_refuse(recommendation: Recommendation) -> list[Problem]:
    """The work is voluntary: where the agency does not concur, nothing is taken up; its reason is published."""
    if not refuses(recommendation):
        return []
    return [error(f"The agency does not concur with {recommendation.ref}, and has said why.")]


def agency_concurs_still(reform: Reform) -> list[Problem]:
    """What was taken up before the agency said that it does not concur stays open until the team records the end."""
    if not refuses(reform.recommendation):
        return []
    return [
        warning(
            f"The agency does not concur with {reform.recommendation.ref} any more. If it stops here, that is recorded "
            "with its reason."
        )
    ]
