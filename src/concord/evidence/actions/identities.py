"""The verbs of identities that are kept apart: keep, seal, and the opening by two people."""

from datetime import date, datetime, timedelta

from django.db.models import Max

from concord.core import lifecycle, sealing, zones
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.evidence import rules
from concord.evidence.models import Fieldwork, Identity, Opening
from concord.evidence.models.identities import AGREED_FOR
from concord.evidence.states import FieldworkState, IdentityState

P = Permission
PLANNED_AHEAD = timedelta(days=366)
"""How far off the day of a talk may be, after which a contact is sealed by itself."""


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
    booked sees the contact. `subject` is the reference of the field work that it is for, with which it is moved and
    sealed; `words` say what the person does.

    The same again is the same pseudonym. Raises Denied, Incomplete (no name), BadInput (a day that has passed or is
    further off than talks are planned; no such field work that is booked)."""
    if not name.strip():
        raise Incomplete("The contact is not complete.", ["the name"])
    if until < zones.day(at):
        raise BadInput(f"The day of the talk is to come; it says {until}, and today is {zones.day(at)}.")
    locked = lifecycle.lock(engagement)
    rules.may(by, P.IDENTITY_KEEP, locked).require()
    _require_talk(locked, subject, until, zones.day(at))
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


def _require_talk(engagement: Engagement, subject: str, until: date, today: date) -> None:
    """Refuse a contact that nothing would seal for years: of no talk that is booked, or of a day too far off."""
    if until > today + PLANNED_AHEAD:
        raise BadInput(f"The day of the talk is within a year; it says {until}, and today is {today}.")
    booked = Fieldwork.objects.filter(engagement=engagement, state=FieldworkState.BOOKED, ref=subject)
    if subject and booked.select_for_update(no_key=True).first() is None:
        raise BadInput(
            f"What it is for is the reference of field work that is booked in this engagement, such as FLD-2026-0001, "
            f"or nothing; there is no “{subject}”."
        )


@verb
def seal_identity(identity: Identity, *, by: Actor, at: datetime) -> Identity:
    """Seal a contact once the talk was held: from now on two people and a reason open it."""
    return lifecycle.move(identity, P.IDENTITY_SEAL, by=by, at=at, may=rules.may)


@verb
def seal_due_identity(identity: Identity, *, by: Actor, at: datetime) -> Identity:
    """Seal a contact whose day has passed, whatever became of the talk. Raises NotAllowedNow before."""
    if zones.day(at) <= identity.until:
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
