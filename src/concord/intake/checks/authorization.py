from concord.core.checks import Problem, warning
from concord.intake.models import AssistanceRequest, Authorization, Capacity


def delegate_is_authorized(request: AssistanceRequest) -> list[Problem]:
    """A request comes from the chief executive, or with the chief's express authorization, which is on file."""
    if request.capacity == Capacity.CHIEF:
        return []
    if Authorization.objects.filter(request=request, given_at__isnull=False).exists():
        return []
    return [warning("A delegate asked, and the chief executive's express authorization is not on file.")]
