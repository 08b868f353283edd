"""The verbs of identities that are kept apart: keep, seal, and the opening by two people."""

from datetime import date, datetime

from django.db.models import Max

from concord.core import lifecycle, sealing
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.evidence import rules
from concord.evidence.models import Identity, Opening
from concord.evidence.models.identities import AGREED_FOR
from concord.evidence.states import IdentityState

P = Permission


@verb
def keep_identity(
    engagement: Engagement,
    *,
    name: str,
    until: date,
    phone: str = "",
    email: str = "",
    words: str = "",
    subject: str = "",
    by: Actor,
    at: datetime,
) -> Identity:
    """Keep a contact apart under the next pseudonym of the engagement. `until` is the day of the talk: to its end who
    booked sees the contact. `subject` is the reference of what it is for, `words` say what the person does.

    The same again is the same pseudonym. Raises Denied, Incomplete (no name), BadInput (a day that has passed)."""
    if not name.strip():
        raise Incomplete("The contact is not complete.", ["the name"])
    if until < at.date():
        raise BadInput(f"The day of the talk is to come; it says {until}, and today is {at.date()}.")
    locked = lifecycle.lock(engagement)
    rules.may(by, P.IDENTITY_KEEP, locked).require()
    contact = {"name": name.strip(), "phone": phone.strip(), "e-mail": email.strip(), "words": words.strip()}
    booked = Identity.objects.filter(engagement=locked, booked_by=by.actor_key, state=IdentityState.KEPT)
    for same in booked.filter(until=until, subject=subject):
        if sealing.read(same.ref) == contact:
            raise Unchanged(same)
    last = Identity.objects.filter(engagement=locked).aggregate(last=Max("number"))["last"] or 0
    ref = next_ref("IDN", at)
    sealing.keep(ref, contact, at=at)
    told = {"engagement": locked, "number": last + 1, "subject": subject, "until": until, "booked_by": by.actor_key}
    return Identity.begin(P.IDENTITY_KEEP, by=by, at=at, ref=ref, **told)


@verb
def seal_identity(identity: Identity, *, by: Actor, at: datetime) -> Identity:
    """Seal a contact once the talk was held: from now on two people and a reason open it."""
    return lifecycle.move(identity, P.IDENTITY_SEAL, by=by, at=at, may=rules.may)


@verb
def seal_due_identity(identity: Identity, *, by: Actor, at: datetime) -> Identity:
    """Seal a contact whose day has passed, whatever became of the talk. Raises NotAllowedNow before."""
    if at.date() <= identity.until:
        raise NotAllowedNow(f"The day of the talk, {identity.until}, has not passed.")
    return lifecycle.move(identity, P.IDENTITY_SEAL_DUE, by=by, at=at, may=rules.may)


@verb
def ask_to_open(identity: Identity, *, reason: str, by: Actor, at: datetime) -> Opening:
    """Ask to open a sealed identity. Raises Denied, Incomplete (no reason)."""
    if not reason.strip():
        raise Incomplete("An identity is opened for a reason.", ["the reason"])
    locked = lifecycle.lock(identity)
    rules.may(by, P.OPENING_ASK, locked).require()
    told = {"identity": locked, "reason": reason, "asked_by": by.actor_key}
    return Opening.begin(P.OPENING_ASK, by=by, at=at, ref=next_ref("OPN", at), **told)


@verb
def agree_to_open(opening: Opening, *, by: Actor, at: datetime) -> Opening:
    """Agree that the person who asked opens the identity, within three days."""
    decided = {"decided_at": at, "decided_by": by.actor_key}
    return lifecycle.move(opening, P.OPENING_AGREE, by=by, at=at, may=rules.may, changes=decided)


@verb
def decline_to_open(opening: Opening, *, reason: str, by: Actor, at: datetime) -> Opening:
    """Decline, with the reason."""
    if not reason.strip():
        raise Incomplete("An opening is declined with a reason.", ["the reason"])
    decided = {"decided_at": at, "decided_by": by.actor_key, "decided_because": reason}
    return lifecycle.move(opening, P.OPENING_DECLINE, by=by, at=at, may=rules.may, reason=reason, changes=decided)


@verb
def withdraw_opening(opening: Opening, *, by: Actor, at: datetime) -> Opening:
    """Take back the wish to open an identity."""
    return lifecycle.move(opening, P.OPENING_WITHDRAW, by=by, at=at, may=rules.may)


@verb
def open_identity(opening: Opening, *, by: Actor, at: datetime) -> Opening:
    """Open the identity: the person who asked sees it for half an hour. Raises NotAllowedNow after three days."""
    if opening.decided_at is not None and at > opening.decided_at + AGREED_FOR:
        raise NotAllowedNow(f"The agreement is older than {AGREED_FOR.days} days; withdraw this and ask anew.")
    opened = {"opened_at": at, "opened_by": by.actor_key}
    reason = opening.reason
    return lifecycle.move(opening, P.OPENING_OPEN, by=by, at=at, may=rules.may, reason=reason, changes=opened)
