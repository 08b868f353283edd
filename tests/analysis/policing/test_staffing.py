"""Staffing: Erlang's formula to twelve digits, the workload method, and the simulation against both."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.staffing import (
    CallStream,
    erlang_c,
    officers_needed,
    positions,
    queue,
    relief_factor,
    simulate,
    stream,
)


def test_the_printed_example_of_a_call_centre_comes_out_to_twelve_digits() -> None:
    # pyworkforce 0.5.1, README: 100 calls in 30 minutes, 3 minutes each, 80% within 20 seconds, 30% shrinkage
    found = positions(
        arrivals=100, per=30, handling=3, answer_within=20 / 60, service_level=0.8, max_occupancy=0.85, shrinkage=0.3
    )
    assert (found.raw, found.positions) == (14, 20)
    assert found.queue.service_level == pytest.approx(0.8883500191794669, rel=1e-12)
    assert found.queue.occupancy == pytest.approx(0.7142857142857143, rel=1e-12)
    assert found.queue.waiting_probability == pytest.approx(0.1741319335950498, rel=1e-12)


def exact(load: Fraction, servers: int) -> Fraction:
    """Erlang's formula in whole fractions."""
    top = load**servers / math.factorial(servers) * Fraction(servers) / (servers - load)
    return top / (sum(load**k / math.factorial(k) for k in range(servers)) + top)


@given(st.integers(1, 40), st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=40))
def test_the_recursion_is_exact_to_twelve_digits(servers: int, share: Fraction) -> None:
    load = share * servers
    assert erlang_c(load=float(load), servers=servers) == pytest.approx(float(exact(load, servers)), rel=1e-12)


def test_many_servers_neither_overflow_nor_lose_digits() -> None:
    assert 0 < erlang_c(load=9_900, servers=10_000) < 1
    assert erlang_c(load=0, servers=3) == 0


def test_a_load_beyond_the_servers_never_empties() -> None:
    found = queue(arrivals=60, per=60, handling=5, servers=5, answer_within=1)
    assert (found.waiting_probability, found.mean_wait, found.service_level, found.occupancy) == (1, math.inf, 0, 1)


@given(st.floats(1, 200), st.floats(0.5, 60), st.floats(0.3, 0.99))
def test_the_fewest_positions_are_the_fewest(arrivals: float, handling: float, level: float) -> None:
    how = {"arrivals": arrivals, "per": 60.0, "handling": handling, "answer_within": 1.0}
    found = positions(**how, service_level=level, max_occupancy=0.9)
    assert found.queue.service_level >= level
    assert found.queue.occupancy <= 0.9 + 1e-9
    if found.raw > 1:
        less = queue(**how, servers=found.raw - 1)
        assert less.service_level < level or less.occupancy > 0.9 - 1e-9


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"service_level": 1.0}, "service_level is 1.0"),
        ({"shrinkage": 1.0}, "shrinkage is 1.0"),
        ({"arrivals": 0.0}, "a rate or time is not positive"),
    ],
)
def test_targets_that_cannot_be_met_are_refused(change: dict[str, float], words: str) -> None:
    how = {"arrivals": 10.0, "per": 60.0, "handling": 5.0, "answer_within": 1.0, "service_level": 0.8, "shrinkage": 0.3}
    with pytest.raises(BadArgument, match=f"positions: {words}"):
        positions(**(how | change))


def test_one_post_around_the_clock_takes_as_many_officers_as_its_hours() -> None:
    assert relief_factor(hours_covered=24, hours_worked=1752) == 5
    assert relief_factor(hours_covered=8, hours_worked=1460) == 2


def test_even_work_needs_what_the_arithmetic_says_without_spread() -> None:
    found = officers_needed(
        weeks=np.full((8, 168), 3.0), target=0.6, hours_worked=1752, rng=np.random.default_rng(1), draws=50
    )
    assert (found.value, found.low, found.high) == pytest.approx((25.0, 25.0, 25.0))
    safe = officers_needed(
        weeks=np.full((8, 168), 3.0), target=0.6, hours_worked=1752, rng=np.random.default_rng(1), draws=50, least=7
    )
    assert safe.value == pytest.approx(35.0)


def test_the_interval_covers_the_need_of_the_weeks_to_come() -> None:
    rng = np.random.default_rng(9)
    hits = 0
    for _ in range(200):
        weeks = rng.gamma(4, 0.5, (26, 1)) * np.ones((1, 168))
        found = officers_needed(weeks=weeks, target=0.5, hours_worked=1752, rng=rng, draws=300)
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 2 / 0.5 * 5 <= found.high
    assert hits / 200 == pytest.approx(0.93, abs=0.045)


def test_weeks_of_the_wrong_shape_and_a_single_week_are_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(BadTable, match=r"officers_needed: shape \(3, 24\); expected \(weeks, 168\)"):
        officers_needed(weeks=np.zeros((3, 24)), target=0.6, hours_worked=1700, rng=rng)
    with pytest.raises(NotEnoughData, match="officers_needed: 1 weeks; expected at least two"):
        officers_needed(weeks=np.zeros((1, 168)), target=0.6, hours_worked=1700, rng=rng)


def test_calls_of_one_unit_wait_as_often_as_the_formula_says() -> None:
    rng = np.random.default_rng(17)
    calls = stream(rates=[200.0], hours=600, units=[1.0], handling=[3.0], rng=rng)
    run = simulate(calls, staff=[14])
    low, high = run.interval()
    assert low <= 0.1741319335950498 <= high
    assert run.busy == pytest.approx(10 / 14, rel=0.02)


def test_calls_of_two_units_wait_more_often_than_the_formula_says_of_the_same_work() -> None:
    rng = np.random.default_rng(18)
    pairs = simulate(stream(rates=[100.0], hours=400, units=[0.0, 1.0], handling=[3.0], rng=rng), staff=[14])
    assert pairs.busy == pytest.approx(10 / 14, rel=0.03)
    assert pairs.interval()[0] > 0.25


def by_hand(rows: list[tuple[float, int, tuple[float, ...]]]) -> CallStream:
    return CallStream(
        arrival=np.asarray([row[0] for row in rows]),
        priority=np.asarray([row[1] for row in rows]),
        service=tuple(row[2] for row in rows),
    )


def test_the_urgent_go_first_and_a_large_call_is_not_passed_over() -> None:
    calls = by_hand([(0, 2, (10.0, 10.0)), (1, 2, (5.0, 5.0)), (2, 1, (5.0,)), (3, 2, (1.0,))])
    assert simulate(calls, staff=[2]).waits.tolist() == [0.0, 14.0, 8.0, 17.0]


def test_who_goes_off_duty_finishes_and_who_comes_on_takes_what_waits() -> None:
    calls = by_hand([(50, 1, (20.0,)), (51, 1, (5.0,)), (52, 1, (5.0,))])
    assert simulate(calls, staff=[2, 1]).waits.tolist() == [0.0, 0.0, 4.0]
    assert simulate(by_hand([(50, 1, (20.0,)), (61, 1, (5.0,))]), staff=[1, 0, 0, 2]).waits.tolist() == [0.0, 119.0]


def test_a_call_that_nobody_could_ever_answer_is_refused() -> None:
    with pytest.raises(BadArgument, match="simulate: a call needs 3 units of 2"):
        simulate(by_hand([(0, 1, (1.0, 1.0, 1.0))]), staff=[2, 1])


@given(st.integers(0, 2**31))
def test_every_call_is_answered_and_the_same_seed_gives_the_same_run(seed: int) -> None:
    def run() -> list[float]:
        rng = np.random.default_rng(seed)
        how = {"rates": [3.0, 6.0, 1.0], "hours": 12, "units": [0.6, 0.3, 0.1], "handling": [12.0, 30.0, 45.0]}
        return simulate(stream(**how, rng=rng, priorities=[0.3, 0.7]), staff=[3, 4, 2]).waits.tolist()

    waits = run()
    assert waits == run()
    assert all(math.isfinite(wait) and wait >= 0 for wait in waits)


def test_a_stream_keeps_its_rates() -> None:
    calls = stream(rates=[2.0, 10.0], hours=2000, units=[1.0], handling=[1.0, 2.0], rng=np.random.default_rng(2))
    odd = (calls.arrival // 60).astype(int) % 2 == 1
    assert odd.mean() == pytest.approx(10 / 12, abs=0.01)
    assert len(odd) == pytest.approx(12_000, rel=0.03)
