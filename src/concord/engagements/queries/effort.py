"""Reads of time and money that an engagement took."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, QuerySet, Sum

from concord.engagements.models import EffortEntry, Engagement
from concord.engagements.queries.deliveries import delivered
from concord.programme.queries import of as programme_of

DELIVERIES = "Deliveries of assistance"


@dataclass(frozen=True)
class Line:
    """One category with what was entered under it."""

    label: str
    entries: int
    hours: Decimal
    cost: Decimal


@dataclass(frozen=True)
class Effort:
    """What an engagement took so far, by category, and altogether; from the first to the last day that was entered."""

    lines: tuple[Line, ...]
    total: Line
    first: date | None
    last: date | None


def effort_entry(ref: str) -> EffortEntry | None:
    """Return the entry with this reference, or None."""
    return EffortEntry.objects.select_related("engagement__agency", "engagement__edition").filter(ref=ref).first()


def entries_of(engagement: Engagement) -> QuerySet[EffortEntry]:
    """Return the entries of an engagement, withdrawn ones too."""
    return engagement.effort.select_related("engagement__agency")


def categories(engagement: Engagement) -> dict[str, str]:
    """Return the cost categories of the engagement's edition: key → label."""
    programme = programme_of(engagement.edition) if engagement.edition else None
    return {each.key: each.label for each in programme.cost_category} if programme else {}


def effort(engagement: Engagement) -> Effort:
    """Return what an engagement took, in three queries. Deliveries carry their own hours and cost: one line."""
    counted = engagement.effort.filter(withdrawn_at=None)
    labels = categories(engagement)
    rows = counted.values("category").annotate(n=Count("pk"), h=Sum("hours"), c=Sum("cost")).order_by("category")
    lines = [Line(labels.get(row["category"], row["category"]), row["n"], row["h"], row["c"]) for row in rows]
    given = delivered(engagement)
    if given.held:
        lines.append(Line(DELIVERIES, given.held, given.hours, given.cost))
    days = counted.aggregate(first=Min("on"), last=Max("on"))
    total = Line(
        "Altogether",
        sum(line.entries for line in lines),
        sum((line.hours for line in lines), Decimal(0)),
        sum((line.cost for line in lines), Decimal(0)),
    )
    return Effort(tuple(lines), total, days["first"], days["last"])
