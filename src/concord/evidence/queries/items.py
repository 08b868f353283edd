"""Reads of evidence."""

from django.db.models import Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.core.roles import Level
from concord.engagements.models import Engagement
from concord.evidence.models import EvidenceItem, Releasability
from concord.evidence.sealed_items import with_titles

P = Permission
_WITH = ("engagement__agency", "engagement__edition", "focus_area", "file")


def item(ref: str) -> EvidenceItem | None:
    """Return the item with this reference, with its own title, or None. Raises KeyLost."""
    return next(iter(with_titles(EvidenceItem.objects.select_related(*_WITH).filter(ref=ref))), None)


def of(engagement: Engagement) -> QuerySet[EvidenceItem]:
    """Return all items of an engagement, withdrawn ones too; a page shows those that `visible_to` leaves."""
    return EvidenceItem.objects.select_related(*_WITH).filter(engagement=engagement).order_by("pk")


def visible_to(person: Person) -> QuerySet[EvidenceItem]:
    """Return the items that a person may see; confidential ones only in engagements on whose team they are."""
    condition = visible(person, P.EVIDENCE_VIEW, agency="engagement__agency__ref", engagement="engagement__ref")
    own_team = Q(pk__in=())
    for membership in person.held():
        role = membership.role_class
        if role.level == Level.ENGAGEMENT and P.EVIDENCE_VIEW in role.permissions:
            own_team |= Q(engagement__ref=membership.scope.partition(":")[2])
    open_enough = ~Q(releasability=Releasability.CONFIDENTIAL)
    found = EvidenceItem.objects.select_related(*_WITH)
    return found.filter(condition, open_enough | own_team)


def open_for(person: Person) -> QuerySet[EvidenceItem]:
    """Return nothing: evidence waits for nobody."""
    del person
    return EvidenceItem.objects.none()
