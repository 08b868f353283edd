"""Reads of disposals and legal holds."""

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.core.permissions import Permission
from concord.evidence.models import Disposal, LegalHold
from concord.evidence.states import DisposalState


def disposal(ref: str) -> Disposal | None:
    """Return the disposal with this reference, or None."""
    return Disposal.objects.select_related("manifest").filter(ref=ref).first()


def disposals() -> QuerySet[Disposal]:
    """Return every disposal."""
    return Disposal.objects.select_related("manifest")


def disposals_open_for(person: Person) -> QuerySet[Disposal]:
    """Return the disposals on which somebody else than who proposed them decides."""
    if not any(Permission.RETENTION_VIEW in role.permissions for role in person.roles_on(())):
        return Disposal.objects.none()
    return disposals().filter(state=DisposalState.PROPOSED).exclude(proposed_by=person.actor_key)


def legal_hold(ref: str) -> LegalHold | None:
    """Return the hold with this reference, or None."""
    return LegalHold.objects.filter(ref=ref).first()


def holds() -> QuerySet[LegalHold]:
    """Return every hold."""
    return LegalHold.objects.all()


def holds_open_for(person: Person) -> QuerySet[LegalHold]:
    """Return nothing: a hold waits for nobody."""
    del person
    return LegalHold.objects.none()
