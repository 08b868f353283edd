"""Who may do what with findings and recommendations."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.engagements.models import FocusArea
from concord.engagements.rules import active
from concord.engagements.states import FocusAreaState
from concord.findings.models import Statement

P = Permission


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; a draft is the team's and the office's to see; nothing changes unless the engagement goes on;
    and its author never validates what they wrote (law 9)."""
    decision = permit(by, verb, thing)
    if not decision:
        return decision
    if isinstance(thing, Statement):
        return _on_statement(by, verb, thing)
    if isinstance(thing, FocusArea) and verb in (P.FINDING_DRAFT, P.FOCUS_AREA_COMPLETE):
        return _on_focus_area(verb, thing)
    return ALLOWED


def _on_statement(by: Actor, verb: Permission, thing: Statement) -> Decision:
    if verb == P.FINDING_VIEW:
        return ALLOWED if thing.is_issued else permit(by, P.FINDING_VIEW_DRAFT, thing)
    if verb == P.FINDING_VIEW_DRAFT:
        return ALLOWED
    if verb == thing.steps.validate and by.actor_key == thing.author:
        return refuse("You wrote it, so somebody else validates it.")
    return active(thing.engagement)


def _on_focus_area(verb: Permission, area: FocusArea) -> Decision:
    if verb == P.FINDING_DRAFT and area.state != FocusAreaState.OPEN:
        return refuse(f"The focus area is “{area.state_label}”: findings are drafted while it is open.")
    return active(area.engagement)
