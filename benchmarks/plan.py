"""A suggested plan: 300 reforms of six bureaus with 600 links, of three agencies by chance; the slowest counts."""

import random
import time
from collections.abc import Generator

from benchmarks import budgets
from benchmarks.ground import Ground
from benchmarks.harness import Row
from concord.analysis.plan import schedule
from concord.analysis.plan.schedule import Task

REFORMS, LINKS, BUREAUS, AT_ONCE, AGENCIES = 300, 600, 6, 4, 3


def measure(_ground: Ground) -> Generator[Row]:
    took = sorted(_one(random.Random(seed)) for seed in range(AGENCIES))
    note = (
        f"{AT_ONCE} at once in each of {BUREAUS} bureaus; the others {', '.join(f'{each:.1f}' for each in took[:-1])} s"
    )
    yield Row(f"suggested plan of {REFORMS} reforms with {LINKS} links: wall", took[-1], "s", budgets.PLAN, note)


def _one(chance: random.Random) -> float:
    tasks = [
        Task(f"r{number:03}", chance.randint(2, 26), f"bureau {chance.randrange(BUREAUS)}", chance.randrange(8))
        for number in range(REFORMS)
    ]
    pairs = (sorted(chance.sample(range(REFORMS), 2)) for _ in range(LINKS))
    needs = [(f"r{later:03}", f"r{earlier:03}") for earlier, later in pairs]
    capacity = {f"bureau {number}": AT_ONCE for number in range(BUREAUS)}
    began = time.monotonic()
    schedule.suggested(tasks=tasks, needs=needs, capacity=capacity)
    return time.monotonic() - began
