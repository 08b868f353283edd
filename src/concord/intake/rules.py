"""Who may do what with a request."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.intake.models import AssistanceRequest

P = Permission


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; and whoever assessed a request never accepts it (law 9)."""
    decision = permit(by, verb, thing)
    if decision and verb == P.REQUEST_ACCEPT and isinstance(thing, AssistanceRequest):
        return _not_the_assessor(by, thing)
    return decision


def _not_the_assessor(by: Actor, request: AssistanceRequest) -> Decision:
    if any(answer.decided_by == by.actor_key for answer in request.answers.all()):  # fetched with the inbox
        return refuse("You assessed this request, so somebody else decides on it.")
    return ALLOWED
