from concord.core.checks import Problem, warning
from concord.intake.models import AssistanceRequest


def agency_has_authority_and_patrol(request: AssistanceRequest) -> list[Problem]:
    """The agency should have primary enforcement authority and a patrol function; staff may weigh it, so it warns."""
    problems = []
    if not request.primary_enforcement:
        problems.append(warning("The agency says that it has no primary enforcement authority in its jurisdiction."))
    if not request.patrol:
        problems.append(warning("The agency says that it has no patrol function."))
    return problems
