"""How unlike in size the recommendations of an engagement are, so that nobody takes a sum of them for a sum of work."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from concord.engagements.models import Engagement
from concord.findings.queries import recommendations_of
from concord.reforms.queries.priorities import appraisals
from concord.reforms.queries.things import NONE_YET

UNLIKE = 3
"""So many times the weeks of the smallest: from there on a count alone misleads."""


@dataclass(frozen=True)
class Sizes:
    """The weeks that people gave to the recommendations: `sized` of `base` have any, from `least` to `most`.

    `weeks` has their sum by the status that the team assesses (NONE_YET: nothing yet); `whole` is the sum of all."""

    base: int
    sized: int
    least: int
    most: int
    weeks: Mapping[str, int]

    @property
    def whole(self) -> int:
        """All weeks together."""
        return sum(self.weeks.values())

    @property
    def are_unlike(self) -> bool:
        """Whether a count alone misleads (P18)."""
        return self.sized > 0 and self.most >= UNLIKE * self.least

    def share(self, status: str) -> Fraction | None:
        """Return the share of the weeks that a status has; None where nobody gave any weeks."""
        return Fraction(self.weeks.get(status, 0), self.whole) if self.whole else None


def sizes(engagement: Engagement) -> Sizes:
    """Return how unlike the issued recommendations of an engagement are in size; by two queries."""
    given = {pk: found.weeks for pk, found in appraisals(engagement).items()}
    rows = list(recommendations_of(engagement).values_list("pk", "reform__assessed_status"))
    found = [given[pk] for pk, _ in rows if pk in given]
    by_status: Counter[str] = Counter()
    for pk, status in rows:
        by_status[status or NONE_YET] += given.get(pk, 0)
    return Sizes(len(rows), len(found), min(found, default=0), max(found, default=0), dict(by_status))
