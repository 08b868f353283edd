import sys

import numpy as np
import pytest
from scipy.special import betaincc, betaln

from concord.analysis.errors import BadTable, MissingExtra, NotConverged, NotEnoughData
from concord.analysis.policing import hits, threshold
from concord.analysis.policing.about import About
from concord.analysis.policing.beta_tail import log_tails
from concord.analysis.policing.convergence import effective_draws, split_rhat
from concord.analysis.policing.estimate import Exclusion, Verdict
from concord.analysis.policing.threshold_cells import read_cells

ABOUT = About(group="black", reference="white")
NAMES = {"stops": "n", "searches": "s", "hits": "h", "group": "race", "place": "county"}


def table(**changes):
    plain = {
        "race": ["white", "black"] * 6,
        "county": [f"c{k // 2}" for k in range(12)],
        "n": [4000, 1500] * 5 + [0, 90],
        "s": [40, 45] * 5 + [0, 2],
        "h": [16, 12] * 5 + [0, 1],
    }
    return {**plain, **changes}


def test_the_tail_of_the_beta_is_that_of_an_independent_library():
    rng = np.random.default_rng(2)
    a, b = np.exp(rng.uniform(np.log(0.02), np.log(5), 4000)), np.exp(rng.uniform(0, np.log(60), 4000))
    logit = rng.uniform(-4.5, 2, 4000)
    t = 1 / (1 + np.exp(-logit))
    one, more = log_tails(a=a, b=b, threshold_logit=logit, xp=np, betaln=betaln)
    seen = betaincc(a + 1, b, t) > 1e-15
    assert np.abs(one - np.log(betaincc(a, b, t)))[seen].max() < 2e-4
    assert np.abs(more - np.log(betaincc(a + 1, b, t)))[seen].max() < 2e-4


def test_cells_are_added_up_checked_and_counted():
    cells = read_cells(table(race=["white", "black"] * 5 + ["white", None]), **NAMES)
    assert (cells.groups, len(cells.stops), cells.stops.sum()) == (("black", "white"), 10, 27_500)
    assert cells.excluded == (Exclusion("no value in 'race'", 1), Exclusion("cells without a stop", 1))
    with pytest.raises(BadTable, match="row 2: n, s and h do not nest; expected hits within searches within stops"):
        read_cells(table(h=[16, 46] * 5 + [0, 1]), **NAMES)
    with pytest.raises(NotEnoughData, match="expected at least two"):
        read_cells(table(race=["white"] * 12), **NAMES)


def test_row_order_does_not_matter_to_the_cells():
    order = np.random.default_rng(0).permutation(12)
    shuffled = {name: [values[k] for k in order] for name, values in table().items()}
    one, two = read_cells(table(), **NAMES), read_cells(shuffled, **NAMES)
    assert (one.data_hash, one.searches.tolist()) == (two.data_hash, two.searches.tolist())


def test_without_a_sampler_the_robust_rule_answers_and_the_test_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpyro.infer", None)
    rng = np.random.default_rng(1)
    with pytest.raises(MissingExtra, match="threshold test: NumPyro is not installed; expected pip install 'concord"):
        threshold.threshold_test(table(), **NAMES, about=ABOUT, rng=rng)
    found = threshold.bar_of_suspicion(table(), **NAMES, about=ABOUT, rng=rng)
    assert found.reading is hits.Reading.GROUP


def test_too_few_places_and_absent_groups_are_said_before_any_sampling():
    with pytest.raises(NotEnoughData, match="6 places; expected at least 7"):
        threshold.threshold_test(table(), **NAMES, about=ABOUT, rng=np.random.default_rng(1), min_places=7)
    with pytest.raises(BadTable, match="no stops of \\['asian'\\]"):
        threshold.threshold_test(
            table(), **NAMES, about=About(group="asian", reference="white"), rng=np.random.default_rng(1)
        )


def draws(rng, *, shift=0.0):
    cells = read_cells(table(), **NAMES)
    groups = rng.normal(size=(2, 1000, 2)) + np.array([0.0, shift])[:, None, None]
    cell = np.clip(0.3 + 0.1 * cells.group + 0.01 * rng.normal(size=(2, 1000, len(cells.stops))), 0, 1)
    return cells, {
        **dict.fromkeys(("level", "threshold_group", "signal_group", "total_group", "spread"), groups),
        "threshold": cell,
        "search_rate": np.broadcast_to(cells.searches / cells.stops, cell.shape),
        "hit_rate": np.broadcast_to(cells.hits / cells.searches, cell.shape),
        "diverging": np.zeros((2, 1000), dtype=bool),
    }


def test_the_gate_lets_mixed_draws_through_and_refuses_the_rest():
    rng, plan = np.random.default_rng(7), threshold.Sampling()
    passed = dict(threshold._gate(draws(rng)[1], plan))
    assert passed["rhat"] < 1.01
    assert passed["ess"] > 1500
    with pytest.raises(NotConverged, match=r"R-hat .*effective draws.*expected at most 1.05, at least 400, at most 1%"):
        threshold._gate(draws(rng, shift=2.0)[1], plan)
    with pytest.raises(NotConverged):
        threshold._gate({**draws(rng)[1], "diverging": np.ones((2, 1000), dtype=bool)}, plan)


def test_thresholds_are_weighted_by_the_stops_of_the_place():
    cells, got = draws(np.random.default_rng(7))
    found = threshold._summary(cells, got["threshold"], ABOUT, 5, threshold._predictive(cells, got))
    assert [(one.group, round(one.value, 2)) for one in found.levels] == [("black", 0.3), ("white", 0.4)]
    assert found.difference.value == pytest.approx(-0.1, abs=0.002)
    assert found.difference.verdict is Verdict.SEEN
    assert found.difference.seed == 5
    assert dict(found.checks) == {"search_cells_off": 0.0, "hit_cells_off": 0.0}


def test_effective_draws_of_an_autoregression_are_those_of_theory():
    rng = np.random.default_rng(11)
    for rho in (0.0, 0.5, 0.8):
        steps = rng.normal(size=(4, 4000, 3)) * np.sqrt(1 - rho**2)
        walk = np.empty_like(steps)
        walk[:, 0] = rng.normal(size=(4, 3))
        for k in range(1, 4000):
            walk[:, k] = rho * walk[:, k - 1] + steps[:, k]
        assert effective_draws(walk).mean() == pytest.approx(16_000 * (1 - rho) / (1 + rho), rel=0.12)
        assert split_rhat(walk).max() < 1.01
    assert split_rhat(np.zeros((2, 20))).tolist() == [1.0]
    with pytest.raises(NotEnoughData, match="4 draws a chain"):
        split_rhat(np.zeros((2, 4)))
