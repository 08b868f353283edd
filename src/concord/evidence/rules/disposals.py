"""Who may destroy records, and who keeps them from it."""

from concord.core.permissions import ALLOWED, OFFICE_SCOPE, Actor, Decision, Permission, refuse
from concord.evidence.models import Disposal, LegalHold

P = Permission


class _Office:
    """The office's records as a thing, for what begins with none of them."""

    scopes = (OFFICE_SCOPE,)


OFFICE = _Office()


def on_disposal(by: Actor, verb: Permission, disposal: Disposal) -> Decision:
    """Who proposed a disposal does not decide on it."""
    if verb in (P.DISPOSAL_CARRY_OUT, P.DISPOSAL_DECLINE) and disposal.proposed_by == by.actor_key:
        return refuse("You proposed it, so somebody else decides.")
    return ALLOWED


def on_hold(by: Actor, verb: Permission, hold: LegalHold) -> Decision:
    """Who placed a hold does not lift it."""
    if verb == P.HOLD_LIFT and hold.placed_by == by.actor_key:
        return refuse("You placed it, so somebody else lifts it.")
    return ALLOWED
