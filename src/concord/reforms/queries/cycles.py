"""How long packets take, stage by stage: with the first reviewer, with the second, and back with the agency. Each stay
is told by two rows of the audit trail, that by which it began and that by which it ended. For staff."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from statistics import median

from concord.core import zones
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.engagements.models import Engagement

P = Permission
FEWEST = 5
"""So many stays must have ended before anything is said of how long they take: fewer tell of single packets."""

_STAYS = {
    P.PACKET_SUBMIT: "With the first reviewer",
    P.PACKET_PASS_ON: "With the second reviewer",
    P.PACKET_RETURN: "Returned, with the agency",
}
"""The verb by which a stay begins, and what it is called."""
_TOLD = (*_STAYS, P.PACKET_ACCEPT)


@dataclass(frozen=True)
class Days:
    """Whole days: the shortest stay, the middle one and the longest."""

    shortest: int
    middle: float
    longest: int


@dataclass(frozen=True)
class Cycle:
    """The stays of packets in one stage that have ended by a day, by what ended them. `days` is None below FEWEST."""

    stage: str
    accepted: int
    returned: int
    went_on: int
    days: Days | None

    @property
    def stays(self) -> int:
        """How many have ended."""
        return self.accepted + self.returned + self.went_on


def cycles(engagement: Engagement, as_of: date) -> tuple[Cycle, ...]:
    """Return how long the packets of an engagement stayed in each stage, of the stays that had ended by the end of a
    day; stages in their order. By one query."""
    known = {verb.value: verb for verb in _TOLD}
    packets = engagement.packets.values("ref")
    rows = AuditRow.objects.filter(what__in=packets, verb__in=[*known]).order_by("what", "pk")
    steps = (
        (what, known[verb], datetime.fromisoformat(at)) for what, verb, at in rows.values_list("what", "verb", "at")
    )
    ended = _ended(step for step in steps if zones.day(step[2]) <= as_of)
    return tuple(_cycle(stage, ended[begun]) for begun, stage in _STAYS.items())


_Stay = tuple[Permission, int]  # what ended it, and after how many whole days


def _ended(steps: Iterable[tuple[str, Permission, datetime]]) -> Mapping[Permission, list[_Stay]]:
    found: dict[Permission, list[_Stay]] = defaultdict(list)
    for _, of_one in groupby(steps, key=lambda step: step[0]):
        for (_, begun, since), (_, end, until) in pairwise(of_one):
            if begun in _STAYS:
                found[begun].append((end, (until - since).days))
    return found


def _cycle(stage: str, stays: list[_Stay]) -> Cycle:
    took = [days for _, days in stays]
    accepted, returned = (sum(end == verb for end, _ in stays) for verb in (P.PACKET_ACCEPT, P.PACKET_RETURN))
    days = Days(min(took), median(took), max(took)) if len(took) >= FEWEST else None
    return Cycle(stage, accepted, returned, len(stays) - accepted - returned, days)
