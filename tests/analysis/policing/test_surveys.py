"""Surveys: raking, design effect, means and shares with the spread of the design."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadTable, NotConverged, NotEnoughData
from concord.analysis.policing.estimate import Exclusion
from concord.analysis.policing.surveys import Calibration, alpha, design_effect, rake, survey_mean, survey_share


def test_raking_reaches_every_margin_and_keeps_the_ratios_within_a_cell() -> None:
    sex = ["f", "m", "f", "m", "f", "m"]
    age = ["y", "y", "o", "o", "y", "o"]
    targets = {"sex": {"f": 60.0, "m": 40.0}, "age": {"y": 30.0, "o": 70.0}}
    found = rake(weights=[1, 1, 1, 1, 2, 3], groups={"sex": sex, "age": age}, targets=targets)
    sums = {
        key: sum(w for w, one in zip(found.weights, column, strict=True) if one == key)
        for column, keys in ((sex, "fm"), (age, "yo"))
        for key in keys
    }
    assert sums == pytest.approx({"f": 60, "m": 40, "y": 30, "o": 70})
    assert found.weights[4] / found.weights[0] == pytest.approx(2)
    assert found.weights[5] / found.weights[3] == pytest.approx(3)
    assert found.gap <= 1e-10


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0.1, 10)), min_size=1, max_size=20), st.floats(1, 1000))
def test_one_margin_is_plain_post_stratification(rows: list[tuple[str, float]], total: float) -> None:
    groups = [group for group, _ in rows]
    targets = {group: total * (at + 1) for at, group in enumerate(sorted(set(groups)))}
    found = rake(weights=[w for _, w in rows], groups={"g": groups}, targets={"g": targets})
    assert np.bincount([sorted(targets).index(g) for g in groups], found.weights) == pytest.approx(
        list(targets.values())
    )


def test_margins_that_do_not_meet_are_refused() -> None:
    with pytest.raises(
        BadTable, match=r"rake, margin g: groups without a total \['b'\], totals without a respondent \['c'\]"
    ):
        rake(weights=[1, 1], groups={"g": ["a", "b"]}, targets={"g": {"a": 1, "c": 1}})
    with pytest.raises(BadTable, match="expected margins of one population"):
        rake(
            weights=[1, 1],
            groups={"g": ["a", "b"], "h": ["a", "b"]},
            targets={"g": {"a": 1, "b": 1}, "h": {"a": 1, "b": 2}},
        )
    with pytest.raises(NotConverged, match="merge groups"):
        rake(
            weights=[1, 1],
            groups={"g": ["a", "b"], "h": ["a", "b"]},
            targets={"g": {"a": 1, "b": 2}, "h": {"a": 2, "b": 1}},
        )
    with pytest.raises(BadTable, match="weights not above 0"):
        rake(weights=[1, 0], groups={}, targets={})


def test_equal_weights_have_no_design_effect() -> None:
    assert design_effect([3, 3, 3]) == pytest.approx(1)
    assert design_effect([1, 3]) == pytest.approx(2 * 10 / 16)


def test_a_simple_sample_gives_the_textbook_mean_and_error() -> None:
    rng = np.random.default_rng(2)
    y = rng.normal(50, 10, 200)
    found = survey_mean(values=[*y, math.nan], weights=np.full(201, 7.0))
    assert (found.value, found.se) == pytest.approx((y.mean(), y.std(ddof=1) / math.sqrt(200)))
    assert (found.n, found.excluded, found.denominator) == (200, (Exclusion("no answer", 1),), 1400.0)


def test_clusters_of_people_who_agree_count_once() -> None:
    rng = np.random.default_rng(3)
    views = rng.normal(0, 1, 40)
    found = survey_mean(values=np.repeat(views, 10), weights=np.ones(400), clusters=np.repeat(np.arange(40), 10))
    assert found.se == pytest.approx(views.std(ddof=1) / math.sqrt(40))


def test_strata_take_out_what_lies_between_them_and_a_census_has_no_spread() -> None:
    y = np.asarray([0.0, 1.0] * 20 + [100.0, 101.0] * 20)
    strata = ["a"] * 40 + ["b"] * 40
    whole = survey_mean(values=y, weights=np.ones(80), strata=strata)
    assert whole.se == pytest.approx(math.sqrt(0.25 / 39 / 2))
    census = survey_mean(values=y, weights=np.ones(80), strata=strata, sizes={"a": 40, "b": 40})
    assert census.se == 0
    with pytest.raises(NotEnoughData, match="one cluster in stratum 'b'; expected two; merge strata"):
        survey_mean(values=[1, 2, 3], weights=[1, 1, 1], strata=["a", "a", "b"])


def test_few_answers_are_withheld() -> None:
    assert survey_share(answers=[1, 0] * 14, weights=np.ones(28)).suppressed
    assert not survey_share(answers=[1, 0] * 15, weights=np.ones(30)).suppressed


def test_a_simple_share_is_wilsons_with_students_quantile() -> None:
    found = survey_share(answers=[1] * 40 + [0] * 160, weights=np.ones(200))
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.1504, 0.2610), abs=6e-4)
    assert found.diagnostic("effective_n") == pytest.approx(200, rel=0.01)


def test_unanimous_answers_have_an_interval_all_the_same() -> None:
    found = survey_share(answers=np.ones(50), weights=np.ones(50))
    assert found.high == 1
    assert found.low == pytest.approx(50 / (50 + 2.00957**2), abs=1e-4)


def test_intervals_of_shares_cover_under_unequal_weights_and_clusters() -> None:
    rng = np.random.default_rng(12)
    hits, runs = 0, 600
    for _ in range(runs):
        level = rng.beta(4 * 0.15, 4 * 0.85, 60)
        answers = (rng.random((60, 8)) < level[:, None]).astype(float).ravel()
        weights = np.repeat(rng.uniform(0.5, 2, 60), 8)
        found = survey_share(answers=answers, weights=weights, clusters=np.repeat(np.arange(60), 8))
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 0.15 <= found.high
    assert hits / runs == pytest.approx(0.95, abs=3 * math.sqrt(0.95 * 0.05 / runs))


def test_raking_takes_out_the_spread_that_its_margins_explain() -> None:
    rng = np.random.default_rng(20)
    hits, plain_hits, runs = 0, 0, 400
    for _ in range(runs):
        group = (rng.random(200) < 0.3).astype(int)
        y = 10.0 * group + rng.normal(0, 1, 200)
        groups = {"g": group.tolist()}
        raked = rake(weights=np.ones(200), groups=groups, targets={"g": {0: 140.0, 1: 60.0}})
        found = survey_mean(
            values=y, weights=raked.weights, calibration=Calibration(weights=np.ones(200), groups=groups), level=0.95
        )
        plain = survey_mean(values=y, weights=raked.weights)
        assert None not in (found.low, found.high, plain.low, plain.high)
        hits += found.low <= 3 <= found.high
        plain_hits += plain.low <= 3 <= plain.high
    assert hits / runs == pytest.approx(0.95, abs=3 * math.sqrt(0.95 * 0.05 / runs))
    assert plain_hits == runs


def test_answers_other_than_yes_and_no_are_refused() -> None:
    with pytest.raises(BadTable, match="answers other than 0 and 1"):
        survey_share(answers=[1, 2], weights=[1, 1])


def test_alpha_is_one_for_questions_that_agree_and_none_for_chance() -> None:
    rng = np.random.default_rng(5)
    base = rng.normal(size=5000)
    assert alpha(np.column_stack([base] * 4)) == pytest.approx(1)
    assert alpha(rng.normal(size=(5000, 4))) == pytest.approx(0, abs=0.1)
    noisy = base[:, None] + rng.normal(size=(5000, 4))
    assert alpha(noisy) == pytest.approx(4 * 0.5 / (1 + 3 * 0.5), abs=0.02)  # Spearman-Brown
    with pytest.raises(NotEnoughData, match=r"alpha: shape \(1, 4\)"):
        alpha([[1, 2, 3, 4]])
