"""When what is still to do may be done, what makes it end as late as that, and what cannot begin yet. The plan is a
suggestion with its reasons; people decide."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from concord.analysis.plan import effect, schedule
from concord.core.permissions import Party
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.reforms.models import Blocker, LinkKind
from concord.reforms.queries.links import AGAINST, Connections, blockers, links
from concord.reforms.queries.priorities import appraisals, still_to_do

_NOBODY = ""  # who does what nobody has marked yet
DEFAULT_CAPACITY = 2
"""Pieces of work that a unit does at once unless somebody says otherwise."""
TOP = 5
"""The links and the units that are named as limits of a plan, those that add most."""


@dataclass(frozen=True)
class Limits:
    """What makes a plan end as late as it does. `ends_unlimited`: its end if every unit could do any number at once;
    `capacity_weeks`: how many weeks later it ends under its capacity, `at_least` in any plan. `links`: of those that
    make the longest chain longer the later and the earlier recommendation, and by how many weeks. `units`: whose own
    work takes longer than that chain."""

    ends_unlimited: date
    capacity_weeks: int
    at_least: int
    links: tuple[tuple[Recommendation, Recommendation, int], ...]
    units: tuple[effect.Team, ...]


@dataclass(frozen=True)
class Slot:
    """When one recommendation may be worked on: `first` and `last` are days; `is_critical`: it is on the longest chain
    of links."""

    recommendation: Recommendation
    unit: str
    first: date
    last: date
    is_critical: bool


@dataclass(frozen=True)
class Planned:
    """A suggested plan of what is still to do and has been marked. `ends` is its last day, `no_earlier` the day before
    which no plan ends; `chain` the longest chain of links, or the one piece that takes longer than each (`is_linked`:
    there are links); `left_out` what has no appraisal, so no weeks: where it stands between two others, their order is
    kept, and it takes no time."""

    begins: date
    capacity: Mapping[str, int]
    slots: tuple[Slot, ...]
    ends: date | None
    no_earlier: date | None
    is_best: bool
    chain: tuple[Recommendation, ...]
    left_out: tuple[Recommendation, ...]
    limits: Limits | None = None
    is_linked: bool = False


def planned(engagement: Engagement, begins: date, capacity: Mapping[str, int] | None = None) -> Planned:
    """Suggest when what is still to do may be done, if work begins on a day, nothing begins before what it needs first,
    and no unit does more at once than its capacity (DEFAULT_CAPACITY where none is given).

    Raises MissingExtra (the solver is not installed)."""
    rows = {row.pk: row for row in still_to_do(engagement).values()}
    made = {pk: found for pk, found in appraisals(engagement).items() if pk in rows}
    left_out = tuple(row for pk, row in rows.items() if pk not in made)
    units = sorted({found.unit for found in made.values()})
    able = {unit: max((capacity or {}).get(unit, DEFAULT_CAPACITY), 1) for unit in units}
    if not made:
        return Planned(begins, able, (), None, None, is_best=True, chain=(), left_out=left_out)
    tasks = [schedule.Task(f"{pk:012d}", found.weeks, found.unit) for pk, found in sorted(made.items())]
    tasks += [schedule.Task(f"{row.pk:012d}", 0, _NOBODY) for row in left_out]
    needed = links(engagement).filter(kind=LinkKind.DEPENDS_ON, one__in=rows, other__in=rows)
    needs = [(f"{link.one_id:012d}", f"{link.other_id:012d}") for link in needed]
    places = {**able, _NOBODY: 1}
    plan = schedule.suggested(tasks=tasks, needs=needs, capacity=places)
    limited = effect.of(plan, tasks=tasks, needs=needs, capacity=places)
    critical = {int(key) for key in plan.critical}
    slots = [
        Slot(rows[pk], found.unit, *_days(begins, plan.starts[f"{pk:012d}"], found.weeks), is_critical=pk in critical)
        for pk, found in made.items()
    ]
    return Planned(
        begins,
        able,
        tuple(sorted(slots, key=lambda slot: (slot.first, slot.last, slot.recommendation.pk))),
        begins + timedelta(weeks=plan.finish, days=-1),
        begins + timedelta(weeks=plan.no_earlier_than, days=-1),
        plan.is_best,
        tuple(rows[int(key)] for key in plan.critical if int(key) in made),
        left_out,
        _limits(limited, rows, begins),
        is_linked=bool(needs),
    )


def _limits(found: effect.Effect, rows: Mapping[int, Recommendation], begins: date) -> Limits:
    return Limits(
        begins + timedelta(weeks=found.unlimited, days=-1),
        found.capacity_adds,
        found.at_least,
        tuple((rows[int(link.later)], rows[int(link.earlier)], link.adds) for link in found.links[:TOP]),
        found.teams[:TOP],
    )


def _days(begins: date, start: int, weeks: int) -> tuple[date, date]:
    first = begins + timedelta(weeks=start)
    return first, first + timedelta(weeks=weeks, days=-1)


@dataclass(frozen=True)
class Need:
    """A recommendation that another needs first, and whose move it is there."""

    recommendation: Recommendation
    held_by: Party


@dataclass(frozen=True)
class Blocked:
    """A recommendation at work that cannot begin or go on: what it needs first, and what stands in its way, each with
    who could move it; `frees`: how many others wait for it in time; `is_refused`: it was taken up, and waits before its
    issue since the agency does not concur."""

    recommendation: Recommendation
    needs: tuple[Need, ...]
    obstacles: tuple[Blocker, ...]
    frees: int
    is_refused: bool


def blocked(engagement: Engagement, connected: Connections) -> tuple[Blocked, ...]:
    """Return what cannot begin or go on, that first for which most others wait; by one query."""
    standing: dict[int, list[Blocker]] = defaultdict(list)
    for obstacle in blockers(engagement):
        standing[obstacle.reform.recommendation_id].append(obstacle)
    over = connected.done | connected.lost.keys()
    taken_up = {pk for pk, row in connected.by_pk.items() if getattr(row, "reform", None)}
    waits = {pk for pk, why in connected.lost.items() if why == AGAINST and pk in taken_up}
    found = [
        Blocked(
            row,
            tuple(Need(first, _held_by(first)) for first in connected.waiting.get(pk, ())),
            tuple(standing.get(pk, ())),
            len(connected.frees[pk][1]) if pk in connected.frees else 0,
            is_refused=pk in waits,
        )
        for pk, row in connected.by_pk.items()
        if pk in waits or (pk not in over and (pk in connected.waiting or pk in standing))
    ]
    return tuple(sorted(found, key=lambda each: (-each.frees, each.recommendation.pk)))


def _held_by(row: Recommendation) -> Party:
    """Return whose move it is: of what nobody has taken up, the team's."""
    reform = getattr(row, "reform", None)
    return reform.held_by if reform else Party.TEAM
