"""Schedules under a limited capacity: right, and as short as trying everything says."""

import random
import sys
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable, MissingExtra
from concord.analysis.plan import schedule
from concord.analysis.plan.schedule import Task


def is_right(tasks: list[Task], needs: list[tuple[str, str]], capacity: dict[str, int], starts: dict[str, int]) -> bool:
    ends = {task.key: starts[task.key] + task.periods for task in tasks}
    linked = all(starts[later] >= ends[earlier] for later, earlier in needs)
    early = any(starts[task.key] < task.earliest for task in tasks)
    last = max(ends.values(), default=0)
    at_once = (
        sum(task.team == team and starts[task.key] <= when < ends[task.key] for task in tasks) <= places
        for team, places in capacity.items()
        for when in range(last)
    )
    return linked and not early and all(at_once)


def by_trying(tasks: list[Task], needs: list[tuple[str, str]], capacity: dict[str, int]) -> int:
    """Return the earliest end of all, by looking at every choice of starts."""
    horizon = sum(task.periods for task in tasks) + max((task.earliest for task in tasks), default=0)
    keys = [task.key for task in tasks]
    choices = product(*(range(task.earliest, horizon - task.periods + 1) for task in tasks))
    plans = (dict(zip(keys, starts, strict=True)) for starts in choices)
    right = (plan for plan in plans if is_right(tasks, needs, capacity, plan))
    return min(max((plan[task.key] + task.periods for task in tasks), default=0) for plan in right)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Task], list[tuple[str, str]], dict[str, int]]:
    count = draw(st.integers(1, 4))
    tasks = [
        Task(key, draw(st.integers(0, 2)), draw(st.sampled_from(["one", "two"])), draw(st.integers(0, 1)))
        for key in "abcd"[:count]
    ]
    pairs = [(later.key, earlier.key) for later in tasks for earlier in tasks if later.key > earlier.key]
    needs = draw(st.lists(st.sampled_from(pairs), max_size=3)) if pairs else []
    return tasks, needs, {"one": draw(st.integers(1, 2)), "two": 1}


@settings(max_examples=40, deadline=None)
@given(cases())
def test_the_solver_is_as_good_as_trying_everything(
    case: tuple[list[Task], list[tuple[str, str]], dict[str, int]],
) -> None:
    tasks, needs, capacity = case
    plan = schedule.suggested(tasks=tasks, needs=needs, capacity=capacity)
    assert is_right(tasks, needs, capacity, dict(plan.starts))
    assert (plan.finish, plan.no_earlier_than, plan.is_best) == (*(by_trying(tasks, needs, capacity),) * 2, True)
    assert plan.critical_length <= plan.finish


def test_one_team_of_one_does_everything_after_another_and_a_team_of_two_needs_half() -> None:
    tasks = [Task(f"t{number}", 3, "team") for number in range(6)]
    assert [schedule.suggested(tasks=tasks, needs=[], capacity={"team": places}).finish for places in (1, 2)] == [18, 9]


def test_three_hundred_reforms_with_six_hundred_links_have_a_plan_that_is_right_and_the_same_each_time() -> None:
    chance = random.Random(7)
    tasks = [
        Task(f"r{number:03}", chance.randint(2, 26), f"bureau {chance.randrange(6)}", chance.randrange(8))
        for number in range(300)
    ]
    links = [tuple(sorted(chance.sample(range(300), 2), reverse=True)) for _ in range(600)]
    needs = [(f"r{later:03}", f"r{earlier:03}") for later, earlier in links]
    capacity = {f"bureau {number}": 4 for number in range(6)}
    plan = schedule.suggested(tasks=tasks, needs=needs, capacity=capacity)
    assert is_right(tasks, needs, capacity, dict(plan.starts))
    assert plan.critical_length <= plan.no_earlier_than <= plan.finish
    assert schedule.suggested(tasks=tasks, needs=needs, capacity=capacity) == plan


def test_what_cannot_be_planned_is_refused_by_name() -> None:
    a, b = Task("a", 1, "team"), Task("b", 1, "team")
    with pytest.raises(BadArgument, match=r"a circle of links: (a needs b needs a|b needs a needs b)"):
        schedule.suggested(tasks=[a, b], needs=[("a", "b"), ("b", "a")], capacity={"team": 1})
    with pytest.raises(BadTable, match="task a: team has no capacity; expected 1 or more at a time"):
        schedule.suggested(tasks=[a], needs=[], capacity={})
    with pytest.raises(BadTable, match="task a: -1, from 0; expected 0 or more"):
        schedule.suggested(tasks=[Task("a", -1, "team")], needs=[], capacity={"team": 1})
    with pytest.raises(BadTable, match="a is there twice"):
        schedule.suggested(tasks=[a, a], needs=[], capacity={"team": 1})
    assert schedule.suggested(tasks=[], needs=[], capacity={}).finish == 0


def test_without_the_solver_the_message_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    with pytest.raises(MissingExtra, match="OR-Tools is not installed; expected the package ortools"):
        schedule.suggested(tasks=[Task("a", 1, "team")], needs=[], capacity={"team": 1})
