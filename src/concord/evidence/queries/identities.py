"""Reads of identities that are kept apart, and of who opened them."""

from datetime import date

from django.db.models import Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core import sealing
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.evidence.models import Identity, Opening
from concord.evidence.states import IdentityState, OpeningState

P = Permission
_ENGAGEMENT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}
_THROUGH = {name: f"identity__{way}" for name, way in _ENGAGEMENT.items()}


def identity(ref: str) -> Identity | None:
    """Return the identity with this reference, or None. The contact is not in it."""
    return Identity.objects.select_related("engagement__agency").filter(ref=ref).first()


def identities_of(engagement: Engagement) -> QuerySet[Identity]:
    """Return the pseudonyms of an engagement."""
    return Identity.objects.select_related("engagement__agency").filter(engagement=engagement)


def identities_open_for(person: Person) -> QuerySet[Identity]:
    """Return nothing: a contact waits for nobody, since it is sealed by itself when its day has passed."""
    del person
    return Identity.objects.none()


def due_to_seal(on: date) -> QuerySet[Identity]:
    """Return the contacts whose day has passed."""
    return Identity.objects.filter(state=IdentityState.KEPT, until__lt=on).order_by("pk")


def contact(identity: Identity) -> dict[str, str]:
    """Return name, phone, e-mail and the words about somebody; whoever calls has asked whether it may be seen.

    Raises KeyLost."""
    told = sealing.read(identity.ref)
    return {name: told[name] for name in ("name", "phone", "e-mail", "words") if told.get(name)}


def opening(ref: str) -> Opening | None:
    """Return the opening with this reference, or None."""
    return Opening.objects.select_related("identity__engagement__agency").filter(ref=ref).first()


def openings_visible_to(person: Person) -> QuerySet[Opening]:
    """Return the openings that a person may see: all for the office, their engagements' for the team."""
    return Opening.objects.select_related("identity__engagement__agency").filter(
        visible(person, P.OPENING_VIEW, **_THROUGH)
    )


def openings_open_for(person: Person) -> QuerySet[Opening]:
    """Return the openings on which this person decides, and their own that were agreed to."""
    waiting = Q(state=OpeningState.ASKED) & ~Q(asked_by=person.actor_key)
    own = Q(state=OpeningState.AGREED, asked_by=person.actor_key, identity__destroyed_in="")
    return openings_visible_to(person).filter(waiting | own)
