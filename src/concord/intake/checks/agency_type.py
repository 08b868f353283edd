from concord.core.checks import Problem, error, warning
from concord.intake.models import AssistanceRequest


def agency_type_is_eligible(request: AssistanceRequest) -> list[Problem]:
    """A state, local, county, tribal, campus or territorial agency may ask (owner's page, “Who can request?”)."""
    if request.agency is None:
        return [warning("The agency is not linked to the directory yet.")]
    if request.agency.eligible:
        return []
    return [error(request.agency.type_advice())]
