import numpy as np
import pytest

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Exclusion
from concord.analysis.policing.staggered import read_panel, training_effect

NAMES = {"unit": "u", "period": "t", "first": "g", "outcome": "y"}


def long(outcome, first):
    units, periods = outcome.shape
    return {
        "u": np.repeat(np.arange(units), periods),
        "t": np.tile(np.arange(1, periods + 1), units),
        "g": np.repeat(first, periods),
        "y": outcome.ravel(),
    }


def simulated(rng, *, effect, units=120):
    first = rng.permutation(np.repeat([3.0, 5.0, 7.0, np.inf], units // 4))
    base = rng.normal(size=(units, 1)) + 0.5 * rng.normal(size=(units, 7))
    return long(base + effect * (np.arange(1, 8)[None, :] >= first[:, None]), first)


def test_two_periods_and_two_cohorts_are_a_regression_on_the_period_before():
    rng = np.random.default_rng(3)
    before = rng.normal(size=40)
    treated = np.arange(40) < 16
    after = 0.7 * before + 2.0 * treated + rng.normal(size=40)
    found = training_effect(
        read_panel(long(np.column_stack([before, after]), np.where(treated, 2.0, np.inf)), **NAMES), about=About()
    )
    # beta* by hand: each group's slope, weighted by the spread of its mean before
    parts = [(before[which], after[which]) for which in (treated, ~treated)]
    spread = [x.var(ddof=1) / len(x) for x, _ in parts]
    beta = sum(np.cov(x, y)[0, 1] / len(x) for x, y in parts) / sum(spread)
    (x1, y1), (x0, y0) = parts
    assert found.value == pytest.approx(y1.mean() - y0.mean() - beta * (x1.mean() - x0.mean()))


def test_a_planted_effect_is_recovered_whatever_the_average():
    panel = read_panel(simulated(np.random.default_rng(4), effect=0.8, units=400), **NAMES)
    for estimand in ("simple", "cohort", "calendar"):
        found = training_effect(panel, about=About(), estimand=estimand)
        assert found.low < 0.8 < found.high
        assert found.diagnostic("se_refined") <= found.diagnostic("se_neyman")


def test_the_efficient_error_is_smaller_than_that_of_the_plain_difference():
    rng = np.random.default_rng(5)
    found = [training_effect(read_panel(simulated(rng, effect=0.0), **NAMES), about=About()) for _ in range(200)]
    plain = np.std([one.diagnostic("unadjusted") for one in found])
    assert np.std([one.value for one in found]) < 0.8 * plain


def test_row_order_and_names_of_units_do_not_matter():
    rng = np.random.default_rng(6)
    table = simulated(rng, effect=0.3)
    order = rng.permutation(len(table["y"]))
    one = training_effect(read_panel(table, **NAMES), about=About())
    two = training_effect(read_panel({name: values[order] for name, values in table.items()}, **NAMES), about=About())
    three = training_effect(read_panel({**table, "u": 900 - table["u"]}, **NAMES), about=About())
    assert (two.value, two.se, two.data_hash) == (one.value, one.se, one.data_hash)
    assert [three.value, three.se] == pytest.approx([one.value, one.se], rel=1e-12)


def test_early_and_lone_units_are_left_out_and_counted():
    outcome = np.random.default_rng(8).normal(size=(9, 4))
    panel = read_panel(long(outcome, [1, 0, 2, 2, 3, 4, 4, None, np.nan]), **NAMES)
    assert panel.excluded == (Exclusion("trained before the second period", 2), Exclusion("alone in a cohort", 1))
    assert panel.first.tolist() == [2.0, 2.0, 4.0, 4.0, np.inf, np.inf]


def test_broken_panels_are_refused():
    table = long(np.ones((4, 3)), [2.0, 2.0, 3.0, 3.0])
    with pytest.raises(BadTable, match="unit 3 lacks a period or has one twice"):
        read_panel({name: values[:-1] for name, values in table.items()}, **NAMES)
    with pytest.raises(BadTable, match="a unit changes its date"):
        read_panel({**table, "g": np.arange(12)}, **NAMES)
    with pytest.raises(BadTable, match="missing outcomes"):
        read_panel({**table, "y": [None] * 12}, **NAMES)
    with pytest.raises(NotEnoughData, match="expected two cohorts of two units each"):
        read_panel({**table, "g": [2.0] * 12}, **NAMES)
    with pytest.raises(BadArgument, match="estimand 'best'"):
        training_effect(read_panel(table, **NAMES), about=About(), estimand="best")
