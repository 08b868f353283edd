"""When the rest may be done, judged by how many were completed in each past period; refused when too few were.

The past periods are drawn again and again, with replacement, until the rest is done (the bootstrap: Efron, "Bootstrap
Methods: Another Look at the Jackknife", Annals of Statistics 7 (1979), pages 1-26). It says what the past would bring
if it went on; it knows nothing of new staff, harder work at the end, or a council's vote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.analysis.errors import BadArgument, NotEnoughData

if TYPE_CHECKING:
    import numpy as np

LEAST_COMPLETED, LEAST_PERIODS = 10, 6
ASSUMES = (
    "The coming periods are like the past ones, and one says nothing of the next.",
    "What is left is as hard as what was done.",
    "Nothing is added, and nothing that is complete is opened again.",
)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Periods until the rest is done: the middle one, and the interval that holds a `level` of the drawn futures.

    `beyond`: the share of futures that had not ended within the horizon; `completed` in `periods` is what it rests on.
    """

    low: int
    middle: int
    high: int | None
    level: float
    beyond: float
    left: int
    completed: int
    periods: int
    assumes: tuple[str, ...] = ASSUMES


def until_done(
    *,
    left: int,
    completed: Sequence[int],
    rng: "np.random.Generator",
    level: float = 0.8,
    futures: int = 4000,
    horizon: int = 520,
) -> Forecast:
    """Return in how many periods `left` pieces may be done, given how many were completed in each past period.

    `completed` has shape (periods,), oldest first, a whole number for each period, empty ones too. `high` is None when
    more than the tail's share of the futures do not end within `horizon` periods.

    Raises BadArgument: something negative, or `level` not between 0 and 1; NotEnoughData: fewer than LEAST_COMPLETED
    completions or LEAST_PERIODS periods, or the middle future lies beyond the horizon."""
    import numpy as np

    if left < 0 or min(completed, default=0) < 0 or not 0 < level < 1:
        raise BadArgument(
            f"left {left}, level {level}", where="forecast", expected="counts of 0 or more, 0 < level < 1"
        )
    if sum(completed) < LEAST_COMPLETED or len(completed) < LEAST_PERIODS:
        raise NotEnoughData(
            f"{sum(completed)} completions in {len(completed)} periods",
            where="forecast",
            expected=f"{LEAST_COMPLETED} completions in {LEAST_PERIODS} periods or more",
        )
    draws = rng.choice(np.asarray(completed), size=(futures, horizon)).cumsum(axis=1)
    periods = np.sort((draws < left).sum(axis=1) + (left > 0))  # horizon + 1: not within it
    tail = (1 - level) / 2
    low, middle, high = (int(periods[int(np.ceil(share * futures)) - 1]) for share in (tail, 0.5, 1 - tail))
    if middle > horizon:
        raise NotEnoughData(
            f"half of all futures take longer than {horizon} periods", where="forecast", expected="more completions"
        )
    beyond = float(np.mean(periods > horizon))
    return Forecast(low, middle, high if high <= horizon else None, level, beyond, left, sum(completed), len(completed))
