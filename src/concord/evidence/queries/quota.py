"""Who is wanted in the groups of an engagement and who came, over all of them: by group and rank, and by who sits
together. Names are never kept, so none is here."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from concord.engagements.models import Engagement
from concord.evidence.models import Attendance, GroupType
from concord.evidence.states import EvidenceState, FieldworkState


@dataclass(frozen=True)
class Quota:
    """One line: of a group and rank ("" where there is none), in groups of one type, so many are wanted (None where
    nobody said) and so many came, in so many groups that are booked or were held."""

    group: str
    rank: str
    type: str
    groups: int
    wanted: int | None
    came: int

    @property
    def missing(self) -> int | None:
        """How many of those who are wanted have not come yet; None where nobody said how many are."""
        return None if self.wanted is None else max(0, self.wanted - self.came)


def quotas(engagement: Engagement) -> list[Quota]:
    """Return the quota of each group and rank in each type of group; what was called off or withdrawn does not count.
    By one query."""
    rows = Attendance.objects.filter(fieldwork__engagement=engagement).exclude(fieldwork__group_type="")
    rows = rows.exclude(fieldwork__state=FieldworkState.CALLED_OFF)
    rows = rows.exclude(fieldwork__item__state=EvidenceState.WITHDRAWN)
    by = ("group", "rank", "fieldwork__group_type")
    totals = rows.order_by(*by).values(*by).annotate(groups=Count("pk"), asked=Sum("wanted"), there=Sum("came"))
    return [
        Quota(
            group=row["group"],
            rank=row["rank"],
            type=GroupType(row["fieldwork__group_type"]).label,
            groups=row["groups"],
            wanted=row["asked"],
            came=row["there"] or 0,
        )
        for row in totals
    ]
