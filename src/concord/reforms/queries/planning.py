"""When what is still to do may be done, what makes it end as late as that, and what cannot begin yet. The plan is a
suggestion with its reasons; people decide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from concord.analysis.plan import effect, schedule
from concord.core.permissions import Party
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.reforms.models import NEEDS, Appraisal, Blocker, Link, LinkKind, Reform, in_turn
from concord.reforms.queries.links import AGAINST, Connections, blockers, joined, links
from concord.reforms.queries.priorities import appraisals, still_to_do
from concord.reforms.queries.things import known_labels
from concord.reforms.states import CoreState, ReformState

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
    of links; `together`: the others that are met by the same action, at the same time."""

    recommendation: Recommendation
    unit: str
    first: date
    last: date
    is_critical: bool
    together: tuple[Recommendation, ...] = ()


@dataclass(frozen=True)
class Planned:
    """A suggested plan of what is still to do and has been marked. `ends` is its last day, `no_earlier` the day before
    which no plan ends; `chain` the longest chain of links, or the one piece that takes longer than each (`is_linked`:
    there are links), the oldest recommendation of each piece; `left_out` what has no appraisal, so no weeks: where it
    stands between two others, their order is kept, and it takes no time.

    What the plan does not weigh: `begun` has begun, or is with the team, and counts with all its weeks; `conflicts` are
    links between two of its recommendations, which may fall on one time."""

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
    begun: tuple[Recommendation, ...] = ()
    conflicts: tuple[Link, ...] = ()


@dataclass(frozen=True)
class _Piece:
    """What is done at once: recommendations that are met by one action, the oldest first, or one alone. It takes the
    longest of the weeks that people gave, by the unit for which they were given; none where nobody gave any."""

    rows: tuple[Recommendation, ...]
    weeks: int
    unit: str

    @property
    def key(self) -> str:
        return f"{self.rows[0].pk:012d}"


def _pieces(
    rows: Mapping[int, Recommendation], made: Mapping[int, Appraisal], standing: Iterable[Link]
) -> dict[int, _Piece]:
    """Return of each recommendation the piece of work to which it belongs."""
    same = joined((link.one_id, link.other_id) for link in standing if link.kind == LinkKind.SAME_ACTION)
    found: dict[int, _Piece] = {}
    for pk in sorted(rows):
        if pk not in found:
            keys = [key for key in same.get(pk, (pk,)) if key in rows]
            longest = max((made[key] for key in keys if key in made), key=lambda each: each.weeks, default=None)
            told = (longest.weeks, longest.unit) if longest else (0, _NOBODY)
            found |= dict.fromkeys(keys, _Piece(tuple(rows[key] for key in keys), *told))
    return found


def planned(engagement: Engagement, begins: date, capacity: Mapping[str, int] | None = None) -> Planned:
    """Suggest when what is still to do may be done, if work begins on a day, nothing begins before what it needs first,
    a whole not before its parts, what is met by one action is done once, and no unit does more at once than its
    capacity (DEFAULT_CAPACITY where none is given).

    Raises MissingExtra (the solver is not installed)."""
    rows = {row.pk: row for row in still_to_do(engagement).values()}
    standing = tuple(links(engagement))
    of = _pieces(rows, appraisals(engagement), standing)
    pieces = {piece.key: piece for piece in of.values()}
    weighed = [piece for piece in pieces.values() if piece.unit != _NOBODY]
    left_out = tuple(row for pk, row in rows.items() if of[pk].unit == _NOBODY)
    units = sorted({piece.unit for piece in weighed})
    able = {unit: max((capacity or {}).get(unit, DEFAULT_CAPACITY), 1) for unit in units}
    if not weighed:
        return Planned(begins, able, (), None, None, is_best=True, chain=(), left_out=left_out)
    tasks = [schedule.Task(key, piece.weeks, piece.unit) for key, piece in sorted(pieces.items())]
    needs = dict(_needs(of, standing))
    places = {**able, _NOBODY: 1}
    plan = schedule.suggested(tasks=tasks, needs=needs, capacity=places)
    limited = effect.of(plan, tasks=tasks, needs=needs, capacity=places)
    slots = [
        Slot(row, piece.unit, *_days(begins, plan.starts[piece.key], piece.weeks), piece.key in plan.critical, together)
        for piece in weighed
        for row in piece.rows
        for together in (tuple(other for other in piece.rows if other != row),)
    ]
    shown = {slot.recommendation.pk for slot in slots}
    return Planned(
        begins,
        able,
        tuple(sorted(slots, key=lambda slot: (slot.first, slot.last, slot.recommendation.pk))),
        begins + timedelta(weeks=plan.finish, days=-1),
        begins + timedelta(weeks=plan.no_earlier_than, days=-1),
        plan.is_best,
        tuple(pieces[key].rows[0] for key in plan.critical if pieces[key].unit != _NOBODY),
        left_out,
        _limits(limited, needs, begins),
        is_linked=bool(needs),
        begun=tuple(_begun(engagement, (row for pk, row in rows.items() if pk in shown))),
        conflicts=tuple(
            link for link in standing if link.kind == LinkKind.CONFLICTS and {link.one_id, link.other_id} <= shown
        ),
    )


_Needs = Mapping[tuple[str, str], tuple[Recommendation, Recommendation]]
"""Links between pieces (later, earlier) → the two recommendations of one that says so."""


def _needs(
    of: Mapping[int, _Piece], standing: Iterable[Link]
) -> Iterable[tuple[tuple[str, str], tuple[Recommendation, Recommendation]]]:
    for link in standing:
        if link.kind in NEEDS and {link.one_id, link.other_id} <= of.keys():
            later, first = in_turn(link.kind, link.one, link.other)
            pair = of[later.pk].key, of[first.pk].key
            if pair[0] != pair[1]:
                yield pair, (later, first)


def _begun(engagement: Engagement, rows: Iterable[Recommendation]) -> Iterable[Recommendation]:
    """Yield what either voice says has begun, and what the team has in review."""
    still = {key for key, label in known_labels(engagement).items() if label.core_state == CoreState.NOT_STARTED}
    for row in rows:
        reform: Reform | None = getattr(row, "reform", None)
        if reform is not None:
            said = {reform.reported_status, reform.assessed_status} - {None}
            if said - still or (not said and reform.state == ReformState.WITH_TEAM):
                yield row


def _limits(found: effect.Effect, needs: _Needs, begins: date) -> Limits:
    return Limits(
        begins + timedelta(weeks=found.unlimited, days=-1),
        found.capacity_adds,
        found.at_least,
        tuple((*needs[link.later, link.earlier], link.adds) for link in found.links[:TOP]),
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
