"""Calls: components with their stamps accounted for, intervals, unit-minutes, saturation."""

import datetime as dt
import math
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadTable, NotEnoughData
from concord.analysis.policing.calls import (
    Stamps,
    quantile_interval,
    response_times,
    saturation,
    volume,
    workload,
)
from concord.analysis.policing.estimate import Exclusion

START = np.datetime64("2024-03-04T00:00:00")  # a Monday


def at(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else dt.datetime(2024, 3, 4) + dt.timedelta(seconds=seconds)  # noqa: DTZ001 - local


def calls(rows: list[tuple[Any, ...]]) -> ibis.Table:
    names = ("received", "dispatched", "priority")
    kinds = (pa.timestamp("us"), pa.timestamp("us"), pa.int64())
    return ibis.memtable(
        pa.table({n: pa.array([r[i] for r in rows], k) for i, (n, k) in enumerate(zip(names, kinds, strict=True))})
    )


def test_missing_and_inverted_stamps_are_counted_beside_the_figure() -> None:
    rows = [
        (at(0), at(10), 1),
        (at(0), at(30), 1),
        (at(0), at(20), 1),
        (None, at(5), 1),
        (at(5), None, 1),
        (at(9), at(4), 1),
    ]
    estimates, stamps = response_times(calls(rows), components={"wait": ("received", "dispatched")}, shares=(0.5,))
    assert stamps == (Stamps("wait", (), 6, 3, 1, 1, 1),)
    (found,) = estimates
    assert (found.value, found.n, found.denominator, found.unit) == (20.0, 3, 6.0, "seconds")
    assert found.excluded == (
        Exclusion("no first stamp", 1),
        Exclusion("no second stamp", 1),
        Exclusion("stamps in the wrong order", 1),
    )
    assert found.diagnostic("mean") == 20.0
    assert (found.low, found.high) == (None, None)


def test_groups_are_kept_apart_and_an_empty_one_has_a_name_too() -> None:
    rows = [(at(0), at(60), 2), (at(0), at(120), 1), (at(0), at(180), None), (at(0), None, 3)]
    estimates, stamps = response_times(
        calls(rows), by=("priority",), components={"wait": ("received", "dispatched")}, shares=(0.5,)
    )
    assert [(one.group, one.value) for one in estimates] == [("1", 120.0), ("2", 60.0), ("None", 180.0)]
    assert [(one.group, one.usable) for one in stamps] == [((1,), 1), ((2,), 1), ((3,), 0), ((None,), 1)]


def test_in_the_night_when_clocks_go_back_moments_with_a_zone_are_right_and_others_are_counted_as_out_of_order() -> (
    None
):
    zone = ZoneInfo("America/New_York")
    first, then = dt.datetime(2025, 11, 2, 1, 50, tzinfo=zone), dt.datetime(2025, 11, 2, 1, 5, fold=1, tzinfo=zone)

    def wait(kind: pa.DataType, *pair: dt.datetime) -> tuple[list[float | None], int]:
        columns = {name: pa.array([at], kind) for name, at in zip(("received", "dispatched"), pair, strict=True)}
        how = {"components": {"wait": ("received", "dispatched")}, "shares": (0.5,)}
        estimates, stamps = response_times(ibis.memtable(pa.table(columns)), **how)
        return [one.value for one in estimates], stamps[0].inverted

    assert wait(pa.timestamp("us", "America/New_York"), first, then) == ([900.0], 0)
    assert wait(pa.timestamp("us"), first.replace(tzinfo=None), then.replace(tzinfo=None)) == ([], 1)


def test_a_file_without_any_pair_of_stamps_is_refused() -> None:
    table = calls([(at(0), at(1), 1)])
    with pytest.raises(BadTable, match="calls: no component has both stamps"):
        response_times(table.drop("received"))
    with pytest.raises(BadTable, match="calls: no column beat"):
        response_times(table, by=("beat",))
    text = table.mutate(received=table.received.cast("string"))
    with pytest.raises(BadTable, match="received is string; expected moments"):
        response_times(text, components={"wait": ("received", "dispatched")})


@pytest.mark.parametrize(
    ("n", "ranks"), [(5, (None, None)), (6, (1, 6)), (10, (2, 9)), (20, (6, 15)), (30, (10, 21)), (50, (18, 33))]
)
def test_the_ranks_for_a_median_are_those_of_the_sign_test_tables(n: int, ranks: tuple[int | None, int | None]) -> None:
    # Dixon & Mood 1946; Conover 1999, table A3
    assert quantile_interval(values=np.arange(1, n + 1), share=0.5) == ((n + 1) / 2, *ranks)


def test_quantile_intervals_cover_whatever_the_shape() -> None:
    rng = np.random.default_rng(4)
    runs, hits = 2000, 0
    for _ in range(runs):
        _, low, high = quantile_interval(values=rng.lognormal(5, 2, 101), share=0.9)
        assert low is not None
        assert high is not None
        hits += low <= math.exp(5 + 2 * 1.2815515655446004) <= high
    assert hits / runs >= 0.95 - 3 * math.sqrt(0.95 * 0.05 / runs)


def test_no_values_have_no_quantile() -> None:
    with pytest.raises(NotEnoughData, match="quantile_interval: no values"):
        quantile_interval(values=[], share=0.5)


SPANS = st.lists(st.tuples(st.integers(0, 60 * 72), st.integers(0, 60 * 20)), min_size=1, max_size=12)


@given(SPANS)
def test_the_work_of_every_hour_is_what_counting_minutes_gives(spans: list[tuple[int, int]]) -> None:
    start = [START + np.timedelta64(60 * first, "s") for first, _ in spans]
    end = [START + np.timedelta64(60 * (first + length), "s") for first, length in spans]
    found = workload(start=start, end=end)
    minutes = np.zeros(60 * 24 * 5)
    for first, length in spans:
        minutes[first : first + length] += 1
    offset = int((found.hours[0] - START.astype("datetime64[h]")).astype(int))
    by_hand = minutes.reshape(-1, 60).sum(1)[offset : offset + len(found.hours)]
    assert found.minutes == pytest.approx(by_hand, abs=1e-6)
    assert found.minutes.sum() == pytest.approx(sum(length for _, length in spans))


def test_times_that_cannot_be_are_left_out_with_a_count() -> None:
    hour = np.timedelta64(1, "h")
    found = workload(
        start=[START, START, START, np.datetime64("NaT")], end=[START + hour, START - hour, START + 30 * hour, START]
    )
    assert found.minutes.tolist() == [60.0, 0.0]
    assert found.excluded == (
        Exclusion("a stamp is missing", 1),
        Exclusion("stamps in the wrong order", 1),
        Exclusion("longer than 24 hours", 1),
    )
    with pytest.raises(NotEnoughData, match="workload: no usable times"):
        workload(start=[START], end=[START - hour])


def test_whole_weeks_start_on_monday_at_midnight() -> None:
    hours = np.arange(24 * 20)
    start = START - np.timedelta64(24 * 3, "h") + hours * np.timedelta64(1, "h")
    weeks = workload(start=start, end=start + np.timedelta64(30, "m")).by_week()
    assert (weeks.shape, weeks.sum()) == ((2, 168), 168.0)


def test_saturation_weighs_hours_by_staff_and_counts_what_passes_the_target() -> None:
    found = saturation(minutes=[60, 30, 0, 15], staffed=[1, 2, 3, 0])
    assert (found.share, found.hours, found.over, found.unstaffed) == (0.25, 3, 1, 1)
    assert found.worst == (0, 1.0)
    with pytest.raises(NotEnoughData, match="saturation: nobody on duty"):
        saturation(minutes=[1], staffed=[0])


def test_volume_counts_the_most_frequent_first() -> None:
    table = calls([(at(0), at(1), 2), (at(0), at(1), 1), (at(0), at(1), 2), (at(0), at(1), 3)])
    assert volume(table, by="priority") == ((2, 2), (1, 1), (3, 1))
