"""How many officers (or call takers) are needed: a queue formula, the workload method, and a simulation.

Sources: Erlang 1917 for the formula; Wilson & Weiss, A Performance-Based Approach to Police Staffing and Allocation
(COPS Office 2012) for the workload method; Green & Kolesar 1984 (Management Science 30) on why the formula is
unreliable when several cars answer a call: for patrol use the simulation."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.estimate import Estimate, facts

Numbers = npt.NDArray[np.float64]
HOURS_A_WEEK: Final = 168
HOURS_A_YEAR: Final = 8760
MOST: Final = 100_000  # positions; more is no queue but a mistake
LEAST_BATCHES: Final = 10


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue with so many servers: chance to wait, mean wait (minutes), share answered in time, share of time busy."""

    servers: int
    waiting_probability: float
    mean_wait: float
    service_level: float
    occupancy: float


def erlang_c(*, load: float, servers: int) -> float:
    """Return the chance that an arrival waits; `load` in erlangs (arrivals x service time, same unit of time).

    1 where the load is not below the number of servers: the queue grows without end. Uses the recursion for Erlang's B,
    which neither overflows nor loses digits.
    """
    if load < 0 or servers < 1:
        raise BadArgument(
            f"load {load}, {servers} servers", where="erlang_c", expected="a load and at least one server"
        )
    if load >= servers:
        return 1.0
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked / (1 - load / servers * (1 - blocked))


def queue(*, arrivals: float, per: float, handling: float, servers: int, answer_within: float) -> Queue:
    """Describe a queue of one server per call, without impatience, arrivals and services of chance (M/M/c).

    Parameters
    ----------
    arrivals, per
        So many arrivals in so many minutes.
    handling
        Mean minutes that one takes.
    servers
        Servers at work.
    answer_within
        Minutes within which an arrival should be answered.
    """
    load = arrivals / per * handling
    wait = erlang_c(load=load, servers=servers)
    spare = servers - load
    if spare <= 0:
        return Queue(servers, 1.0, math.inf, 0.0, 1.0)
    level = 1 - wait * math.exp(-spare * answer_within / handling)
    return Queue(servers, wait, wait * handling / spare, level, load / servers)


@dataclass(frozen=True, slots=True)
class Positions:
    """Servers that are needed at work, and positions once absence (shrinkage) is added, with the queue they make."""

    raw: int
    positions: int
    queue: Queue


def positions(
    *, arrivals: float, per: float, handling: float, answer_within: float, service_level: float,
    max_occupancy: float = 1.0, shrinkage: float = 0.0,
) -> Positions:  # fmt: skip
    """Find the fewest servers that keep a service level and an occupancy.

    Parameters as for `queue`; `service_level` is the share to be answered in time, `max_occupancy` the largest share of
    time busy, `shrinkage` the share of paid time away from the desk.

    Raises
    ------
    BadArgument
        For a share outside its range, or a target that no number of servers meets.
    """
    shares = (("service_level", service_level, 0.0, 1.0), ("max_occupancy", max_occupancy, 0.0, 1.0 + 1e-12))
    for name, value, low, high in (*shares, ("shrinkage", shrinkage, -1e-12, 1.0)):
        if not low < value < high:
            raise BadArgument(f"{name} is {value}", where="positions", expected="a share")
    if min(arrivals, per, handling) <= 0 or answer_within < 0:
        raise BadArgument("a rate or time is not positive", where="positions", expected="arrivals, minutes above 0")
    load = arrivals / per * handling
    servers = max(1, math.ceil(load / max_occupancy - 1e-12))
    while servers <= MOST:
        found = queue(arrivals=arrivals, per=per, handling=handling, servers=servers, answer_within=answer_within)
        if found.service_level >= service_level and found.occupancy <= max_occupancy:
            return Positions(servers, math.ceil(servers / (1 - shrinkage) - 1e-9), found)
        servers += 1
    raise BadArgument(f"more than {MOST} servers", where="positions", expected="a target that can be met")


def relief_factor(*, hours_covered: float, hours_worked: float) -> float:
    """Return how many officers fill one post: hours a day that it is staffed x 365, over the hours one really works."""
    if not 0 < hours_covered <= 24 or hours_worked <= 0:  # noqa: PLR2004 - hours of a day
        raise BadArgument(
            f"{hours_covered} hours a day, {hours_worked} worked", where="relief_factor", expected="above 0"
        )
    return hours_covered * 365 / hours_worked


def officers_needed(
    *, weeks: npt.ArrayLike, target: float, hours_worked: float, rng: np.random.Generator, least: int = 0,
    level: float = 0.95, draws: int = 2000,
) -> Estimate:  # fmt: skip
    """Estimate the officers that keep patrol at a target share of time on calls (the workload method).

    Parameters
    ----------
    weeks
        Shape (weeks, 168): hours of unit time by hour of the week, from `calls.Workload.by_week`.
    target
        Share of duty time that may go to calls, e.g. .6.
    hours_worked
        Hours a year that an officer is really on patrol: paid hours less leave, training, court.
    rng
        Whole weeks are drawn with replacement for the interval.
    least
        Units that have to be out in every hour, for safety.
    level, draws
        Level of the interval; number of redrawn files.

    Raises
    ------
    NotEnoughData
        With fewer than two weeks.
    BadTable
        If the shape is not (weeks, 168) or an entry is negative.
    """
    table = np.asarray(weeks, float)
    if table.ndim != 2 or table.shape[1] != HOURS_A_WEEK or (table < 0).any() or not np.isfinite(table).all():  # noqa: PLR2004
        raise BadTable(f"shape {table.shape}", where="officers_needed", expected="(weeks, 168), hours of unit time")
    if len(table) < 2:  # noqa: PLR2004 - spread between weeks takes two
        raise NotEnoughData(f"{len(table)} weeks", where="officers_needed", expected="at least two")
    if not 0 < target <= 1:
        raise BadArgument(f"target is {target}", where="officers_needed", expected="a share above 0")
    factor = relief_factor(hours_covered=24, hours_worked=hours_worked)

    def need(rows: Numbers) -> float:
        return float(np.maximum(rows.mean(0) / target, least).mean() * factor)

    drawn = [need(table[rng.integers(0, len(table), len(table))]) for _ in range(draws)]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(
        measure="officers_needed", value=need(table), low=float(low), high=float(high), level=level, n=len(table),
        denominator=float(table.sum()), base="hours of unit time", unit="officers",
        method="workload method (Wilson & Weiss), interval by redrawing whole weeks",
        assumptions=("the weeks are like those to come", "a call takes as long however many units are free"),
        diagnostics=facts(target=target, relief_factor=factor, least=least, weeks=len(table)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What a simulated queue did, per call in order of arrival: minutes waited; and the share of unit time busy."""

    waits: Numbers
    priority: npt.NDArray[np.int64]
    busy: float

    def waited(self, longer_than: float = 1e-9) -> float:
        """Return the share of calls that waited longer than so many minutes."""
        return float((self.waits > longer_than).mean())

    def interval(self, longer_than: float = 1e-9, batches: int = 20) -> tuple[float, float]:
        """Return a 95% interval of `waited` from means of batches that follow each other (waits are dependent)."""
        if batches < LEAST_BATCHES or len(self.waits) < batches:
            raise NotEnoughData(f"{batches} batches", where="run", expected=f"at least {LEAST_BATCHES}, one call each")
        means = np.asarray([part.mean() for part in np.array_split(self.waits > longer_than, batches)])
        half = 2.093 * float(means.std(ddof=1)) / math.sqrt(batches)  # Student's t, 19 degrees of freedom
        return max(0.0, float(means.mean()) - half), min(1.0, float(means.mean()) + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStream:
    """Calls to simulate, in order of arrival (minutes): priority (1 first) and the minutes that each unit is needed.

    `service` holds one tuple per call, with one entry per unit: several entries are several units at once."""

    arrival: Numbers
    priority: npt.NDArray[np.int64]
    service: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        if not len(self.arrival) == len(self.priority) == len(self.service):
            raise BadTable("unlike lengths", where="call stream", expected="one arrival, priority and service each")
        if (np.diff(self.arrival) < 0).any() or not all(self.service):
            raise BadTable("not in order, or a call without a unit", where="call stream", expected="ascending arrivals")


def stream(
    *, rates: Sequence[float], hours: int, units: Sequence[float], handling: Sequence[float], rng: np.random.Generator,
    priorities: Sequence[float] = (1.0,),
) -> CallStream:  # fmt: skip
    """Draw calls: Poisson arrivals with a rate per hour that repeats, each with units, times and a priority of its own.

    Parameters
    ----------
    rates
        Calls per hour; hour h uses ``rates[h % len(rates)]`` (one entry for a constant rate, 168 for a week).
    hours
        How many hours to draw.
    units
        Chance of one unit, two units, …; adds up to 1.
    handling
        Observed minutes of units on calls; each unit draws one of them. A single number means exponential times of
        that mean.
    rng
        Source of chance.
    priorities
        Chance of priority 1, 2, …; adds up to 1.
    """
    table = np.asarray([rates[h % len(rates)] for h in range(hours)], float)
    counts = rng.poisson(table)
    arrival = np.sort(np.repeat(np.arange(hours) * 60.0, counts) + rng.uniform(0, 60, counts.sum()))
    n = len(arrival)
    sizes = rng.choice(np.arange(1, len(units) + 1), n, p=np.asarray(units, float))
    drawn = (
        rng.exponential(handling[0], sizes.sum())
        if len(handling) == 1
        else rng.choice(np.asarray(handling), sizes.sum())
    )
    service = tuple(tuple(part.tolist()) for part in np.split(drawn, np.cumsum(sizes)[:-1])) if n else ()
    rank = rng.choice(np.arange(1, len(priorities) + 1), n, p=np.asarray(priorities, float))
    return CallStream(arrival=arrival, priority=rank.astype(np.int64), service=service)


def simulate(calls: CallStream, *, staff: Sequence[int]) -> Run:
    """Run calls through units on duty; a call starts when all the units that it needs are free.

    Parameters
    ----------
    calls
        The calls.
    staff
        Units on duty in each hour, repeated; who goes off duty finishes the call first. The most urgent call stands
        first, then the one that came first; it is not passed over by a smaller one.

    Raises
    ------
    BadArgument
        If a call needs more units than are ever on duty.
    """
    most = max(len(need) for need in calls.service) if calls.service else 0
    if most > max(staff):
        raise BadArgument(f"a call needs {most} units of {max(staff)}", where="simulate", expected="enough units")
    waits = np.zeros(len(calls.arrival))
    waiting: list[tuple[int, int]] = []
    ends: list[float] = []
    events = [(float(t), 0, at) for at, t in enumerate(calls.arrival)]
    last = float(calls.arrival[-1]) if len(calls.arrival) else 0.0
    if len(set(staff)) > 1:
        events += [(60.0 * hour, 1, -1) for hour in range(math.ceil(last / 60) + len(staff) + 1)]
    heapq.heapify(events)
    busy = 0.0
    while events or ends:
        if ends and (not events or ends[0] <= events[0][0]):
            now = heapq.heappop(ends)
        else:
            now, _, at = heapq.heappop(events)
            if at >= 0:
                heapq.heappush(waiting, (int(calls.priority[at]), at))
        on_duty = staff[int(now // 60) % len(staff)]
        while waiting and len(ends) + len(calls.service[waiting[0][1]]) <= on_duty:
            _, at = heapq.heappop(waiting)
            waits[at] = now - calls.arrival[at]
            for minutes in calls.service[at]:
                heapq.heappush(ends, now + minutes)
                busy += minutes
        if waiting and not events and not ends:
            events.append((math.floor(now / 60) * 60.0 + 60.0, 1, -1))
    duty = sum(staff[h % len(staff)] for h in range(max(1, math.ceil(last / 60)))) * 60
    return Run(waits, calls.priority, busy / duty)
