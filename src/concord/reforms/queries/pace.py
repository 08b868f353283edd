"""How long things take: days with each side, the age of the review queue, and when the rest may be done. For staff."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from concord.analysis.errors import NotEnoughData
from concord.analysis.plan import forecast
from concord.core import zones
from concord.core.permissions import Party
from concord.engagements.models import Engagement
from concord.reforms.queries.links import superseded
from concord.reforms.queries.standings import ChangeKind, Standing, changes_in, standings, turns
from concord.reforms.states import ENDS, CoreState

if TYPE_CHECKING:
    import numpy as np

AGES = (30, 60, 90, 180)
"""Days by which the age of what waits is told: up to 30, up to 60, and so on, and more."""


@dataclass(frozen=True)
class Stage:
    """How many whole days turns with one side took, of those that have ended: how many there were, and in days the
    shortest, the middle one and the longest."""

    party: Party
    turns: int
    shortest: int
    middle: float
    longest: int


@dataclass(frozen=True)
class Age:
    """How many open items one side has had for at most so many days; `days` is None for more than the last."""

    days: int | None
    items: int


@dataclass(frozen=True)
class Pace:
    """What staff are told of the pace of an engagement on a day: of the `base` so many are `complete`, `stopped`, or
    `left` to do, or the agency does not concur and nothing was taken up, or others take their place as links stand now
    (`replaced`). `completed` has a number for each month, from the one in which work was first taken up: each
    recommendation that is complete once, when it became so last; `refused` says why there is no forecast, in words."""

    as_of: date
    base: int
    complete: int
    stopped: int
    not_concurred: int
    replaced: int
    left: int
    stages: tuple[Stage, ...]
    queue: tuple[Age, ...]
    completed: tuple[tuple[date, int], ...]
    forecast: forecast.Forecast | None
    refused: str


def pace(engagement: Engagement, as_of: date, *, rng: "np.random.Generator") -> Pace:
    """Return how long things have taken in an engagement up to the end of a day; by five queries.

    The month of `as_of` is not over, so it does not count towards the forecast."""
    rows = standings(engagement, as_of, is_replaced=superseded(engagement))
    complete, stopped = (sum(_core(row) == end for row in rows) for end in ENDS)
    not_concurred = sum(row.is_refused for row in rows)
    replaced = sum(_is_replaced(row) for row in rows)
    left = len(rows) - complete - stopped - not_concurred - replaced
    months = _by_month(rows, as_of)
    try:
        found, refused = forecast.until_done(left=left, completed=[n for _, n in months[:-1]], rng=rng), ""
    except NotEnoughData as error:
        found, refused = None, str(error)
    numbers = (as_of, len(rows), complete, stopped, not_concurred, replaced, left)
    return Pace(*numbers, _stages(rows), _ages(rows, as_of), tuple(months), found, refused)


def _is_replaced(row: Standing) -> bool:
    """Whether another takes its place, of what would be left to do."""
    gone = getattr(row.recommendation, "is_replaced", False)
    return gone and _core(row) not in ENDS and not row.is_refused


def _core(row: Standing) -> CoreState | None:
    return row.assessed.core_state if row.assessed else None


def _stages(rows: Iterable[Standing]) -> tuple[Stage, ...]:
    took: dict[Party, list[int]] = defaultdict(list)
    for row in rows:
        if row.reform is not None:
            for (party, begun), (_, ended) in pairwise(turns(row.reform.planned_at, row.history, row.handed)):
                if party != Party.NOBODY:
                    took[party].append((ended - begun).days)
    return tuple(Stage(p, len(d), min(d), median(d), max(d)) for p, d in sorted(took.items()))


def _ages(rows: Iterable[Standing], as_of: date) -> tuple[Age, ...]:
    """Return how long the team has had what waits for its review: what was reported or handed in, and nothing that was
    never taken up."""
    waits = [
        (as_of - zones.day(row.held_since)).days
        for row in rows
        if row.reform is not None and row.held_by == Party.TEAM and row.held_since is not None
    ]
    bounds: Sequence[int | None] = (*AGES, None)
    found = Counter(next((bound for bound in AGES if days <= bound), None) for days in waits)
    return tuple(Age(bound, found[bound]) for bound in bounds)


def _by_month(rows: Sequence[Standing], as_of: date) -> list[tuple[date, int]]:
    begun = [row.reform.planned_at for row in rows if row.reform is not None]
    if not begun:
        return []
    holds = {row.recommendation.pk for row in rows if _core(row) == CoreState.COMPLETE}
    ended = (change for change in changes_in(rows, None) if change.kind == ChangeKind.COMPLETED)
    last = {change.recommendation.pk: change.on for change in ended}
    done = Counter(on.replace(day=1) for of, on in last.items() if of in holds)
    return [(month, done[month]) for month in _months(min(begun), as_of)]


def _months(first: datetime, last: date) -> Iterable[date]:
    month = zones.day(first).replace(day=1)
    while month <= last:
        yield month
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
