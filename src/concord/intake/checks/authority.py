from concord.core.checks import Problem, warning
from concord.intake.models import AssistanceRequest


def agency_has_authority_and_patrol(request: AssistanceRequest) -> list[Problem]:
    """The agency should have primary enforcement authority and a patrol function; staff may weigh it, so it warns."""
    asked = (
        (request.primary_enforcement, "primary enforcement authority in its jurisdiction"),
        (request.patrol, "patrol function"),
    )
    problems = []
    for said, what in asked:
        if said is None:
            problems.append(warning(f"It is not said whether the agency has: {what}. Ask at the first contact."))
        elif not said:
            problems.append(warning(f"The agency says that it has no {what}."))
    return problems
