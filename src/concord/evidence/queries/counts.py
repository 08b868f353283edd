"""How much was gathered: by focus area, method and audience, in the method's own unit, up to any day.

What is counted is what stands in the records: field work that was held, and evidence that the team logged without a
booking. A document that came for a request counts when a review of it is held. What was withdrawn counts on no day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from concord.engagements.models import Engagement
from concord.engagements.queries import methods
from concord.evidence.models import Attendance, EvidenceItem
from concord.evidence.states import EvidenceState


@dataclass(frozen=True)
class Counted:
    """One line: so many of a method's unit in a focus area with an audience ("" where none was recorded), and how many
    people took part where that was counted."""

    number: int
    area: str
    method: str
    name: str
    audience: str
    count: int
    unit: str
    people: int


def _standing(engagement: Engagement, as_of: date) -> QuerySet[EvidenceItem]:
    return EvidenceItem.objects.filter(
        engagement=engagement, state=EvidenceState.LOGGED, collected_on__lte=as_of, received=None
    )


def counts(engagement: Engagement, as_of: date) -> list[Counted]:
    """Return how much was gathered up to a day (included), in the order of the focus areas; by two queries."""
    items = _standing(engagement, as_of)
    by = ("focus_area__number", "focus_area__title", "method", "fieldwork__audience")
    rows = items.order_by(*by).values(*by).annotate(total=Sum("count"))
    came = Attendance.objects.filter(fieldwork__item__in=items.values("pk"))
    people = {
        (row["fieldwork__focus_area__number"], row["fieldwork__method"], row["fieldwork__audience"]): row["total"] or 0
        for row in came.values("fieldwork__focus_area__number", "fieldwork__method", "fieldwork__audience")
        .annotate(total=Sum("came"))
        .order_by()
    }
    known = {method.key: method for method in methods(engagement)}
    found = []
    for row in rows:
        key, audience = row["method"], row["fieldwork__audience"] or ""
        method = known.get(key)
        one, many = (method.unit or method.name.lower(), method.counted) if method else (key, key)
        found.append(
            Counted(
                number=row["focus_area__number"],
                area=row["focus_area__title"],
                method=key,
                name=method.name if method else key,
                audience=audience,
                count=row["total"],
                unit=one if row["total"] == 1 else many,
                people=people.get((row["focus_area__number"], key, audience), 0),
            )
        )
    return found


def counts_by_method(engagement: Engagement, until: date) -> dict[str, int]:
    """Return how much was gathered by each method up to a day, in the method's own unit, by the method's key; a method
    without any is not there."""
    rows = _standing(engagement, until).order_by("method").values("method").annotate(total=Sum("count"))
    return {row["method"]: row["total"] for row in rows}
