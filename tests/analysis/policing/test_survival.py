"""Kaplan-Meier, log-rank and several ways out, against published figures and plain counting."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadTable, NotEnoughData
from concord.analysis.policing.survival import ended_by, kaplan_meier, log_rank, share_ended

# Freireich et al. 1963, remission in weeks; the figures are those of Kalbfleisch & Prentice and every textbook since
TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
TREATED_SEEN = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_the_remission_data_give_the_published_curve() -> None:
    curve = kaplan_meier(durations=TREATED, observed=TREATED_SEEN)
    assert curve.time.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.survival.round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    greenwood = curve.survival * np.sqrt(curve.greenwood)
    assert greenwood.round(4).tolist() == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert (curve.n, curve.censored, curve.last) == (21, 12, 35.0)
    assert curve.quantile() == (23.0, 13.0, None)


def test_the_remission_data_give_the_published_log_rank() -> None:
    found = log_rank(
        durations=TREATED + PLACEBO, observed=TREATED_SEEN + [1] * 21, groups=["6-MP"] * 21 + ["placebo"] * 21
    )
    assert found.observed == (9.0, 21.0)
    assert found.expected == pytest.approx((19.25, 10.75), abs=0.005)
    assert (found.statistic, found.freedom) == (pytest.approx(16.793, abs=0.001), 1)
    assert found.p == pytest.approx(4.17e-5, rel=0.01)


CASES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


@given(CASES)
def test_where_every_end_was_seen_the_curve_is_the_plain_share(cases: list[tuple[int, bool]]) -> None:
    times = [time for time, _ in cases]
    curve = kaplan_meier(durations=times, observed=[True] * len(times))
    for t in range(max(times) + 1):
        assert curve.at(t)[0] == pytest.approx(sum(time > t for time in times) / len(times))


@given(CASES)
def test_a_curve_falls_within_its_interval_and_does_not_heed_the_order_of_rows(cases: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier(durations=[t for t, _ in cases], observed=[o for _, o in cases])
    assert (np.diff(curve.survival) <= 1e-12).all()
    assert (curve.low <= curve.survival + 1e-12).all()
    assert (curve.survival <= curve.high + 1e-12).all()
    back = kaplan_meier(durations=[t for t, _ in cases[::-1]], observed=[o for _, o in cases[::-1]])
    assert (curve.survival.tolist(), curve.low.tolist()) == (back.survival.tolist(), back.low.tolist())


@given(CASES, st.integers(0, 12))
def test_the_ways_out_and_what_is_open_add_up(cases: list[tuple[int, bool]], within: int) -> None:
    times = [time for time, _ in cases]
    within = min(within, max(times))
    ways = [("arrest" if time % 2 else "exception") if seen else None for time, seen in cases]
    found = ended_by(durations=times, outcome=ways, within=within, measure="cleared")
    whole = kaplan_meier(durations=times, observed=[seen for _, seen in cases])
    assert sum(one.value or 0 for one in found.values()) == pytest.approx(1 - whole.at(within)[0])


def test_one_way_out_is_the_curve_upside_down_with_greenwoods_error() -> None:
    found = ended_by(
        durations=TREATED, outcome=["end" if seen else None for seen in TREATED_SEEN], within=22, measure="m"
    )["end"]
    curve = kaplan_meier(durations=TREATED, observed=TREATED_SEEN)
    assert (found.value, found.se) == (pytest.approx(1 - 0.537815), pytest.approx(0.1282, abs=5e-5))
    assert found.n == int(curve.events[:6].sum())


def test_who_comes_late_is_not_counted_before() -> None:
    curve = kaplan_meier(durations=[3, 5, 6, 8], observed=[1, 1, 1, 1], entry=[0, 2, 5, 0])
    assert curve.at_risk.tolist() == [3, 2, 2, 1]
    assert curve.survival.tolist() == pytest.approx([2 / 3, 1 / 3, 1 / 6, 0])


def test_a_point_of_the_curve_becomes_an_estimate_with_what_is_open() -> None:
    curve = kaplan_meier(durations=TREATED, observed=TREATED_SEEN)
    found = share_ended(curve, within=10, measure="closed_within", unit_of_time="weeks")
    assert (found.value, found.n, found.denominator) == (pytest.approx(1 - 0.752941), 5, 21.0)
    assert (found.diagnostic("still_open"), found.diagnostic("within")) == (12, 10)


def test_beyond_the_last_day_nothing_is_said() -> None:
    curve = kaplan_meier(durations=[1, 2], observed=[1, 0])
    with pytest.raises(NotEnoughData, match="curve: nobody was followed to 3; expected at most 2"):
        curve.at(3)


@pytest.mark.parametrize(
    ("durations", "observed", "words"),
    [
        ([1, -2], [1, 1], "kaplan_meier: row 1 runs from 0.0 to -2.0"),
        ([1, math.nan], [1, 1], "row 1 runs from 0.0 to nan; expected finite numbers"),
        ([1, 2], [1], "expected equal lengths"),
    ],
)
def test_what_is_no_time_is_refused(durations: list[float], observed: list[int], words: str) -> None:
    with pytest.raises(BadTable, match=words):
        kaplan_meier(durations=durations, observed=observed)


def test_nobody_is_too_few() -> None:
    with pytest.raises(NotEnoughData, match="kaplan_meier: no cases"):
        kaplan_meier(durations=[], observed=[])
    with pytest.raises(NotEnoughData, match="log_rank: 1 groups"):
        log_rank(durations=[1, 2], observed=[1, 1], groups=["a", "a"])


def test_intervals_cover_and_the_test_errs_as_often_as_they_say() -> None:
    rng = np.random.default_rng(42)
    runs, covered, errs = 600, 0, 0
    for _ in range(runs):
        ends, censor = rng.exponential(10, 120), rng.uniform(5, 25, 120)
        times, seen = np.minimum(ends, censor), ends <= censor
        _, low, high = kaplan_meier(durations=times, observed=seen).at(min(8.0, float(times.max())))
        covered += low <= math.exp(-0.8) <= high
        errs += log_rank(durations=times, observed=seen, groups=["a", "b"] * 60).p < 0.05
    noise = 3 * math.sqrt(0.95 * 0.05 / runs)
    assert covered / runs == pytest.approx(0.95, abs=noise)
    assert errs / runs == pytest.approx(0.05, abs=noise)
