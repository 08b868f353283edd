"""Who may do what with evidence, field work, requests for documents, data sets and advice."""

from collections.abc import Mapping

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import Level, permit
from concord.engagements.models import FocusArea
from concord.engagements.rules import active, can_change, has_stage
from concord.engagements.states import FocusAreaState
from concord.evidence.consent import Use, agreed_to, was_asked
from concord.evidence.models import Advice, DocumentRequest, EvidenceItem, Fieldwork, Releasability
from concord.evidence.states import FieldworkState
from concord.partners.rules import takes_part
from concord.workplans.queries import in_force
from concord.workplans.rules import NOT_BEFORE_CONCURRENCE

P = Permission
_GATHERS = (P.EVIDENCE_LOG, P.DOCUMENT_FILE, P.DATA_SET_REGISTER)
_SEES = (P.EVIDENCE_VIEW, P.EVIDENCE_FILE)
_PREPARES = (P.FIELDWORK_BOOK, P.FIELDWORK_WAIVE, P.DOCUMENTS_ASK)
_ALSO_LATER = P.FIELDWORK_SEAL_PLACE  # when all is over, too
_TIDIES = (P.FIELDWORK_CALL_OFF, P.ADVICE_BASIS)  # the same, but not while it is suspended
_READS: Mapping[type[Scoped], Permission] = {
    Fieldwork: P.FIELDWORK_VIEW,
    DocumentRequest: P.DOCUMENTS_VIEW,
    Advice: P.ADVICE_VIEW,
}


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; a confidential item, and the field work that led to it, is for the engagement's own team;
    evidence is logged in an open focus area under a plan in force. It is withdrawn, and its consent changed, at any
    time: somebody may take back what they told also when all is over."""
    decision = permit(by, verb, thing) and takes_part(by, verb, thing)
    if not decision:
        return decision
    if not (seen := _sees(by, thing)):
        return seen
    if isinstance(thing, EvidenceItem):
        return _on_item(by, verb, thing)
    if isinstance(thing, FocusArea):
        return _in_focus_area(verb, thing)
    if isinstance(thing, Fieldwork | DocumentRequest | Advice) and verb not in (_READS[type(thing)], _ALSO_LATER):
        return _on_fieldwork(verb, thing)
    return decision


def _on_item(by: Actor, verb: Permission, item: EvidenceItem) -> Decision:
    if verb not in _SEES and item.destroyed_in:
        return refuse("It was destroyed under a retention rule.")
    if verb == P.EVIDENCE_RELEASE and item.logged_by == by.actor_key:
        return refuse("You logged it; somebody else decides that it may be released.")
    if verb == P.EVIDENCE_RELEASE and not (agreed := agreed_to(item, Use.SAY)):
        return agreed
    if verb == P.EVIDENCE_CONSENT and not was_asked(item):
        return refuse("Nobody was asked for it, so nobody agreed to anything. Restrict it, or withdraw it.")
    if verb == P.EVIDENCE_RELEASE and item.releasability == Releasability.RELEASABLE:
        return refuse("It is marked as releasable already.")
    return ALLOWED


def _sees(by: Actor, thing: Scoped) -> Decision:
    """Allow whoever sees a thing at all: what is confidential its own team, advice whoever sees evidence or gave it."""
    if isinstance(thing, Advice) and thing.logged_by != by.actor_key and not permit(by, P.EVIDENCE_VIEW, thing):
        return refuse("Somebody else gave this advice: you see your own, and what was done about it.")
    return of_the_team(by, thing) if _is_confidential(thing) else ALLOWED


def _is_confidential(thing: Scoped) -> bool:
    """Whether it is, or led to, a confidential item: a title could tell too much."""
    item = thing.item if isinstance(thing, Fieldwork) else thing
    return isinstance(item, EvidenceItem) and item.is_confidential


def of_the_team(by: Actor, thing: Scoped) -> Decision:
    """Allow whoever is on the engagement's own team."""
    held = by.roles_on(thing.scopes)
    if any(role.level == Level.ENGAGEMENT and P.EVIDENCE_VIEW in role.permissions for role in held):
        return ALLOWED
    return refuse("This item is confidential: only the engagement's own team sees it.")


def _in_focus_area(verb: Permission, area: FocusArea) -> Decision:
    if verb not in (*_GATHERS, *_PREPARES):
        return active(area.engagement) if verb == P.ADVICE_LOG else ALLOWED
    if not (standing := active(area.engagement)):
        return standing
    if verb != P.FIELDWORK_WAIVE and not (there := has_stage(area.engagement, "evidence")):
        return there
    if in_force(area.engagement) is None:
        return refuse(NOT_BEFORE_CONCURRENCE)
    return _is_open(area) if verb in _GATHERS else _is_not_over(area)


def _is_not_over(area: FocusArea) -> Decision:
    if area.state == FocusAreaState.COMPLETE:
        return refuse("The focus area is complete: nothing further is gathered in it.")
    if area.state == FocusAreaState.DROPPED:
        return refuse("The focus area was dropped: nothing is gathered in it.")
    return ALLOWED


def _is_open(area: FocusArea) -> Decision:
    if area.state != FocusAreaState.OPEN:
        return refuse(f"The focus area is “{area.state_label}”; evidence is gathered while it is open.")
    return ALLOWED


def _on_fieldwork(verb: Permission, thing: Fieldwork | DocumentRequest | Advice) -> Decision:
    """Work goes on in an open engagement. Notes are typed while it is booked; it is held in an open focus area. What is
    still booked when all is over can be called off, and why advice is withheld can be said then, too."""
    if verb in _TIDIES and not can_change(thing.engagement):
        return ALLOWED
    if not (standing := active(thing.engagement)) or not isinstance(thing, Fieldwork):
        return standing
    if verb == P.FIELDWORK_NOTE and thing.state != FieldworkState.BOOKED:
        return refuse(f"It is “{thing.state_label}”: what it says stays as it is.")
    return _is_open(thing.focus_area) if verb == P.FIELDWORK_HOLD else ALLOWED
