from concord.core.checks import Problem, warning
from concord.intake.models import AssistanceRequest


def pending_matters_are_routed(request: AssistanceRequest) -> list[Problem]:
    """A pending investigation or litigation makes approval unlikely; it is looked at, never refused by itself."""
    if not request.pending_matters:
        return []
    return [warning("A pending investigation or litigation is declared. Approval is unlikely; the official decides.")]
