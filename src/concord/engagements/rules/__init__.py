"""Who may do what with an engagement and what belongs to it; the apps below ask here what it lets them do."""

from collections.abc import Callable, Mapping
from typing import Any

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.engagements.models import (
    Agreement,
    Delivery,
    EffortEntry,
    EligibilityReview,
    Engagement,
    Escalation,
    Expectation,
    SatisfactionSurvey,
    TierChange,
)
from concord.engagements.rules import parts
from concord.engagements.rules.joining import may_join
from concord.engagements.rules.leading import still_leads
from concord.engagements.rules.parts import answers_concerns, line_of
from concord.engagements.rules.standing import (
    active,
    agreement_stands,
    agreement_stands_for,
    can_change,
    has_stage,
    open_flag,
    tier_of,
)
from concord.engagements.states import AgreementState, TierChangeState
from concord.intake.models import AssistanceRequest
from concord.intake.states import RequestState
from concord.partners.rules import takes_part

__all__ = (
    "active",
    "agreement_stands",
    "answers_concerns",
    "can_change",
    "has_stage",
    "line_of",
    "may",
    "may_join",
    "open_flag",
    "still_leads",
    "tier_of",
)

P = Permission
READS = frozenset(
    {
        P.ENGAGEMENT_VIEW,
        P.AGREEMENT_VIEW,
        P.DELIVERY_VIEW,
        P.TIER_CHANGE_VIEW,
        P.EXPECTATION_VIEW,
        P.SATISFACTION_VIEW,
        P.ESCALATION_VIEW,
        P.ELIGIBILITY_VIEW,
        P.EFFORT_VIEW,
    }
)


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles, then by what the thing and its engagement let be done; what is compiled from public records is
    changed by an import only."""
    decision = permit(by, verb, thing)
    rule = _RULES.get(type(thing))
    if not decision or verb in READS or rule is None:
        return decision
    return takes_part(by, verb, thing) and rule(by, verb, thing)


def _on_request(by: Actor, verb: Permission, request: AssistanceRequest) -> Decision:
    del by
    if verb == P.AGREEMENT_DRAFT and request.state != RequestState.ACCEPTED:
        return refuse(f"An agreement is drafted once the request is accepted; it is “{request.state_label}”.")
    if verb == P.AGREEMENT_DRAFT:
        return _none_is_sent(request)
    if verb in (P.REQUEST_LEAVE, P.REQUEST_RECORD_WITHDRAWAL):
        return _none_was_opened(request)
    return _can_be_opened(request) if verb == P.ENGAGEMENT_OPEN else ALLOWED


def _can_be_opened(request: AssistanceRequest) -> Decision:
    if request.state != RequestState.ACCEPTED:
        return refuse(f"An engagement is opened from an accepted request; this one is “{request.state_label}”.")
    if request.agency is None:
        return refuse("The request is not linked to an agency of the directory.")
    if not (unopened := _none_was_opened(request)):
        return unopened
    if unlinked := sorted(one.name for one in request.members.all() if one.agency_id is None):
        return refuse(
            f"{', '.join(unlinked)} asked too. Link each agency to the directory first: whoever joins the team "
            "declares about all of them."
        )
    tier = tier_of(request)
    if tier is not None and tier.agreement == "before_opening":
        return agreement_stands(request)
    return ALLOWED


def _none_was_opened(request: AssistanceRequest) -> Decision:
    if hasattr(request, "engagement"):
        return refuse(f"{request.engagement.ref} was opened from this request.")
    return ALLOWED


def _none_is_sent(request: AssistanceRequest) -> Decision:
    sent = request.agreements.filter(state=AgreementState.SENT).first()
    if sent is None:
        return ALLOWED
    return refuse(f"{sent.ref} is with its signatories; let it lapse, with the reason, before another is drafted.")


def _on_engagement(by: Actor, verb: Permission, engagement: Engagement) -> Decision:
    if verb == P.EFFORT_RECORD and not engagement.is_public_record:
        return ALLOWED  # a bill may come when all is over
    going_on = active(engagement) if verb in _AT_WORK else can_change(engagement)
    further = _FURTHER.get(verb)
    return further(by, engagement) if going_on and further is not None else going_on


def _deliver(by: Actor, engagement: Engagement) -> Decision:
    del by
    return has_stage(engagement, "deliveries")


def _draft_agreement(by: Actor, engagement: Engagement) -> Decision:
    del by
    return _none_is_sent(engagement.request) if engagement.request is not None else ALLOWED


def _change_tier(by: Actor, engagement: Engagement) -> Decision:
    del by
    if engagement.tier_changes.filter(state=TierChangeState.PROPOSED).exists():
        return refuse("A change of tier has been proposed already and waits for the chief executive.")
    return ALLOWED


def _close(by: Actor, engagement: Engagement) -> Decision:
    del by
    if has_stage(engagement, "findings"):
        return refuse("Its tier has findings, so it ends with the close-out of its public site.")
    return ALLOWED


def _suspend(by: Actor, engagement: Engagement) -> Decision:
    """While a matter about eligibility is flagged, an approving official decides, and not who flagged it."""
    flag = open_flag(engagement)
    decision = _somebody_elses(by, flag)
    if decision and flag is not None and not permit(by, P.ELIGIBILITY_CLEAR, flag):
        return refuse("A matter about eligibility is flagged, so an approving official decides.")
    return decision


def _end(by: Actor, engagement: Engagement) -> Decision:
    """Who flagged a matter about eligibility does not end the engagement over it (law 9)."""
    return _somebody_elses(by, open_flag(engagement))


def _somebody_elses(by: Actor, flag: EligibilityReview | None) -> Decision:
    if flag is not None and flag.looked_by == by.actor_key:
        return refuse("You flagged a matter about eligibility, so somebody else decides.")
    return ALLOWED


def _nothing_flagged(by: Actor, engagement: Engagement) -> Decision:
    del by
    if (flag := open_flag(engagement)) is not None:
        return refuse(f"{flag.ref} flags a matter about eligibility; an approving official decides on it first.")
    return ALLOWED


def _somebody_was_asked(by: Actor, engagement: Engagement) -> Decision:
    del by
    if engagement.request and engagement.request.component_checks.filter(answered_on=None).exists():
        return ALLOWED
    return refuse("No answer of another office is open.")


def _on_tier_change(by: Actor, verb: Permission, thing: TierChange) -> Decision:
    decision = can_change(thing.engagement)
    if decision and verb == P.TIER_CHANGE_AGREE:
        decision = agreement_stands_for(thing)
    if decision and verb in (P.TIER_CHANGE_AGREE, P.TIER_CHANGE_DECLINE):
        decision = still_leads(by, thing.engagement.agency)
    return decision


_AT_WORK = frozenset({P.DELIVERY_PLAN, P.TIER_CHANGE_PROPOSE})
_FURTHER: Mapping[Permission, Callable[[Actor, Engagement], Decision]] = {
    P.DELIVERY_PLAN: _deliver,
    P.AGREEMENT_DRAFT: _draft_agreement,
    P.TIER_CHANGE_PROPOSE: _change_tier,
    P.ENGAGEMENT_CLOSE: _close,
    P.ENGAGEMENT_SUSPEND: _suspend,
    P.ENGAGEMENT_END: _end,
    P.ENGAGEMENT_RESUME: _nothing_flagged,
    P.ELIGIBILITY_CONFIRM: _nothing_flagged,
    P.ENGAGEMENT_NOTE_COMPONENT: _somebody_was_asked,
}
_RULES: Mapping[type, Callable[[Actor, Permission, Any], Decision]] = {
    AssistanceRequest: _on_request,
    Engagement: _on_engagement,
    TierChange: _on_tier_change,
    Agreement: parts.on_agreement,
    Delivery: parts.on_delivery,
    Expectation: parts.on_expectation,
    SatisfactionSurvey: parts.on_survey,
    Escalation: parts.on_escalation,
    EligibilityReview: parts.on_review,
    EffortEntry: parts.on_entry,
}
