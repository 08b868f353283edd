"""Who may do what with evidence."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import Level, permit
from concord.engagements.models import FocusArea
from concord.engagements.rules import active
from concord.engagements.states import FocusAreaState
from concord.evidence.models import Document, EvidenceItem
from concord.evidence.states import EvidenceState
from concord.workplans.queries import in_force
from concord.workplans.rules import NOT_BEFORE_CONCURRENCE

P = Permission
_BY_CONCORD = frozenset({P.DOCUMENT_READ, P.DOCUMENT_REFUSE, P.DOCUMENT_QUARANTINE})
_CHANGES = frozenset({P.DOCUMENT_REVISE, P.DOCUMENT_READ_AGAIN, P.DOCUMENT_ORIGINAL})


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; a confidential item is for the engagement's own team; evidence is logged in an open focus area
    under a plan in force. It is withdrawn at any time: somebody may take back what they told also when all is over."""
    decision = permit(by, verb, thing)
    if decision and isinstance(thing, Document):
        return _of_a_document(by, verb, thing)
    if decision and isinstance(thing, EvidenceItem) and thing.is_confidential:
        return _of_the_team(by, thing)
    if decision and isinstance(thing, FocusArea) and verb in (P.EVIDENCE_LOG, P.DOCUMENT_FILE):
        return _can_begin(thing)
    return decision


def _of_a_document(by: Actor, verb: Permission, document: Document) -> Decision:
    """What holds for its item holds for a document; Concord reads whatever was filed."""
    if verb in _BY_CONCORD:
        return ALLOWED
    item = document.item
    if item.is_confidential and not (team := _of_the_team(by, item)):
        return team
    if verb in _CHANGES and item.state == EvidenceState.WITHDRAWN:
        return refuse("The item was withdrawn, so its document stays as it is.")
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
