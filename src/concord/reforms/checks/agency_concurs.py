from concord.core.checks import Problem, error, warning
from concord.findings.models import Answer, Recommendation
from concord.findings.queries import responses_to
from concord.reforms.models import Reform


def agency_does_not_refuse(recommendation: Recommendation) -> list[Problem]:
    """The work is voluntary: where the agency does not concur, its reason is published and nothing is taken up."""
    if not _refuses(recommendation):
        return []
    return [error(f"The agency does not concur with {recommendation.ref}, and its reason is published.")]


def agency_concurs_still(reform: Reform) -> list[Problem]:
    """What was taken up before the agency said that it does not concur stays open until the team records the end."""
    if not _refuses(reform.recommendation):
        return []
    return [
        warning(
            f"The agency does not concur with {reform.recommendation.ref} any more. If it stops here, that is recorded "
            "with its reason."
        )
    ]


def _refuses(recommendation: Recommendation) -> bool:
    last = responses_to(recommendation).first()
    return last is not None and last.answer == Answer.NOT
