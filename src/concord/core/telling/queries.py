"""Reads of notices."""

from django.db.models import QuerySet

from concord.core.permissions import Actor
from concord.core.telling.models import CalendarLink, Notice


def notices_of(person: Actor) -> QuerySet[Notice]:
    """Return what somebody has been told."""
    return Notice.objects.filter(to=person.actor_key)


def unread(person: Actor) -> int:
    """Return how many notices somebody has not read."""
    return notices_of(person).filter(read_at=None).count()


def calendar_link(person: Actor) -> CalendarLink | None:
    """Return the link of somebody's calendar that works now, or None."""
    return CalendarLink.objects.filter(who=person.actor_key, ended_at=None).first()
