"""Who may do what with a request."""

from concord.agencies.models import Agency
from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.intake.models import AssistanceRequest, CriterionAnswer
from concord.intake.states import WITH_OFFICE, RequestState
from concord.partners.rules import takes_part

P = Permission
_S = RequestState

_READS = frozenset({P.REQUEST_VIEW, P.REQUEST_VIEW_NOTES})
DECISIONS = frozenset({P.REQUEST_ACCEPT, P.REQUEST_DEFER, P.REQUEST_REFER, P.REQUEST_DECLINE})
_ASSESSED_IN = (_S.ACKNOWLEDGED, _S.DEFINED, _S.ELIGIBLE)
_WHILE = {
    P.REQUEST_RELINK: (*WITH_OFFICE, _S.DEFERRED),
    P.REQUEST_LINK_MEMBER: (*WITH_OFFICE, _S.DEFERRED, _S.ACCEPTED),  # its engagement asks whom it serves too
    P.REQUEST_NOTE_MATTER: (*WITH_OFFICE, _S.DEFERRED),
    P.REQUEST_RECORD_PART: WITH_OFFICE,
    P.REQUEST_ANSWER: _ASSESSED_IN,
    P.REQUEST_WAIVE: _ASSESSED_IN,
    P.REQUEST_ASK_COMPONENT: (*WITH_OFFICE, _S.DEFERRED),
    P.REQUEST_NOTE_COMPONENT: (*WITH_OFFICE, _S.DEFERRED, _S.ACCEPTED),  # an answer may come after the decision
}
"""In which states the verbs that move nothing can be done; those that are not here, in every state."""


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles and by the state; whoever assessed a request never decides on it (law 9), and where a matter is
    declared as pending an approving official decides. Whoever is recused from the agency does nothing."""
    decision = permit(by, verb, thing)
    if not decision or not isinstance(thing, AssistanceRequest) or verb in _READS:
        return decision
    if not (part := takes_part(by, verb, thing)):
        return part
    if thing.state not in _WHILE.get(verb, _S.values):
        return refuse(f"The request is “{thing.state_label}”.")
    return _may_decide(by, thing) if verb in DECISIONS else decision


def may_link(by: Actor, verb: Permission, agency: Agency) -> Decision:
    """Decide on the agency to which a request is linked: never by whoever is recused from it."""
    return takes_part(by, verb, agency)


def _may_decide(by: Actor, request: AssistanceRequest) -> Decision:
    if any(answer.decided_by == by.actor_key for answer in request.answers.all()):  # fetched with the inbox
        return refuse("You assessed this request, so somebody else decides on it.")
    if request.pending_matters and not permit(by, P.REQUEST_WAIVE, request):
        return refuse("A matter is declared as pending, so an approving official decides.")
    return ALLOWED


def may_waive(by: Actor, answer: CriterionAnswer) -> Decision:
    """Decide on the waiver of one answer: never by whoever gave it (law 9)."""
    if answer.decided_by == by.actor_key:
        return refuse("You answered this criterion, so somebody else lets it pass.")
    return may(by, P.REQUEST_WAIVE, answer.request)
