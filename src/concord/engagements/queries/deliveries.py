"""Reads of deliveries of assistance."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Delivery, DeliveryExpert, Engagement
from concord.engagements.queries.engagement import GOES_ON
from concord.engagements.states import DeliveryState, FocusAreaState
from concord.programme.document import Topic
from concord.programme.queries import of as programme_of

_WITH = ("engagement__agency", "engagement__edition", "focus_area")
_HAPPENED = (DeliveryState.HELD, DeliveryState.EVALUATED)


@dataclass(frozen=True)
class Delivered:
    """What was delivered so far: how many, and what they took together. Of those who took part `asked` were asked
    about it, `answered` of these answered, and `satisfied` of these said that it met its goal."""

    held: int
    attendance: int
    hours: Decimal
    cost: Decimal
    asked: int
    answered: int
    satisfied: int


def delivery(ref: str) -> Delivery | None:
    """Return the delivery with this reference, with its experts, or None."""
    return Delivery.objects.select_related(*_WITH).prefetch_related("experts__person").filter(ref=ref).first()


def deliveries_of(engagement: Engagement) -> QuerySet[Delivery]:
    """Return the deliveries of an engagement, with their experts."""
    return engagement.deliveries.select_related(*_WITH).prefetch_related("experts")


def deliveries_open_for(person: Person) -> QuerySet[Delivery]:
    """Return the deliveries that this person may see and that can be recorded or evaluated; not those that they
    delivered, which somebody else evaluates."""
    seen = visible(person, Permission.DELIVERY_VIEW, agency="engagement__agency__ref", engagement="engagement__ref")
    waiting = Delivery.objects.select_related(*_WITH).prefetch_related("experts__person")
    to_record = Q(state=DeliveryState.PLANNED) & ~Q(focus_area__state=FocusAreaState.PLANNED)
    delivered = Q(recorded_by=person.actor_key) | Exists(
        DeliveryExpert.objects.filter(delivery=OuterRef("pk"), person=person)
    )
    to_evaluate = Q(state=DeliveryState.HELD) & ~delivered
    return waiting.filter(seen, to_record | to_evaluate, engagement__state__in=GOES_ON)


def delivered(engagement: Engagement) -> Delivered:
    """Return what was delivered so far, in one query."""
    sums = ("attendance", "hours", "cost", "answered", "satisfied")
    held = engagement.deliveries.filter(state__in=_HAPPENED)
    asked = Sum("attendance", filter=Q(answered__isnull=False), default=0)
    totals = {name: Sum(name, default=0) for name in sums}
    found: dict[str, Any] = held.aggregate(held=Count("pk"), asked=asked, **totals)
    return Delivered(**found)


def forms(engagement: Engagement) -> dict[str, str]:
    """Return the forms of delivery of the engagement's edition: key → label."""
    known = programme_of(engagement.edition).delivery_form if engagement.edition else ()
    return {each.key: each.label for each in known}


def topics(engagement: Engagement) -> list[Topic]:
    """Return the topics that can be delivered: those that were agreed on first, then the others of the newest topic
    edition."""
    if engagement.edition is None:
        return []
    programme = programme_of(engagement.edition)
    asked = engagement.agreed_topics
    newest = max(programme.topic_edition, key=lambda each: each.effective_from, default=None)
    others = [t for t in programme.topic if newest and t.edition == newest.key and t.key not in asked]
    return [*(t for t in programme.topic if t.key in asked), *others]


def topic(delivery: Delivery) -> Topic | None:
    """Return the topic of a delivery as the edition words it, or None."""
    edition = delivery.engagement.edition
    return programme_of(edition).topic_named(delivery.topic) if edition else None
