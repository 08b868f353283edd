"""When each piece of work may be done, by a team of limited size, so that all ends as early as it can.

The problem is known as resource-constrained project scheduling (Pritsker, Watters and Wolfe, "Multiproject Scheduling
with Limited Resources", Management Science 16 (1969), pages 93-108). It is solved by OR-Tools' CP-SAT: the answer is
either proved best, or comes with a bound that says how much earlier the end could be at most.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import ceil
from typing import Any

from concord.analysis.errors import BadTable, MissingExtra
from concord.analysis.plan import graph as links

EFFORT = 0.15
"""How long the solver looks, in its own unit of work, so that the same question has the same answer on any machine.

300 tasks with 600 links take some 3 CPU seconds, and end within 1 or 2 in a hundred of what no plan beats."""
WORKERS = 2
"""Its searches, which take turns in a fixed order: one looks for better plans, one for the proof that there is none."""


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work: whole `periods` (weeks, say) by one of its team's places; not before `earliest`, from 0."""

    key: str
    periods: int
    team: str
    earliest: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A suggested plan, in periods from 0.

    `starts` of each task; `finish`, when the last ends; `no_earlier_than`, the end that no plan beats; `is_best`, when
    the two are equal; `critical`, the longest chain of links, and `critical_length`, which holds whatever the capacity.
    """

    starts: Mapping[str, int]
    finish: int
    no_earlier_than: int
    critical: tuple[str, ...]
    critical_length: int

    @property
    def is_best(self) -> bool:
        """Whether no plan ends earlier."""
        return self.finish == self.no_earlier_than


def suggested(
    *, tasks: Sequence[Task], needs: Iterable[tuple[str, str]], capacity: Mapping[str, int], effort: float = EFFORT
) -> Plan:
    """Return a plan that keeps every link (later, earlier) and never has more tasks of a team at once than `capacity`.

    Raises BadTable: a task twice, a link of an unknown task, a period below 0, a team without capacity; BadArgument:
    a circle, which is named; MissingExtra: OR-Tools is not installed."""
    _require(tasks, capacity)
    graph = links.make(nodes=[task.key for task in tasks], needs=needs)
    critical = links.critical_path(graph, durations={task.key: task.periods for task in tasks})
    by_key = {task.key: task for task in tasks}
    order = _most_behind_it_first(graph, by_key)
    greedy = _one_after_the_other(order, graph, capacity)
    starts, bound = _solved(order, graph, capacity, greedy, effort)
    finish = max((starts[key] + by_key[key].periods for key in starts), default=0)
    return Plan(starts, finish, bound, critical.nodes, critical.length)


def _require(tasks: Sequence[Task], capacity: Mapping[str, int]) -> None:
    for task in tasks:
        if min(task.periods, task.earliest) < 0:
            raise BadTable(f"{task.periods}, from {task.earliest}", where=f"task {task.key}", expected="0 or more")
        if capacity.get(task.team, 0) < 1:
            raise BadTable(f"{task.team} has no capacity", where=f"task {task.key}", expected="1 or more at a time")


def _most_behind_it_first(graph: links.Graph, tasks: Mapping[str, Task]) -> list[Task]:
    """Return the tasks in an order that keeps the links; of those that can begin, the longest chain first."""
    behind = graph.needed_by
    chain: dict[str, int] = {}
    for key in reversed(links.in_order(graph)):
        chain[key] = tasks[key].periods + max((chain[later] for later in behind[key]), default=0)
    waits_for = {key: len(first) for key, first in graph.needs.items()}
    ready = [(-chain[key], key) for key, count in waits_for.items() if not count]
    heapify(ready)
    order = []
    while ready:
        _, key = heappop(ready)
        order.append(tasks[key])
        for later in behind[key]:
            waits_for[later] -= 1
            if not waits_for[later]:
                heappush(ready, (-chain[later], later))
    return order


def _least_for_the_work(tasks: Iterable[Task], capacity: Mapping[str, int]) -> int:
    """Return the end before which the busiest team cannot have done all its work."""
    work: dict[str, int] = {}
    for task in tasks:
        work[task.team] = work.get(task.team, 0) + task.periods
    return max((ceil(periods / capacity[team]) for team, periods in work.items()), default=0)


def _one_after_the_other(order: Sequence[Task], graph: links.Graph, capacity: Mapping[str, int]) -> dict[str, int]:
    """Return a plan that is right, if not the best: each task at its first possible time (the serial scheme)."""
    ends: dict[str, int] = {}
    starts: dict[str, int] = {}
    busy: dict[tuple[str, int], int] = {}
    for task in order:
        start = max((task.earliest, *(ends[first] for first in graph.needs[task.key])))
        while any(busy.get((task.team, when), 0) >= capacity[task.team] for when in range(start, start + task.periods)):
            start += 1
        for when in range(start, start + task.periods):
            busy[task.team, when] = busy.get((task.team, when), 0) + 1
        starts[task.key], ends[task.key] = start, start + task.periods
    return starts


def _solved(
    order: Sequence[Task], graph: links.Graph, capacity: Mapping[str, int], greedy: dict[str, int], effort: float
) -> tuple[dict[str, int], int]:
    """Return the starts and the earliest end that is not ruled out."""
    cp_model = _solver()
    horizon = max((greedy[task.key] + task.periods for task in order), default=0)
    model = cp_model.CpModel()
    starts = {task.key: model.new_int_var(task.earliest, horizon, task.key) for task in order}
    end = model.new_int_var(_least_for_the_work(order, capacity), horizon, "end")
    periods = {task.key: task.periods for task in order}
    teams: dict[str, list[Any]] = {}
    for task in order:
        span = model.new_fixed_size_interval_var(starts[task.key], task.periods, task.key)
        teams.setdefault(task.team, []).append(span)
        model.add(end >= starts[task.key] + task.periods)
        for first in sorted(graph.needs[task.key]):
            model.add(starts[task.key] >= starts[first] + periods[first])
        model.add_hint(starts[task.key], greedy[task.key])
    for team, spans in teams.items():
        model.add_cumulative(spans, [1] * len(spans), capacity[team])
    model.minimize(end)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.interleave_search = WORKERS, True
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):  # the hint is a plan; not even that was looked at
        return greedy, _least_for_the_work(order, capacity)
    return {key: solver.value(start) for key, start in starts.items()}, round(solver.best_objective_bound)


def _solver() -> Any:
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise MissingExtra("OR-Tools is not installed", where="schedule", expected="the package ortools") from None
    return cp_model
