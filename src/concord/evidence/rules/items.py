"""Who may do what with evidence."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import Level, permit
from concord.engagements.models import FocusArea
from concord.engagements.rules import active
from concord.engagements.states import FocusAreaState
from concord.evidence.models import EvidenceItem, Releasability
from concord.workplans.queries import in_force
from concord.workplans.rules import NOT_BEFORE_CONCURRENCE

P = Permission


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; a confidential item is for the engagement's own team; evidence is logged in an open focus area
    under a plan in force. It is withdrawn at any time: somebody may take back what they told also when all is over."""
    decision = permit(by, verb, thing)
    if decision and isinstance(thing, EvidenceItem):
        return _on_item(by, verb, thing)
    if decision and isinstance(thing, FocusArea) and verb == P.EVIDENCE_LOG:
        return _can_begin(thing)
    return decision


def _on_item(by: Actor, verb: Permission, item: EvidenceItem) -> Decision:
    if item.is_confidential and not (team := _of_the_team(by, item)):
        return team
    if verb != P.EVIDENCE_VIEW and item.destroyed_in:
        return refuse("It was destroyed under a retention rule.")
    if verb == P.EVIDENCE_RELEASE and item.logged_by == by.actor_key:
        return refuse("You logged it; somebody else decides that it may be released.")
    if verb == P.EVIDENCE_RELEASE and item.releasability == Releasability.RELEASABLE:
        return refuse("It is marked as releasable already.")
    return ALLOWED


def _of_the_team(by: Actor, item: EvidenceItem) -> Decision:
    held = by.roles_on(item.scopes)
    if any(role.level == Level.ENGAGEMENT and P.EVIDENCE_VIEW in role.permissions for role in held):
        return ALLOWED
    return refuse("This item is confidential: only the engagement's own team sees it.")


def _can_begin(area: FocusArea) -> Decision:
    if not (standing := active(area.engagement)):
        return standing
    if in_force(area.engagement) is None:
        return refuse(NOT_BEFORE_CONCURRENCE)
    if area.state != FocusAreaState.OPEN:
        return refuse(f"The focus area is “{area.state_label}”; evidence is gathered while it is open.")
    return ALLOWED
