from concord.core.checks import Problem, warning
from concord.intake.models import AssistanceRequest, Capacity


def delegate_is_authorized(request: AssistanceRequest) -> list[Problem]:
    """A request comes from the chief executive, or with the chief's express authorization, which staff confirm."""
    if request.capacity == Capacity.CHIEF:
        return []
    return [warning("A delegate asked. Confirm the chief executive's express authorization before you acknowledge.")]
