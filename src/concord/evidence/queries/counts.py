"""How much was gathered: by focus area, method and audience, in the method's own unit, up to any day.

What is counted is what stands in the records: field work that was held, and evidence that the team logged without a
booking. A document that came for a request counts when a review of it is held. Files that nobody could read, and what
was withdrawn, count on no day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from concord.engagements.models import Engagement
from concord.engagements.queries import methods
from concord.evidence.models import Attendance, EvidenceItem, Releasability
from concord.evidence.queries.documents import unread
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
    logged = EvidenceItem.objects.filter(engagement=engagement, state=EvidenceState.LOGGED, collected_on__lte=as_of)
    return logged.filter(received=None).exclude(unread())


def _audience(item: str, *, to_the_team: bool) -> Case | Coalesce:
    """Return the column of who was heard, "" where nobody wrote it down; `item` leads to the item."""
    told = Coalesce(f"{item}fieldwork__audience", Value(""))
    hidden = When(**{f"{item}releasability": Releasability.CONFIDENTIAL}, then=Value(""))
    return told if to_the_team else Case(hidden, default=told)


def counts(engagement: Engagement, as_of: date, *, to_the_team: bool) -> list[Counted]:
    """Return how much was gathered up to a day (included), in the order of the focus areas; by two queries. With whom
    confidential evidence was gathered is told to the engagement's own team; before others it only counts."""
    items = _standing(engagement, as_of).annotate(who=_audience("", to_the_team=to_the_team))
    by = ("focus_area__number", "focus_area__title", "method", "who")
    rows = items.order_by(*by).values(*by).annotate(total=Sum("count"))
    came = Attendance.objects.filter(fieldwork__item__in=items.values("pk"))
    came = came.annotate(who=_audience("fieldwork__item__", to_the_team=to_the_team))
    together = ("fieldwork__focus_area__number", "fieldwork__method", "who")
    people = {
        tuple(row[name] for name in together): row["total"] or 0
        for row in came.values(*together).annotate(total=Sum("came")).order_by()
    }
    known = {method.key: method for method in methods(engagement)}
    found = []
    for row in rows:
        key, audience = row["method"], row["who"]
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
