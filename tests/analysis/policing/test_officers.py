"""Methods at the level of officers: the back-test of an alert rule, and the internal benchmark. Counts, no names."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.early_intervention import Roster, Rule, back_test
from concord.analysis.policing.estimate import Exclusion
from concord.analysis.policing.internal_benchmark import empirical_null, internal_benchmark

NEVER = np.datetime64("NaT")
FIRST = np.datetime64("2020-01-01")
COVERS = (FIRST - 400, FIRST + 800)


def roster(n: int, **more: list[str]) -> Roster:
    return Roster.of(officer=range(n), start=np.full(n, FIRST), end=np.full(n, NEVER, "datetime64[D]"), **more)


EVENTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 400)), min_size=1, max_size=60)


@settings(deadline=None)
@given(EVENTS, st.integers(1, 3), st.integers(1, 200), st.integers(1, 90))
def test_the_four_counts_are_those_of_plain_python(
    events: list[tuple[int, int]], count: int, days: int, horizon: int
) -> None:
    asked = [100, 160, 220]
    table = {"hits": 0, "false_alarms": 0, "missed": 0, "quiet": 0}
    for officer in range(5):
        mine = [day for who, day in events if who == officer]
        for day in asked:
            flagged = sum(day - days < one <= day for one in mine) >= count
            later = any(day < one <= day + horizon for one in mine)
            table[{(1, 1): "hits", (1, 0): "false_alarms", (0, 1): "missed", (0, 0): "quiet"}[flagged, later]] += 1
    how = {
        "roster": roster(5),
        "event_officer": [who for who, _ in events],
        "event_day": FIRST + np.asarray([day for _, day in events]),
        "rule": Rule(count=count, days=days),
        "asked": FIRST + np.asarray(asked),
        "horizon": horizon,
        "covers": COVERS,
    }
    if table["hits"] + table["false_alarms"] == 0:
        with pytest.raises(NotEnoughData, match="back_test: nobody was flagged"):
            back_test(**how)
        return
    found = back_test(**how)
    assert {name: getattr(found, name) for name in table} == table
    assert found.right.value == table["hits"] / (table["hits"] + table["false_alarms"])


def test_officers_are_asked_only_while_they_serve_and_can_be_followed() -> None:
    service = Roster.of(
        officer=["a", "b", "c"],
        start=[FIRST, FIRST + 120, FIRST],
        end=np.asarray([NEVER, NEVER, FIRST + 110], "datetime64[D]"),
    )
    found = back_test(
        roster=service, event_officer=["a", "b", "c", "z"], event_day=[FIRST + 99] * 4, rule=Rule(count=1, days=30),
        asked=[FIRST + 100], horizon=30, covers=COVERS,
    )  # fmt: skip
    assert (found.officers, found.flagged_officers, found.false_alarms) == (1, 1, 1)
    assert found.right.excluded == (Exclusion("event of nobody on the roster", 1),)


def test_nobody_is_named_unless_it_is_allowed() -> None:
    how = {
        "roster": roster(3), "event_officer": [1], "event_day": [FIRST + 99], "rule": Rule(count=1, days=30),
        "asked": [FIRST + 100], "horizon": 30, "covers": COVERS,
    }  # fmt: skip
    assert back_test(**how).flagged == ()
    assert back_test(**how, allowed_to_name=True).flagged == ("1",)


def test_a_rule_on_exposure_alone_lifts_nothing_within_the_same_exposure() -> None:
    rng = np.random.default_rng(10)
    n = 1200
    busy = np.arange(n) % 2 == 0
    events = [(o, d) for o in range(n) for d in rng.integers(0, 720, rng.poisson(4 if busy[o] else 1))]
    how = {
        "event_officer": [o for o, _ in events], "event_day": FIRST + np.asarray([d for _, d in events]),
        "rule": Rule(count=2, days=180), "asked": [FIRST + 360], "horizon": 180, "covers": COVERS,
    }  # fmt: skip
    plain = back_test(roster=roster(n), **how).lift
    fair = back_test(roster=roster(n, exposure=["busy" if one else "calm" for one in busy]), **how).lift
    assert plain.low is not None
    assert plain.low > 1.2
    assert fair.low is not None
    assert fair.high is not None
    assert fair.low < 1 < fair.high


def test_false_alarms_are_shown_by_group() -> None:
    found = back_test(
        roster=roster(4, group=["x", "x", "y", "y"]), event_officer=[0, 2, 3], event_day=[FIRST + 99] * 3,
        rule=Rule(count=1, days=30), asked=[FIRST + 100], horizon=30, covers=COVERS,
    )  # fmt: skip
    assert [(one.group, one.value) for one in found.groups] == [("x", 0.5), ("y", 1.0)]


@pytest.mark.parametrize("day", [FIRST - 390, FIRST + 790])
def test_a_day_whose_past_or_future_the_file_lacks_is_refused(day: np.datetime64) -> None:
    with pytest.raises(BadArgument, match=f"back_test: asked on {day}; expected 30 days before and 30 after within"):
        back_test(
            roster=roster(1), event_officer=[0], event_day=[day], rule=Rule(count=1, days=30), asked=[FIRST, day],
            horizon=30, covers=COVERS,
        )  # fmt: skip


def test_a_roster_and_a_rule_that_cannot_be_are_refused() -> None:
    with pytest.raises(BadTable, match="roster: an officer stands twice"):
        Roster.of(officer=[1, 1], start=[FIRST] * 2, end=[FIRST] * 2)
    with pytest.raises(BadArgument, match="rule: 0 in 30 days"):
        Rule(count=0, days=30)


def test_the_null_is_told_from_the_centre_of_the_scores() -> None:
    rng = np.random.default_rng(7)
    scores = np.concatenate([rng.normal(0.2, 1.6, 2900), rng.normal(9, 1, 60)])
    centre, spread, share = empirical_null(scores)
    assert (centre, spread, share) == (
        pytest.approx(0.2, abs=0.15),
        pytest.approx(1.6, abs=0.15),
        pytest.approx(0.98, abs=0.03),
    )


def test_planted_officers_are_found_and_the_theoretical_null_would_flag_many_more() -> None:
    rng = np.random.default_rng(8)
    scores = np.concatenate([rng.normal(0, 1.6, 2940), rng.normal(9.5, 1, 60)])
    found = internal_benchmark(scores=scores, officers=np.arange(3000), allowed_to_name=True)
    truly = [int(key) for key in found.flagged if int(key) >= 2940]
    assert len(truly) >= 50
    assert len(found.flagged) - len(truly) <= 0.2 * len(found.flagged)
    assert found.by_theory > 2 * (found.above + found.below)
    assert internal_benchmark(scores=scores).flagged == ()


def test_where_nobody_differs_hardly_anybody_is_flagged() -> None:
    rng = np.random.default_rng(9)
    flags = [internal_benchmark(scores=rng.normal(0.1, 1.3, 1000)) for _ in range(40)]
    assert sum(one.above + one.below for one in flags) / 40_000 < 0.003


def test_a_small_agency_is_too_small_and_naming_takes_keys() -> None:
    with pytest.raises(NotEnoughData, match="internal_benchmark: 99 officers; expected 100"):
        internal_benchmark(scores=[*range(99), math.nan])
    with pytest.raises(BadArgument, match="no keys"):
        internal_benchmark(scores=range(200), allowed_to_name=True)


@pytest.mark.parametrize("values", [1, 2, 3, 8, 14])
def test_scores_of_few_values_are_refused_in_a_sentence(values: int) -> None:
    scores = np.random.default_rng(3).integers(0, values, 400) / 7
    says = f"the scores of 400 officers take only {values} different values"
    with pytest.raises(NotEnoughData, match=says):
        internal_benchmark(scores=scores)
    half = np.append(np.zeros(320), np.arange(80))
    with pytest.raises(NotEnoughData, match="the middle half of the scores is all alike"):
        internal_benchmark(scores=half)


def test_a_score_far_out_flags_that_officer_alone() -> None:
    scores = np.append(np.random.default_rng(4).normal(0, 1.3, 400), 1e6)
    found = internal_benchmark(scores=scores, officers=np.arange(401), allowed_to_name=True)
    assert (found.above, "400" in found.flagged) == (1, True)
