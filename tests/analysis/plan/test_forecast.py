"""When the rest may be done: what a steady past brings, and when nothing is said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.plan.forecast import ASSUMES, Forecast, until_done


def seeded(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(st.integers(0, 200), st.integers(2, 9))
def test_a_past_that_never_varied_has_one_future(left: int, each: int) -> None:
    periods = -(-left // each)
    assert until_done(left=left, completed=[each] * 6, rng=seeded()) == Forecast(
        periods, periods, periods, level=0.8, beyond=0.0, left=left, completed=6 * each, periods=6, assumes=ASSUMES
    )


def test_the_interval_holds_the_stated_share_of_the_true_times() -> None:
    """One piece with probability a half in each period: the time to complete 30 is negative binomial."""
    chance = seeded(5)
    truth = 30 + chance.negative_binomial(30, 0.5, size=400)
    held = 0
    for time in truth:
        found = until_done(left=30, completed=chance.binomial(1, 0.5, size=400).tolist(), rng=chance, futures=400)
        assert found.high is not None
        held += found.low <= time <= found.high
    assert 0.74 <= held / len(truth) <= 0.88


def test_too_few_completions_or_periods_are_refused_and_so_is_a_future_out_of_sight() -> None:
    with pytest.raises(
        NotEnoughData, match="forecast: 9 completions in 9 periods; expected 10 completions in 6 periods"
    ):
        until_done(left=5, completed=[1] * 9, rng=seeded())
    with pytest.raises(NotEnoughData, match="50 completions in 5 periods"):
        until_done(left=5, completed=[10] * 5, rng=seeded())
    with pytest.raises(NotEnoughData, match="half of all futures take longer than 20 periods"):
        until_done(left=500, completed=[2] * 6, rng=seeded(), horizon=20)
    with pytest.raises(BadArgument, match="counts of 0 or more"):
        until_done(left=-1, completed=[2] * 6, rng=seeded())


def test_a_long_tail_has_no_upper_end_and_says_how_much_lies_beyond() -> None:
    found = until_done(left=12, completed=[0] * 9 + [10], rng=seeded(), horizon=20)
    assert (found.high, 0.3 < found.beyond < 0.5, found.middle <= 20) == (None, True, True)


def test_more_left_takes_no_less_and_the_same_seed_gives_the_same() -> None:
    past = [0, 2, 1, 4, 0, 3, 2]
    middles = [until_done(left=left, completed=past, rng=seeded()).middle for left in (5, 10, 20, 40)]
    assert middles == sorted(middles)
    assert until_done(left=9, completed=past, rng=seeded(3)) == until_done(left=9, completed=past, rng=seeded(3))
