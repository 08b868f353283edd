import numpy as np
import pytest

from concord.analysis.errors import BadTable, DataNotFit
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Cross, Factor, Number
from concord.analysis.policing.estimate import Exclusion, Verdict
from concord.analysis.policing.weighting import compare, look_alikes


def rows(rng, *, effect=0.0, size=4000):
    night, district = rng.integers(0, 2, size), rng.integers(0, 3, size)
    treated = (rng.random(size) < 0.1 + 0.3 * night + 0.1 * district).astype(int)
    outcome = (rng.random(size) < 0.2 + 0.25 * night + 0.05 * district + effect * treated).astype(int)
    return {"night": night, "district": np.array(["n", "s", "w"])[district], "unit": treated, "searched": outcome}


TERMS = [Factor("night"), Factor("district"), Cross(Factor("night"), Factor("district"))]


def test_look_alikes_of_whole_cells_are_the_shares_of_the_cells():
    table = rows(np.random.default_rng(1))
    found = look_alikes(table, treated="unit", terms=TERMS)
    for night in (0, 1):
        for district in "nsw":
            cell = (table["night"] == night) & (table["district"] == district)
            mine, others = cell & (table["unit"] == 1), cell & (table["unit"] == 0)
            assert found.weights[others].sum() == pytest.approx(mine.sum())
    assert found.largest_gap < 1e-8
    weights = found.weights[table["unit"] == 0]
    assert found.ess == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


def test_a_difference_that_the_mix_explains_goes_away_and_a_planted_one_stays():
    none = compare(rows(np.random.default_rng(2)), outcome="searched", treated="unit", terms=TERMS, about=About())
    assert none.unadjusted.verdict is Verdict.SEEN
    assert none.doubly_robust.verdict is Verdict.NONE_SEEN
    some = compare(
        rows(np.random.default_rng(2), effect=0.1), outcome="searched", treated="unit", terms=TERMS, about=About()
    )
    assert some.doubly_robust.low < 10 < some.doubly_robust.high
    assert some.weighted.low < 10 < some.weighted.high


def test_it_is_right_if_only_one_of_the_two_models_is():
    table = rows(np.random.default_rng(3), effect=0.1, size=20_000)
    table["shift"] = table["night"] * 1.0
    thin = compare(table, outcome="searched", treated="unit", terms=[Number("shift")], about=About(), max_gap=1.0)
    assert thin.doubly_robust.low > 10  # the district is left out of both models
    full = compare(table, outcome="searched", treated="unit", terms=TERMS, about=About())
    assert full.doubly_robust.low < 10 < full.doubly_robust.high


def test_missing_outcomes_help_to_find_look_alikes_and_are_counted():
    table = rows(np.random.default_rng(4))
    table["searched"] = [None if k % 10 == 0 else int(value) for k, value in enumerate(table["searched"])]
    found = compare(table, outcome="searched", treated="unit", terms=TERMS, about=About())
    assert found.doubly_robust.excluded == (Exclusion("no searched", 400),)
    assert found.doubly_robust.n + found.doubly_robust.denominator == 3600
    assert found.balance.treated.sum() == table["unit"].sum()


def test_poor_balance_makes_the_data_unfit():
    table = rows(np.random.default_rng(5))
    rng = np.random.default_rng(15)
    table["line"] = rng.integers(0, 4, 4000)
    table["unit"] = (rng.random(4000) < np.array([0.1, 0.8, 0.1, 0.9])[table["line"]]).astype(int)
    found = compare(table, outcome="searched", treated="unit", terms=[Number("line")], about=About(), max_gap=0.05)
    assert found.doubly_robust.verdict is Verdict.NOT_FIT
    assert "standard deviations apart" in found.doubly_robust.unfit[0]


def test_no_overlap_and_broken_columns_are_refused():
    table = rows(np.random.default_rng(6), size=200)
    with pytest.raises(DataNotFit, match="separates the outcome completely"):
        compare(
            {**table, "unit": table["night"]},
            outcome="searched",
            treated="unit",
            terms=[Factor("night")],
            about=About(),
        )
    with pytest.raises(BadTable, match="expected 0 and 1, both"):
        look_alikes({**table, "unit": np.ones(200)}, treated="unit", terms=TERMS)
    with pytest.raises(BadTable, match="values other than 0 and 1"):
        compare({**table, "searched": np.arange(200)}, outcome="searched", treated="unit", terms=TERMS, about=About())
    with pytest.raises(BadTable, match="a missing or negative weight"):
        look_alikes({**table, "w": -np.ones(200)}, treated="unit", terms=TERMS, weights="w")
