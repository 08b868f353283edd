"""What holds for all tables, and plain counting for small ones."""

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.text.agreement import (
    Judgements,
    bootstrap,
    by_code,
    cohen_kappa,
    cohen_pairs,
    fleiss_kappa,
    fleiss_null_error,
    gwet_ac1,
    judgements,
    krippendorff_alpha,
    light_kappa,
    pair,
    patterns,
    percent_agreement,
    tables_of,
    with_intervals,
)

ALL = (1, 2, 3, 4)
ROWS = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.none() | st.sampled_from(ALL), min_size=coders, max_size=coders), min_size=1, max_size=8
    )
)
PAIRED = ROWS.filter(lambda rows: any(sum(v is not None for v in row) > 1 for row in rows))
METRICS = ("nominal", "ordinal", "interval", "ratio")


def distance(metric: str, a: int, b: int, values: list[int]) -> float:
    """Krippendorff's squared distance between two values, straight from his definitions."""
    if metric == "nominal":
        return float(a != b)
    if metric == "ordinal":
        low, high = sorted((a, b))
        between = sum(low <= v <= high for v in values)
        return (between - (values.count(low) + values.count(high)) / 2) ** 2
    return float((a - b) ** 2) if metric == "interval" else ((a - b) / (a + b)) ** 2


def counted_alpha(rows: list[list[int | None]], metric: str) -> float | None:
    """Alpha by going through every pair."""
    units = [[v for v in row if v is not None] for row in rows]
    units = [unit for unit in units if len(unit) > 1]
    values = [v for unit in units for v in unit]
    seen = sum(distance(metric, a, b, values) / (len(u) - 1) for u in units for a, b in permutations(u, 2))
    chance = sum(distance(metric, a, b, values) for a, b in permutations(values, 2)) / (len(values) - 1)
    return 1 - seen / chance if chance else None


@settings(deadline=None)
@given(PAIRED, st.sampled_from(METRICS))
def test_alpha_is_what_going_through_every_pair_gives(rows: list[list[int | None]], metric: Any) -> None:
    made = krippendorff_alpha(patterns(judgements(rows, categories=ALL)), metric=metric).value
    assert made == (None if (plain := counted_alpha(rows, metric)) is None else pytest.approx(plain, abs=1e-9))


@settings(deadline=None)
@given(PAIRED, st.randoms())
def test_the_order_of_units_and_coders_changes_nothing(rows: list[list[int | None]], chance: Any) -> None:
    order = list(range(len(rows[0])))
    chance.shuffle(order)
    other = [[row[i] for i in order] for row in rows]
    chance.shuffle(other)
    for measure in (percent_agreement, fleiss_kappa, gwet_ac1, krippendorff_alpha):
        one, two = (measure(patterns(judgements(r, categories=ALL))) for r in (rows, other))
        for part in ("value", "expected", "observed", "standard_error"):
            was, now = getattr(one, part), getattr(two, part)
            assert now == (None if was is None else pytest.approx(was, abs=1e-9))


@settings(deadline=None)
@given(PAIRED)
def test_no_coefficient_is_above_one_and_full_agreement_is_one(rows: list[list[int | None]]) -> None:
    agreed = [[row_value if value is not None else None for value in row] for row, row_value in zip(
        rows, [1, 2, 3, 4, 1, 2, 3, 4], strict=False)]  # fmt: skip
    for measure in (percent_agreement, fleiss_kappa, gwet_ac1, krippendorff_alpha):
        value = measure(patterns(judgements(rows, categories=ALL))).value
        assert value is None or value <= 1 + 1e-12
        same = measure(patterns(judgements(agreed, categories=ALL))).value
        assert same is None or same == pytest.approx(1)


@settings(deadline=None)
@given(PAIRED)
def test_doubling_every_unit_keeps_fleiss_and_ac1_and_halves_their_variance(rows: list[list[int | None]]) -> None:
    for measure in (fleiss_kappa, gwet_ac1):
        one, two = (measure(patterns(judgements(r, categories=ALL))) for r in (rows, rows * 2))
        assert two.value == (None if one.value is None else pytest.approx(one.value, abs=1e-9))
        if one.standard_error is not None and two.standard_error is not None:
            units = sum(any(v is not None for v in row) for row in rows)
            ratio = (units - 1) / (2 * units - 1)
            assert two.standard_error**2 == pytest.approx(one.standard_error**2 * ratio, abs=1e-9)


@settings(deadline=None)
@given(PAIRED)
def test_weights_of_two_are_the_same_as_units_that_occur_twice(rows: list[list[int | None]]) -> None:
    weighted = patterns(judgements(rows, categories=ALL, weights=[2.0] * len(rows)))
    doubled = patterns(judgements(rows * 2, categories=ALL))
    for measure in (percent_agreement, fleiss_kappa, gwet_ac1, krippendorff_alpha):
        one, two = measure(weighted), measure(doubled)
        assert one.value == (None if two.value is None else pytest.approx(two.value, abs=1e-9))
        assert one.standard_error is None


def test_without_variation_the_coefficients_say_so_and_ac1_is_one() -> None:
    found = patterns(judgements([[1, 1], [1, 1]], categories=(1, 2)))
    made = [f(found) for f in (fleiss_kappa, krippendorff_alpha, cohen_kappa)]
    assert [(m.value, m.undefined != "", m.interval) for m in made] == [(None, True, None)] * 3
    assert (gwet_ac1(found).value, percent_agreement(found).value) == (1, 1)


def test_units_that_one_coder_alone_judged_are_refused_when_there_are_no_others() -> None:
    with pytest.raises(NotEnoughData, match=r"^no unit was judged by two coders; expected at least one$"):
        patterns(judgements([[1, None], [None, 2]]))


def test_cohen_of_several_coders_is_refused_and_shown_for_each_two() -> None:
    table = judgements([[1, 1, None], [2, 1, None], [2, 2, None], [1, 1, 1]])
    found = patterns(table)
    with pytest.raises(BadArgument, match=r"^Cohen's kappa of 3 coders; expected two; see cohen_pairs$"):
        cohen_kappa(found)
    pairs = cohen_pairs(found)
    assert [(p.first, p.second, p.kappa and p.kappa.value) for p in pairs] == [
        (0, 1, 0.5),
        (0, 2, None),
        (1, 2, None),
    ]
    assert light_kappa(found) == 0.5
    assert cohen_kappa(patterns(pair(table, 0, 1))).value == 0.5


def test_two_coders_who_share_no_unit_have_no_kappa_with_each_other() -> None:
    found = patterns(judgements([[1, 1, None], [2, None, 2]]))
    assert [p.kappa and p.kappa.units for p in cohen_pairs(found)] == [1, 1, None]


def test_fleiss_null_error_of_unequal_numbers_of_coders_is_refused() -> None:
    with pytest.raises(BadArgument, match="different numbers of coders"):
        fleiss_null_error(patterns(judgements([[1, 1, None], [2, 2, 1]])))


@pytest.mark.parametrize(
    ("rows", "given_", "message"),
    [
        ([[1, 2], [1]], {}, r"^unit 1: 1 judgements; expected 2, one for each coder$"),
        ([[1, 9]], {"categories": (1, 2)}, r"^unit 0, coder 1: 9 is no category$"),
        ([[1, "a"]], {}, r"^the values cannot be put in an order; expected categories given in their order$"),
        ([[1, 2]], {"weights": [0.0]}, r"^the weights do not fit; expected 1 finite numbers above 0$"),
        ([[1, 2]], {"groups": []}, r"^0 groups; expected one for each of 1 units$"),
    ],
)
def test_a_table_that_does_not_fit_says_what_and_where(rows: Any, given_: Any, message: str) -> None:
    with pytest.raises(BadTable, match=message):
        judgements(rows, **given_)


def test_values_that_are_no_categories_or_no_table_are_refused() -> None:
    with pytest.raises(BadTable, match=r"^a value that is no category; expected -1 to 1$"):
        Judgements(np.array([[0, 2]]), (0, 1))
    with pytest.raises(BadTable, match=r"^an array of shape \(2,\); expected \(units, coders\)$"):
        Judgements(np.array([0, 1]), (0, 1))


def test_metrics_that_calculate_refuse_what_is_no_number() -> None:
    with pytest.raises(BadArgument, match=r"^interval: the category 'a' is no number; expected numbers$"):
        krippendorff_alpha(patterns(judgements([["a", "b"]])), metric="interval")
    with pytest.raises(BadArgument, match=r"^ratio: the category -1 is below 0; expected 0 or more$"):
        krippendorff_alpha(patterns(judgements([[-1, 1]])), metric="ratio")


def test_a_bootstrap_over_groups_draws_groups_and_refuses_a_single_one() -> None:
    rows = [[1, 1], [1, 2], [2, 2], [2, 2]]
    made = bootstrap(judgements(rows, groups="aabb"), fleiss_kappa, rng=np.random.default_rng(1), draws=200)
    assert made.interval is not None
    assert made.interval.method == "percentile bootstrap over 2 groups, 200 draws"
    assert made.interval.undefined_draws > 0  # twice the second group: no variation
    with pytest.raises(NotEnoughData, match="all units are of one group"):
        bootstrap(judgements(rows, groups="aaaa"), fleiss_kappa, rng=np.random.default_rng(1))
    with pytest.raises(BadArgument, match="characters are not independent units"):
        bootstrap(judgements(rows, weights=[1, 2, 3, 4]), fleiss_kappa, rng=np.random.default_rng(1))


def test_a_bootstrap_interval_is_near_the_analytic_one_for_many_units() -> None:
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 3, size=(600, 1))
    noise = rng.integers(0, 3, size=(600, 4))
    rows = np.where(rng.random((600, 4)) < 0.6, truth, noise).tolist()
    for measure in (fleiss_kappa, gwet_ac1, krippendorff_alpha, percent_agreement):
        made = bootstrap(judgements(rows), measure, rng=rng)
        analytic = measure(patterns(judgements(rows))).interval
        assert made.interval is not None
        assert analytic is not None
        assert made.interval.low == pytest.approx(analytic.low, abs=0.01)
        assert made.interval.high == pytest.approx(analytic.high, abs=0.01)


def test_each_code_has_its_coefficient_and_all_decisions_together_one() -> None:
    first = [[1, 1], [0, 0], [1, 0], [0, 0]]
    second = [[-1, 1], [-1, 0], [-1, 1], [-1, 0]]
    made = by_code(np.array([first, second], dtype=np.int8), ("Trust", "Fear"), krippendorff_alpha)
    alone = krippendorff_alpha(patterns(judgements(first)))
    assert (made.by_code["Trust"], made.by_code["Fear"]) == (alone, None)
    assert made.applied == {"Trust": 3, "Fear": 2}
    assert made.overall is not None
    assert (made.overall.value, made.overall.name) == (
        alone.value,
        "Krippendorff's alpha, nominal, by decision (unit × code)",
    )
    sure = with_intervals(tables_of([first, second], ("Trust", "Fear")), gwet_ac1, rng=np.random.default_rng(1))
    assert [(m and m.interval and m.interval.method) for m in sure.by_code.values()] == [
        "percentile bootstrap over 4 units, 1,000 draws",
        None,
    ]


def test_the_overall_figure_has_an_interval_that_draws_units_with_all_their_codes() -> None:
    rng = np.random.default_rng(2)
    truth = rng.random((3, 80, 1)) < 0.4
    decisions = (truth ^ (rng.random((3, 80, 3)) < 0.1)).astype(np.int8)
    made = with_intervals(tables_of(decisions, "abc"), krippendorff_alpha, rng=rng, draws=200).overall
    assert made is not None
    assert made.interval is not None
    assert made.interval.low < (made.value or 0) < made.interval.high
    assert (made.interval.method, made.standard_error) == ("percentile bootstrap over 80 groups, 200 draws", None)
    by_document = tables_of(decisions, "abc", groups=[n // 20 for n in range(80)])
    made = with_intervals(by_document, krippendorff_alpha, rng=rng, draws=200).overall
    assert made is not None
    assert made.interval is not None
    assert made.interval.method == "percentile bootstrap over 4 groups, 200 draws"
    copied = np.repeat(decisions[:1], 3, axis=0)  # the same code three times says no more than once
    alone = bootstrap(tables_of(decisions[:1], "a")["a"], krippendorff_alpha, rng=np.random.default_rng(1)).interval
    whole = with_intervals(tables_of(copied, "abc"), krippendorff_alpha, rng=np.random.default_rng(1)).overall
    assert whole is not None
    assert whole.interval is not None
    assert alone is not None
    assert whole.interval.high - whole.interval.low == pytest.approx(alone.high - alone.low, rel=0.15)


def test_decisions_of_another_shape_or_value_are_refused() -> None:
    with pytest.raises(BadTable, match=r"^an array of shape \(1, 2\); expected \(1 codes, units, coders\)$"):
        by_code([[0, 1]], ("Trust",), gwet_ac1)
    with pytest.raises(BadTable, match=r"^a decision that is none of -1, 0, 1; expected integers -1, 0, 1$"):
        by_code([[[0, 2]]], ("Trust",), gwet_ac1)
