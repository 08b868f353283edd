"""Reads of records request sets."""

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.evidence.models import Document, EvidenceItem, FoiaSet
from concord.evidence.states import FoiaState

_WITH = ("engagement__agency", "engagement__edition", "file")


def foia_set(ref: str) -> FoiaSet | None:
    """Return the set with this reference, or None."""
    return FoiaSet.objects.select_related(*_WITH).filter(ref=ref).first()


def titles_given(of: FoiaSet) -> dict[str, str]:
    """Return what is in a set by its reference, with its title as it may be told now."""
    refs = [str(each[0]) for each in of.given]
    items = dict(EvidenceItem.objects.filter(ref__in=refs).values_list("ref", "title"))
    return items | dict(Document.objects.filter(ref__in=refs).values_list("ref", "item__title"))


def foia_sets_of(engagement: Engagement) -> QuerySet[FoiaSet]:
    """Return the sets of an engagement."""
    return FoiaSet.objects.select_related(*_WITH).filter(engagement=engagement)


def foia_sets_open_for(person: Person) -> QuerySet[FoiaSet]:
    """Return the sets that wait to be approved by somebody else than who prepared them."""
    seen = visible(person, Permission.FOIA_VIEW, agency="engagement__agency__ref", engagement="engagement__ref")
    waiting = FoiaSet.objects.select_related(*_WITH).filter(seen, state=FoiaState.PREPARED)
    return waiting.exclude(prepared_by=person.actor_key)
