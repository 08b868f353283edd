"""Complaints: the funnel without double counting, rates, concentration, time to close, evenness of discipline."""

import datetime as dt
import math

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.complaints import (
    accusations_by_month,
    concentration,
    evenness,
    funnel,
    sustained_rates,
    time_to_close,
    wilson,
)
from concord.analysis.policing.estimate import Exclusion


def complaints(rows: list[tuple[int | None, str]]) -> ibis.Table:
    return ibis.memtable(
        pa.table({"complaint_id": pa.array([r[0] for r in rows], pa.int64()), "beat": [r[1] for r in rows]})
    )


def accusations(rows: list[tuple[int | None, int | None, str | None]]) -> ibis.Table:
    keys = {name: pa.array([r[at] for r in rows], pa.int64()) for at, name in enumerate(("complaint_id", "officer_id"))}
    findings = pa.array([r[2] for r in rows], pa.string())
    return ibis.memtable(pa.table({**keys, "finding": findings, "disciplined": [r[2] == "sustained" for r in rows]}))


def test_the_funnel_counts_complaints_once_and_says_what_the_plain_join_would_give() -> None:
    left = complaints([(1, "a"), (1, "b"), (1, "b"), (2, "a"), (3, "a"), (3, "c"), (None, "a")])
    right = accusations([(1, 10, "sustained"), (1, 11, None), (2, 10, "unfounded"), (9, 12, None), (3, None, None)])
    found = funnel(complaints=left, accusations=right, finding="finding", disciplined="disciplined")
    assert (found.rows, found.complaints, found.accusations, found.accusations_with_officer) == (7, 3, 4, 3)
    assert (found.complaints_with_officer, found.complaints_without_officer, found.officers) == (2, 1, 2)
    assert (found.plain_join, found.orphans) == (7, 1)
    assert (found.with_finding, found.sustained, found.disciplined) == (2, 1, 1)


def test_accusations_are_counted_in_the_month_of_their_complaint_each_once() -> None:
    days = [dt.date(2024, 1, 5), dt.date(2024, 2, 5), dt.date(2024, 2, 7), None]
    left = ibis.memtable(pa.table({"complaint_id": [1, 1, 2, 3], "day": pa.array(days, pa.date32())}))
    right = accusations([(1, 10, None), (1, 11, None), (2, 10, None), (3, 10, None), (3, None, None), (9, 1, None)])
    found = accusations_by_month(complaints=left, accusations=right, date="day")
    assert sorted(found) == [("", 1), ("2024-01", 2), ("2024-02", 1)]


LEFT = st.lists(st.tuples(st.integers(1, 6), st.sampled_from("ab")), min_size=1, max_size=15)
RIGHT = st.lists(st.tuples(st.integers(1, 8), st.none() | st.integers(10, 13), st.none()), min_size=1, max_size=15)


@settings(deadline=None)
@given(LEFT, RIGHT)
def test_every_count_of_the_funnel_is_that_of_plain_python(left: list, right: list) -> None:
    found = funnel(complaints=complaints(left), accusations=accusations(right))
    cases = {key for key, _ in left}
    held = [(case, officer) for case, officer, _ in right if officer is not None]
    inside = [(case, officer) for case, officer in held if case in cases]
    alone = cases - {case for case, _ in inside}
    assert (found.complaints, found.complaints_without_officer) == (len(cases), len(alone))
    assert (found.accusations, found.orphans) == (len(inside) + len(alone), len(held) - len(inside))
    joined = sum(max(1, sum(case == key for case, _ in inside)) for key, _ in set(left))
    assert (found.plain_join, found.sustained) == (joined, None)


def test_a_missing_column_is_named_with_its_file() -> None:
    with pytest.raises(BadTable, match="file of accusations: no column verdict"):
        funnel(complaints=complaints([(1, "a")]), accusations=accusations([(1, 1, None)]), finding="verdict")


@pytest.mark.parametrize(
    ("hits", "n", "interval"),  # Newcombe 1998, Statistics in Medicine 17, table I, method 3
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0.0, 0.1611)), (1, 29, (0.0061, 0.1718))],
)
def test_wilson_intervals_are_those_that_were_published(hits: int, n: int, interval: tuple[float, float]) -> None:
    assert wilson(hits=hits, n=n) == pytest.approx(interval, abs=5e-5)


def test_sustained_rates_leave_open_accusations_out_of_the_base_and_say_so() -> None:
    some, none = sustained_rates(closed={"a": 263, "b": 0}, sustained={"a": 81}, open_cases={"a": 7})
    assert (some.value, some.n, some.denominator) == (pytest.approx(0.307985), 81, 263.0)
    assert some.excluded == (Exclusion("still open", 7),)
    assert (none.value, none.low, none.denominator) == (None, None, 0.0)
    with pytest.raises(BadArgument, match="wilson: 3 of 2"):
        sustained_rates(closed={"a": 2}, sustained={"a": 3})


def test_concentration_of_equal_officers_is_what_chance_makes() -> None:
    rng = np.random.default_rng(8)
    found = concentration(counts=rng.poisson(2.5, 200_000), shares=(0.01, 0.1, 0.5))
    for _, held, by_chance in found.top:
        assert held == pytest.approx(by_chance, rel=0.01)
    assert found.gini == pytest.approx(found.gini_by_chance, rel=0.01)


def test_one_officer_with_everything_is_the_most_concentrated() -> None:
    found = concentration(counts=[0] * 99 + [50], shares=(0.01, 0.005))
    assert [(share, held) for share, held, _ in found.top] == [(0.01, 1.0), (0.005, 0.5)]
    assert found.gini == pytest.approx(0.99)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=50))
def test_the_gini_index_is_that_of_all_pairs(counts: list[int]) -> None:
    if not sum(counts):
        with pytest.raises(NotEnoughData, match="concentration: no complaints"):
            concentration(counts=counts)
        return
    gaps = sum(abs(a - b) for a in counts for b in counts)
    assert concentration(counts=counts).gini == pytest.approx(gaps / (2 * len(counts) * sum(counts)))


def days(*texts: str) -> np.ndarray:
    return np.array(texts, "datetime64[D]")


def test_open_cases_count_until_the_file_was_drawn_and_impossible_ones_are_left_out_with_a_reason() -> None:
    curve, excluded = time_to_close(
        received=days("2024-01-01", "2024-01-01", "NaT", "2024-02-01", "2025-01-01", "2024-01-01"),
        closed=days("2024-01-11", "NaT", "2024-01-05", "2024-01-20", "NaT", "2024-09-01"),
        until=np.datetime64("2024-06-30"),
    )
    assert excluded == (
        Exclusion("no date of receipt", 1),
        Exclusion("received after the file was drawn", 1),
        Exclusion("closed before received", 1),
    )
    assert (curve.n, curve.censored, curve.time.tolist()) == (3, 2, [10.0])
    assert curve.last == (dt.date(2024, 6, 30) - dt.date(2024, 1, 1)).days


def test_even_groups_are_drawn_together_and_none_is_outside() -> None:
    found = evenness(disciplined={"a": 10, "b": 20, "c": 5}, accused={"a": 50, "b": 100, "c": 25})
    assert [one.estimate.value for one in found] == pytest.approx([0.2, 0.2, 0.2], abs=1e-3)
    assert [one.outside for one in found] == [None, None, None]


def test_a_group_far_off_is_outside_the_limits_and_a_small_one_is_drawn_to_the_whole() -> None:
    found = {
        one.estimate.group: one
        for one in evenness(
            disciplined={"a": 60, "b": 10, "c": 12, "d": 1}, accused={"a": 100, "b": 100, "c": 100, "d": 1}
        )
    }
    assert (found["a"].outside, found["d"].outside) == (0.998, None)
    small = found["d"].estimate
    assert small.value is not None
    assert 0.2 < small.value < 0.7
    assert small.diagnostic("raw") == 1.0


def test_the_intervals_of_groups_cover_their_truth() -> None:
    rng = np.random.default_rng(13)
    hits = total = 0
    for _ in range(60):
        truth = rng.beta(4, 12, 30)
        sizes = rng.integers(10, 80, 30)
        held = rng.binomial(sizes, truth)
        names = [f"{at:02d}" for at in range(30)]
        found = evenness(
            disciplined=dict(zip(names, held.tolist(), strict=True)),
            accused=dict(zip(names, sizes.tolist(), strict=True)),
        )
        for one, share in zip(found, truth, strict=True):
            assert one.estimate.low is not None
            assert one.estimate.high is not None
            hits += one.estimate.low <= share <= one.estimate.high
            total += 1
    assert hits / total == pytest.approx(0.94, abs=3 * math.sqrt(0.95 * 0.05 / total) + 0.01)


def test_one_group_is_no_comparison() -> None:
    with pytest.raises(NotEnoughData, match="evenness: 1 groups with cases"):
        evenness(disciplined={"a": 1}, accused={"a": 5, "b": 0})
    with pytest.raises(BadArgument, match="more disciplined than accused"):
        evenness(disciplined={"a": 7}, accused={"a": 5, "b": 4})
