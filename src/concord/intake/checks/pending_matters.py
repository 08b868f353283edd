from concord.accounts.queries import members
from concord.core.checks import Problem, warning
from concord.core.permissions import OFFICE_SCOPE
from concord.core.roles import ApprovingOfficial
from concord.intake.models import AssistanceRequest


def pending_matters_are_routed(request: AssistanceRequest) -> list[Problem]:
    """A pending investigation or litigation makes approval unlikely; it is looked at by a named official, never refused
    by itself."""
    if not request.pending_matters:
        return []
    officials = members(OFFICE_SCOPE).filter(role=ApprovingOfficial.key)
    who = " or ".join(dict.fromkeys(membership.person.name for membership in officials))
    decides = f"{who} decides" if who else "Nobody is an approving official now, and one has to decide"
    return [warning(f"A matter is declared as pending. That makes approval unlikely and refuses nothing. {decides}.")]
