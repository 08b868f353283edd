"""Reads of notices."""

from django.db.models import QuerySet

from concord.core.models import OutboxMail
from concord.core.permissions import Actor, Scoped
from concord.core.telling.models import CalendarLink, Notice


def notices_of(person: Actor) -> QuerySet[Notice]:
    """Return what somebody has been told."""
    return Notice.objects.filter(to=person.actor_key)


def unread(person: Actor) -> int:
    """Return how many notices somebody has not read."""
    return notices_of(person).filter(read_at=None).count()


def mails_about(thing: Scoped) -> QuerySet[OutboxMail]:
    """Return the mails that were written in the course of a request, or of an engagement and the request from which it
    came; the newest first."""
    whole = (thing, getattr(thing, "request", None))
    refs = [ref for one in whole if (ref := getattr(one, "ref", ""))]
    return OutboxMail.objects.filter(about__in=refs).order_by("-pk")


def failed() -> QuerySet[OutboxMail]:
    """Return the mails about something that were refused too often to be tried again by themselves."""
    return OutboxMail.objects.filter(sent_at=None, tries__gte=OutboxMail.MOST_TRIES).exclude(about="")


def failed_about(thing: Scoped) -> QuerySet[OutboxMail]:
    """Return those of them about one thing."""
    return mails_about(thing) & failed()


def calendar_link(person: Actor) -> CalendarLink | None:
    """Return the link of somebody's calendar that works now, or None."""
    return CalendarLink.objects.filter(who=person.actor_key, ended_at=None).first()
