import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument
from concord.analysis.policing import intervals

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_wilson_as_printed_by_newcombe_1998():
    # Newcombe (1998), Statistics in Medicine 17, 857, table I: 81/263 and 15/148
    assert intervals.wilson(events=81, trials=263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert intervals.wilson(events=15, trials=148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert intervals.wilson(events=0, trials=20)[0] == 0.0
    assert intervals.wilson(events=0, trials=20)[1] == pytest.approx(0.1611, abs=5e-5)


def test_exact_share_as_printed_by_newcombe_1998():
    assert intervals.exact_share(events=81, trials=263) == pytest.approx((0.2527, 0.3676), abs=5e-5)
    assert intervals.exact_share(events=0, trials=20) == pytest.approx((0.0, 0.1684), abs=5e-5)
    assert intervals.exact_share(events=29, trials=29) == pytest.approx((0.8806, 1.0), abs=5e-5)


def test_difference_as_printed_by_newcombe_1998():
    # Statistics in Medicine 17, 873, method 10: 56/70 - 48/80
    assert intervals.newcombe(first=(56, 70), second=(48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_exact_count_of_ten_and_of_none():
    # Garwood (1936): 4.795 to 18.390 for 10, 0 to 3.689 for 0
    assert intervals.exact_count(events=10) == pytest.approx((4.795, 18.390), abs=5e-4)
    assert intervals.exact_count(events=0) == pytest.approx((0.0, 3.6889), abs=5e-5)


@given(COUNTS)
def test_intervals_hold_the_share_and_mirror(pair):
    events, trials = pair
    for method in (intervals.wilson, intervals.exact_share):
        low, high = method(events=events, trials=trials)
        mirrored = method(events=trials - events, trials=trials)
        assert 0 <= low <= events / trials <= high <= 1
        assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-9)


def test_impossible_shares_are_refused():
    with pytest.raises(BadArgument, match="share: 3 of 2; expected 0 <= events <= trials, trials above 0"):
        intervals.wilson(events=3, trials=2)
    with pytest.raises(BadArgument, match="0 of 0"):
        intervals.exact_share(events=0, trials=0)
