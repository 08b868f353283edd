"""The verbs of a change of tier: the office proposes, the agency's chief executive agrees."""

from datetime import datetime

from concord.accounts.models import Identity
from concord.accounts.queries import by_key, holder
from concord.core import lifecycle
from concord.core.actions import verb
from concord.core.errors import BadInput, Stale
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.core.roles import ChiefExecutive
from concord.engagements import rules, telling
from concord.engagements.checks.reason import require_reason
from concord.engagements.models import Engagement, TierChange
from concord.programme.queries import of as programme_of

P = Permission


@verb
def propose_tier(engagement: Engagement, *, tier: str, reason: str, by: Actor, at: datetime) -> TierChange:
    """Propose that the engagement goes on in another tier of its edition, with the reason.

    Raises Denied (one is proposed already, or it does not go on), BadInput (the tier), Incomplete (the reason)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.TIER_CHANGE_PROPOSE, locked).require()
    require_reason(reason, "A change of tier is proposed with a reason.")
    known = [each.key for each in programme_of(locked.edition).tier] if locked.edition else []
    if tier not in known or tier == locked.tier:
        raise BadInput(f"“{tier}” is not another tier of the edition; expected one of: {', '.join(known)}.")
    change = TierChange.begin(
        P.TIER_CHANGE_PROPOSE,
        by=by,
        at=at,
        ref=next_ref("TCH", at),
        engagement=locked,
        from_tier=locked.tier,
        to_tier=tier,
        reason=reason,
        proposed_by=by.actor_key,
    )
    chief = holder(ChiefExecutive.key, f"agency:{locked.agency.ref}")
    telling.write([chief], change, "A change of tier waits for you", "Read it, then agree or decline:", at)
    return change


@verb
def agree_to_tier(change: TierChange, *, shown_by: str, by: Actor, at: datetime) -> TierChange:
    """Agree, as the chief executive: from now on the engagement is of the other tier.

    `shown_by` is by what the chief executive showed who they are at this moment (an `Identity`).
    Raises Denied, NotAllowedNow, Stale (its tier is not the one from which it was to change)."""
    engagement = lifecycle.lock(change.engagement)
    if engagement.tier != change.from_tier:
        raise Stale("The engagement's tier has changed since this was proposed.")
    signed = {"shown_by": Identity(shown_by)}
    more = {"from": change.from_tier, "to": change.to_tier, **signed}
    moved = lifecycle.move(change, P.TIER_CHANGE_AGREE, by=by, at=at, may=rules.may, more=more, changes=signed)
    engagement.tier = moved.to_tier
    engagement.save(update_fields=["tier"])
    telling.write([by_key(moved.proposed_by)], moved, "The change of tier is agreed", "The agency has agreed:", at)
    return moved


@verb
def decline_tier(change: TierChange, *, reason: str, by: Actor, at: datetime) -> TierChange:
    """Decline, as the chief executive, with the reason; the engagement goes on as it is."""
    moved = _stop(change, P.TIER_CHANGE_DECLINE, reason, by=by, at=at)
    telling.write([by_key(moved.proposed_by)], moved, "The change of tier is declined", "The reason is here:", at)
    return moved


@verb
def withdraw_tier(change: TierChange, *, reason: str, by: Actor, at: datetime) -> TierChange:
    """Withdraw a proposal that has no answer yet, with the reason."""
    return _stop(change, P.TIER_CHANGE_WITHDRAW, reason, by=by, at=at)


def _stop(change: TierChange, verb: Permission, reason: str, *, by: Actor, at: datetime) -> TierChange:
    require_reason(reason, "It is recorded with a reason.")
    return lifecycle.move(change, verb, by=by, at=at, may=rules.may, reason=reason, changes={"answer": reason})
