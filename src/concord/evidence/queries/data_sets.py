"""Reads of data sets' entries."""

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.evidence.models import DataSet

P = Permission
_WITH = ("engagement__agency", "engagement__edition", "focus_area", "file")
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}


def data_set(ref: str) -> DataSet | None:
    """Return the entry with this reference, or None."""
    return DataSet.objects.select_related(*_WITH).filter(ref=ref).first()


def data_sets_of(engagement: Engagement) -> QuerySet[DataSet]:
    """Return the entries of an engagement."""
    return DataSet.objects.select_related(*_WITH).filter(engagement=engagement)


def data_sets_visible_to(person: Person) -> QuerySet[DataSet]:
    """Return the entries that a person may see."""
    return DataSet.objects.select_related(*_WITH).filter(visible(person, P.DATA_SET_VIEW, **_AT))


def data_sets_open_for(person: Person) -> QuerySet[DataSet]:
    """Return nothing: an entry waits for nobody."""
    del person
    return DataSet.objects.none()
