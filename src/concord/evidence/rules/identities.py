"""Who may keep an identity apart, see it, and open it."""

from datetime import date

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, refuse
from concord.engagements.models import Engagement
from concord.engagements.rules import active
from concord.evidence.models import Identity, Opening
from concord.evidence.states import IdentityState, OpeningState
from concord.workplans.queries import in_force
from concord.workplans.rules import NOT_BEFORE_CONCURRENCE

P = Permission


def on_engagement(by: Actor, verb: Permission, engagement: Engagement) -> Decision:
    """Nobody is booked before the concurrence, or while the engagement does not go on."""
    del by
    if verb == P.CODEBOOK_START:
        return active(engagement)
    if verb != P.IDENTITY_KEEP:
        return ALLOWED
    if not (standing := active(engagement)):
        return standing
    return ALLOWED if in_force(engagement) else refuse(NOT_BEFORE_CONCURRENCE)


def on_identity(by: Actor, verb: Permission, identity: Identity) -> Decision:
    """It is sealed by who booked; it is asked for once it is sealed, and as long as it is there."""
    if verb == P.IDENTITY_SEAL and identity.booked_by != by.actor_key:
        return refuse("Only who booked seals it before its day has passed.")
    if verb != P.OPENING_ASK:
        return ALLOWED
    if identity.destroyed_in:
        return refuse("The contact was destroyed under a retention rule; there is nothing to open.")
    if identity.state != IdentityState.SEALED:
        return refuse("The contact is not sealed yet; who booked sees it.")
    waiting = identity.openings.filter(asked_by=by.actor_key, state__in=(OpeningState.ASKED, OpeningState.AGREED))
    if (found := waiting.first()) is not None:
        return refuse(f"You have asked already: {found.ref} is “{found.state_label.lower()}”.")
    return ALLOWED


def on_opening(by: Actor, verb: Permission, opening: Opening) -> Decision:
    """One person asks, another agrees, and the first one opens."""
    is_asker = opening.asked_by == by.actor_key
    if verb in (P.OPENING_AGREE, P.OPENING_DECLINE) and is_asker:
        return refuse("It takes two people: you asked for it, so somebody else decides.")
    if verb in (P.OPENING_OPEN, P.OPENING_WITHDRAW) and not is_asker:
        return refuse("That is for the person who asked.")
    if verb == P.OPENING_OPEN and opening.identity.destroyed_in:
        return refuse("The contact was destroyed under a retention rule; there is nothing to open.")
    return ALLOWED


def sees_contact(by: Actor, identity: Identity, *, today: date) -> bool:
    """Say whether somebody sees a contact without opening it: who booked, until it is sealed, and to the end of its day
    also where nothing has sealed it."""
    return identity.state == IdentityState.KEPT and identity.booked_by == by.actor_key and today <= identity.until
