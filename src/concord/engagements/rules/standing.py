"""What an engagement lets be done at all: whether it goes on, what its tier has, whether its agreement stands."""

from concord.core.permissions import ALLOWED, Decision, refuse
from concord.engagements.models import Agreement, EligibilityReview, Engagement, TierChange
from concord.engagements.states import AgreementState, EligibilityState, EngagementState
from concord.intake.models import AssistanceRequest, DecisionKind
from concord.programme.document import Tier
from concord.programme.queries import of as programme_of

_WHEN = {
    "before_opening": "before the engagement is opened",
    "before_concurrence": "before the chief executive concurs with a work plan",
}


def active(engagement: Engagement) -> Decision:
    """Say whether work goes on in an engagement; the apps below ask this before they change anything."""
    decision = can_change(engagement)
    if decision and engagement.state != EngagementState.OPEN:
        return refuse(f"The engagement is “{engagement.state_label}”.")
    return decision


def can_change(engagement: Engagement) -> Decision:
    """Say whether anything about an engagement can still change: it is ours, and not over."""
    if engagement.is_public_record:
        return refuse("This engagement is compiled from public records; a new import changes it, nobody by hand.")
    if engagement.state not in (EngagementState.OPEN, EngagementState.SUSPENDED):
        return refuse(f"The engagement is “{engagement.state_label}”.")
    return ALLOWED


def tier_of(of: Engagement | AssistanceRequest) -> Tier | None:
    """Return the tier of an engagement, or the one to which a request was accepted; None where its edition knows
    none of that name."""
    key = of.tier if isinstance(of, Engagement) else _tier_accepted(of)
    return programme_of(of.edition).tier_named(key) if of.edition else None


def _tier_accepted(request: AssistanceRequest) -> str:
    """The same as intake's own read, from decisions that a list has fetched with its requests."""
    accepted = [decided for decided in request.decisions.all() if decided.kind == DecisionKind.ACCEPT]
    return max(accepted, key=lambda decided: decided.pk).tier if accepted else request.tier


def has_stage(engagement: Engagement, stage: str) -> Decision:
    """Say whether the engagement's tier has a stage: agreement, plan, evidence, findings, reforms, reports,
    deliveries, evaluation. A tier that the edition does not know has every stage."""
    tier = tier_of(engagement)
    if tier is None or stage in tier.stages:
        return ALLOWED
    return refuse(f"The tier “{tier.name}” has no {stage}.")


def agreement_stands_for(change: TierChange) -> Decision:
    """Say whether the agreement that the tier to come asks for is in force, where the tier of now asks for none: work
    has begun without one, so nothing would ask for it later."""
    engagement, tier = change.engagement, tier_of(change.engagement)
    if tier is None or tier.agreement != "never" or engagement.edition is None:
        return ALLOWED
    return _stands(engagement, programme_of(engagement.edition).tier_named(change.to_tier))


def agreement_stands(of: Engagement | AssistanceRequest) -> Decision:
    """Say whether the agreement that the tier asks for is in force, and if not, on whom it waits."""
    return _stands(of, tier_of(of))


def _stands(of: Engagement | AssistanceRequest, tier: Tier | None) -> Decision:
    if tier is None or tier.agreement == "never":
        return ALLOWED
    request = of.request if isinstance(of, Engagement) else of
    if request is None or request.agreements.filter(state=AgreementState.IN_FORCE).exists():
        return ALLOWED
    coming = request.agreements.exclude(state=AgreementState.SUPERSEDED).order_by("-version").first()
    return refuse(f"The tier “{tier.name}” asks for an agreement in force {_WHEN[tier.agreement]}. {_waits(coming)}")


def _waits(agreement: Agreement | None) -> str:
    if agreement is None:
        return "None has been drafted."
    if agreement.state == AgreementState.SENT:
        open_lines = agreement.signatures.filter(recorded_at=None).order_by("pk")
        return f"{agreement.ref} waits for: {', '.join(line.who.lower() for line in open_lines)}."
    if agreement.state == AgreementState.LAPSED:
        return f"{agreement.ref} has lapsed: {agreement.lapsed_because}"
    return f"{agreement.ref} is “{agreement.state_label}”."


def open_flag(engagement: Engagement) -> EligibilityReview | None:
    """Return the oldest matter about eligibility on which nobody has decided, or None."""
    return engagement.eligibility_reviews.filter(state=EligibilityState.FLAGGED).order_by("pk").first()
