"""What limits a plan: against plans made anew without the one limit."""

from hypothesis import given, settings

from concord.analysis.plan import effect, schedule
from concord.analysis.plan.effect import Effect, Link, Team
from concord.analysis.plan.schedule import Task
from tests.analysis.plan.test_schedule import cases

TASKS = [Task("policy", 4, "A"), Task("course", 3, "A"), Task("audit", 2, "A"), Task("cars", 5, "B")]
NEEDS = [("course", "policy"), ("audit", "course")]


def found(tasks: list[Task], needs: list[tuple[str, str]], capacity: dict[str, int]) -> Effect:
    plan = schedule.suggested(tasks=tasks, needs=needs, capacity=capacity)
    return effect.of(plan, tasks=tasks, needs=needs, capacity=capacity)


def test_links_alone_limit_a_plan_whose_teams_are_large_enough() -> None:
    links = (Link("course", "policy", 4), Link("audit", "course", 2))
    assert found(TASKS, NEEDS, {"A": 3, "B": 1}) == Effect(9, 0, 0, links, ())


def test_a_small_team_adds_what_its_work_takes_beyond_the_longest_chain() -> None:
    tasks = [*TASKS, Task("forms", 6, "A")]
    limited = found(tasks, NEEDS, {"A": 1, "B": 1})
    assert (limited.unlimited, limited.capacity_adds, limited.at_least) == (9, 6, 6)
    assert limited.teams == (Team("A", 15, 6),)


def test_of_two_chains_of_one_length_no_link_adds_anything() -> None:
    tasks = [Task(key, 2, "A") for key in "abcd"]
    assert found(tasks, [("b", "a"), ("d", "c")], {"A": 4}).links == ()


def test_nothing_limits_a_plan_of_nothing() -> None:
    assert found([], [], {}) == Effect(0, 0, 0, (), ())


@given(cases())
@settings(max_examples=40, deadline=None)
def test_it_is_what_plans_say_that_are_made_anew_without_each_limit(
    case: tuple[list[Task], list[tuple[str, str]], dict[str, int]],
) -> None:
    given_tasks, needs, capacity = case
    tasks = [Task(task.key, task.periods, task.team) for task in given_tasks]
    free = dict.fromkeys(capacity, len(tasks) + 1)
    limited = found(tasks, needs, capacity)
    assert schedule.suggested(tasks=tasks, needs=needs, capacity=free).finish == limited.unlimited
    for each in needs:
        without = schedule.suggested(tasks=tasks, needs=[n for n in needs if n != each], capacity=free).finish
        told = sum(link.adds for link in limited.links if (link.later, link.earlier) == each)
        assert limited.unlimited - without == told
    assert max((team.adds for team in limited.teams), default=0) <= limited.at_least <= limited.capacity_adds
