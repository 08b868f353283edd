"""Who may do what with an engagement and its focus areas."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.engagements.models import Engagement
from concord.engagements.states import EngagementState
from concord.intake.models import AssistanceRequest
from concord.intake.states import RequestState

P = Permission


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; a request must be accepted before an engagement is opened from it; and what is compiled from
    public records is changed by an import only."""
    decision = permit(by, verb, thing)
    if decision and isinstance(thing, AssistanceRequest) and verb == P.ENGAGEMENT_OPEN:
        return _can_be_opened(thing)
    if decision and isinstance(thing, Engagement) and verb != P.ENGAGEMENT_VIEW:
        return _can_change(thing)
    return decision


def active(engagement: Engagement) -> Decision:
    """Say whether work goes on in an engagement; the apps below ask this before they change anything."""
    decision = _can_change(engagement)
    if decision and engagement.state != EngagementState.OPEN:
        return refuse(f"The engagement is “{engagement.state_label}”.")
    return decision


def _can_change(engagement: Engagement) -> Decision:
    if engagement.is_public_record:
        return refuse("This engagement is compiled from public records; a new import changes it, nobody by hand.")
    if engagement.state not in (EngagementState.OPEN, EngagementState.SUSPENDED):
        return refuse(f"The engagement is “{engagement.state_label}”.")
    return ALLOWED


def _can_be_opened(request: AssistanceRequest) -> Decision:
    if request.state != RequestState.ACCEPTED:
        return refuse(f"An engagement is opened from an accepted request; this one is “{request.state_label}”.")
    if request.agency is None:
        return refuse("The request is not linked to an agency of the directory.")
    if hasattr(request, "engagement"):
        return refuse(f"{request.engagement.ref} was opened from this request.")
    return ALLOWED
