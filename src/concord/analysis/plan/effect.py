"""What limits a plan: how much later it ends because teams are of limited size, and how much because of each link.

Everything is counted in the periods of the tasks, as if each could begin at 0. What a link adds is what the longest
chain of links loses when that link alone is taken away, so it holds where nobody waits for a free place: the usual
what-if of the critical path method (see `graph`). What a team adds is what its own work takes beyond that chain: no
plan under its capacity ends earlier, whatever the others do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from concord.analysis.plan import graph
from concord.analysis.plan.schedule import Plan, Task


@dataclass(frozen=True, slots=True)
class Link:
    """One link, and by how many periods it makes the longest chain longer."""

    later: str
    earlier: str
    adds: int


@dataclass(frozen=True, slots=True)
class Team:
    """One team, how much work it has, and by how many periods that alone, at its capacity, goes beyond the chain."""

    team: str
    work: int
    adds: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What limits a plan. It would take `unlimited` periods if teams were of any size; their size adds `capacity_adds`
    in this plan, and `at_least` in every plan. `links` and `teams` are those that add something, most first."""

    unlimited: int
    capacity_adds: int
    at_least: int
    links: tuple[Link, ...]
    teams: tuple[Team, ...]


def of(plan: Plan, *, tasks: Sequence[Task], needs: Iterable[tuple[str, str]], capacity: Mapping[str, int]) -> Effect:
    """Return what limits the plan that `schedule.suggested` made of the same tasks, links (later, earlier) and
    capacity."""
    unlimited = plan.critical_length
    return Effect(
        unlimited,
        plan.finish - unlimited,
        plan.no_earlier_than - unlimited,
        tuple(sorted(_links(plan, tasks, list(needs)), key=lambda link: (-link.adds, link.later, link.earlier))),
        tuple(sorted(_teams(tasks, capacity, unlimited), key=lambda team: (-team.adds, team.team))),
    )


def _links(plan: Plan, tasks: Sequence[Task], needs: list[tuple[str, str]]) -> Iterable[Link]:
    """Yield the links that add something: each stands on every longest chain, so on the one that the plan names."""
    durations = {task.key: task.periods for task in tasks}
    for earlier, later in zip(plan.critical, plan.critical[1:], strict=False):
        without = graph.make(nodes=durations, needs=[need for need in needs if need != (later, earlier)])
        adds = plan.critical_length - graph.critical_path(without, durations=durations).length
        if adds:
            yield Link(later, earlier, adds)


def _teams(tasks: Sequence[Task], capacity: Mapping[str, int], unlimited: int) -> Iterable[Team]:
    work: dict[str, int] = {}
    for task in tasks:
        work[task.team] = work.get(task.team, 0) + task.periods
    for team, periods in work.items():
        adds = ceil(periods / capacity[team]) - unlimited
        if adds > 0:
            yield Team(team, periods, adds)
