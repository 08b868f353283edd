"""A suggested plan, what limits it and what is blocked: 300 reforms of six bureaus with 600 links, of three agencies
by chance; the slowest counts."""

import random
import time
from collections.abc import Generator

from benchmarks import budgets
from benchmarks.ground import Ground
from benchmarks.harness import Row
from concord.analysis.plan import effect, graph, schedule
from concord.analysis.plan.schedule import Task

REFORMS, LINKS, BUREAUS, AT_ONCE, AGENCIES = 300, 600, 6, 4, 3


def measure(_ground: Ground) -> Generator[Row]:
    took = sorted(_one(random.Random(seed)) for seed in range(AGENCIES))
    plan, limits, waits = (max(each) for each in zip(*took, strict=True))
    note = (
        f"{AT_ONCE} at once in each of {BUREAUS} bureaus; "
        f"the others {', '.join(f'{each[0]:.1f}' for each in took[:-1])} s"
    )
    yield Row(f"suggested plan of {REFORMS} reforms with {LINKS} links: wall", plan, "s", budgets.PLAN, note)
    yield Row("what limits that plan (its capacity, each link): wall", limits, "s", budgets.PLAN_LIMITS)
    yield Row("what is blocked there, and what each would free: wall", waits, "s", budgets.PLAN_LIMITS)


def _one(chance: random.Random) -> tuple[float, float, float]:
    """Return how long the plan, what limits it, and what is blocked took, each as a call of the library."""
    tasks = [
        Task(f"r{number:03}", chance.randint(2, 26), f"bureau {chance.randrange(BUREAUS)}", chance.randrange(8))
        for number in range(REFORMS)
    ]
    pairs = (sorted(chance.sample(range(REFORMS), 2)) for _ in range(LINKS))
    needs = [(f"r{later:03}", f"r{earlier:03}") for earlier, later in pairs]
    capacity = {f"bureau {number}": AT_ONCE for number in range(BUREAUS)}
    began = time.monotonic()
    plan = schedule.suggested(tasks=tasks, needs=needs, capacity=capacity)
    planned = time.monotonic()
    effect.of(plan, tasks=tasks, needs=needs, capacity=capacity)
    limited = time.monotonic()
    web = graph.make(nodes=[task.key for task in tasks], needs=needs)
    done = {task.key for task in tasks[::5]}
    for node in graph.blocked(web, done=done):
        graph.unblocked_by(web, node=node, done=done)
    return planned - began, limited - planned, time.monotonic() - limited
