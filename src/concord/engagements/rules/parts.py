"""Who may do what with what belongs to an engagement: each rule takes the person, the verb and the thing, after the
roles have permitted the verb."""

from concord.accounts.models import Person
from concord.core.permissions import ALLOWED, Actor, Decision, Permission, refuse
from concord.core.roles import ChiefExecutive
from concord.engagements.models import (
    Agreement,
    Delivery,
    EffortEntry,
    EligibilityReview,
    Engagement,
    Escalation,
    Expectation,
    SatisfactionSurvey,
    Signature,
)
from concord.engagements.rules.leading import still_leads
from concord.engagements.rules.standing import can_change
from concord.engagements.states import AgreementState, FocusAreaState, SurveyState
from concord.partners.rules import takes_part

P = Permission


def on_agreement(by: Actor, verb: Permission, thing: Agreement) -> Decision:
    """A signatory signs once, by their own role; who drafted it never signs (law 9)."""
    if thing.engagement is not None and not (going_on := can_change(thing.engagement)):
        return going_on
    if verb == P.AGREEMENT_REMIND and thing.state != AgreementState.SENT:
        return refuse(f"The agreement is “{thing.state_label}”.")
    return _may_sign(by, thing) if verb == P.AGREEMENT_SIGN else ALLOWED


def line_of(by: Actor, agreement: Agreement) -> Signature | None:
    """Return the open line under an agreement that is this person's to sign, or None."""
    roles = {role.key for role in by.roles_on(agreement.scopes)}
    return next((s for s in agreement.signatures.all() if s.recorded_at is None and s.role in roles), None)


def _may_sign(by: Actor, agreement: Agreement) -> Decision:
    if agreement.drafted_by == by.actor_key:
        return refuse("You drafted this agreement, so somebody else signs it.")
    if any(signature.recorded_by == by.actor_key for signature in agreement.signatures.all()):
        return refuse("You have signed. It waits for the others.")
    line = line_of(by, agreement)
    if line is None:
        return refuse("No line of this agreement waits for you.")
    agency = agreement.request.agency
    return still_leads(by, agency) if line.role == ChiefExecutive.key and agency is not None else ALLOWED


def on_delivery(by: Actor, verb: Permission, thing: Delivery) -> Decision:
    """Nothing is held before its focus area opens, and so before concurrence (law 4); who delivered never evaluates."""
    if not (going_on := can_change(thing.engagement)):
        return going_on
    if verb == P.DELIVERY_RECORD and thing.focus_area.state == FocusAreaState.PLANNED:
        return refuse(f"The focus area “{thing.focus_area.title}” is not open: nothing is delivered before.")
    if verb == P.DELIVERY_EVALUATE:
        delivered = {expert.person.actor_key for expert in thing.experts.all()} | {thing.recorded_by}
        if by.actor_key in delivered:
            return refuse("You delivered this, so somebody else evaluates it.")
    return ALLOWED


def on_expectation(by: Actor, verb: Permission, thing: Expectation) -> Decision:
    """Who expects it says whether it was met."""
    if verb in (P.EXPECTATION_MEET, P.EXPECTATION_MISS):
        if thing.side not in {str(role.party) for role in by.roles_on(thing.scopes)}:
            return refuse(f"It is for {thing.side} to say whether this was met.")
        return can_change(thing.engagement)
    return ALLOWED


def on_survey(by: Actor, verb: Permission, thing: SatisfactionSurvey) -> Decision:
    """Whoever was asked answers once, while it is open."""
    if verb != P.SATISFACTION_ANSWER:
        return ALLOWED
    if thing.state != SurveyState.OPEN:
        return refuse(f"The survey is “{thing.state_label}”.")
    mine = next((each for each in thing.invitations.all() if f"person:{each.person_id}" == by.actor_key), None)
    if mine is None:
        return refuse("You were not asked; the survey was for those who had joined by then.")
    return refuse("You have answered; thank you.") if mine.answered else ALLOWED


def answers_concerns(officer: Person, thing: Escalation | Engagement) -> bool:
    """Whether somebody answers concerns in the office, and is not recused from what concerns the agency."""
    answers = any(P.ESCALATION_ANSWER in role.permissions for role in officer.all_roles())
    return answers and takes_part(officer, P.ESCALATION_ANSWER, thing).allowed


def on_escalation(by: Actor, verb: Permission, thing: Escalation) -> Decision:
    """The named officer answers; when they hold no role in the office any more, or are recused, any officer."""
    if verb != P.ESCALATION_ANSWER or thing.officer.actor_key == by.actor_key:
        return ALLOWED
    if answers_concerns(thing.officer, thing):
        return refuse(f"It was raised with {thing.officer.name}, who answers it.")
    return ALLOWED


def on_review(by: Actor, verb: Permission, thing: EligibilityReview) -> Decision:
    """Who flagged a matter never decides on it (law 9)."""
    if verb == P.ELIGIBILITY_CLEAR and thing.looked_by == by.actor_key:
        return refuse("You flagged this matter, so somebody else decides on it.")
    return ALLOWED


def on_entry(by: Actor, verb: Permission, thing: EffortEntry) -> Decision:
    """Who entered it withdraws it, once; the office withdraws any."""
    if verb != P.EFFORT_WITHDRAW:
        return ALLOWED
    if thing.withdrawn_at is not None:
        return refuse("The entry has been withdrawn.")
    if thing.recorded_by != by.actor_key and not any(P.ENGAGEMENT_JOIN in role.permissions for role in by.roles_on(())):
        return refuse("Somebody else entered it; they or the programme office withdraw it.")
    return ALLOWED
