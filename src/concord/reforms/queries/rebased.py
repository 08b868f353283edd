"""What a body that took over has found itself, beside what it took over: counted anew, and nothing is lost."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from concord.core import zones
from concord.engagements.models import Engagement
from concord.findings.queries import recommendations_of
from concord.reforms.models import HandOver, Judgement
from concord.reforms.queries.things import hand_overs


@dataclass(frozen=True)
class Found:
    """What one body assessed, by status key, of `base` issued recommendations, as of a day."""

    as_of: date
    base: int
    assessed: Mapping[str, int]

    @property
    def not_assessed(self) -> int:
        """How many it has said nothing about."""
        return self.base - sum(self.assessed.values())


@dataclass(frozen=True)
class Rebased:
    """The last hand-over: what it `left`, as of its day, and what the body of now has `found` itself since."""

    over: HandOver
    left: Found
    found: Found


def rebased(engagement: Engagement, as_of: date) -> Rebased | None:
    """Return what the body that reviews at the end of a day has found itself, and what it took over; None where no
    other body had begun by then. By three queries where one had."""
    end = zones.ends(as_of)
    over = next((each for each in hand_overs(engagement) if each.made_at < end), None)
    if over is None:
        return None
    rows = Judgement.objects.filter(reform__recommendation=OuterRef("pk")).order_by("-pk").values("status")
    issued = recommendations_of(engagement).order_by()
    before = issued.filter(issued_at__lt=over.made_at)
    left = before.values_list(Subquery(rows.filter(assessed_at__lt=over.made_at)[:1]), flat=True)
    since = rows.filter(assessed_at__gte=over.made_at, assessed_at__lt=end)
    found = issued.filter(issued_at__lt=end).values_list(Subquery(since[:1]), flat=True)
    return Rebased(over, _found(over.on, list(left)), _found(as_of, list(found)))


def _found(as_of: date, said: list[str | None]) -> Found:
    counted = Counter(status for status in said if status is not None)
    return Found(as_of, len(said), dict(sorted(counted.items())))
