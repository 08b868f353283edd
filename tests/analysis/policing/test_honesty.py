"""Statistical honesty: with a planted truth the intervals cover as often as they say, and no test cries wolf."""

import random
import subprocess
import sys

import numpy as np
import pytest

from concord.analysis.policing import force, hits, intervals, outcomes, rates, staggered, veil, wdd, weighting
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Factor, Spline
from concord.analysis.policing.estimate import Verdict

ABOUT = About(group="a", reference="b")
RUNS = 1500


def share(rng):
    n = int(rng.integers(150, 400))
    found = rates.share(events=int(rng.binomial(n, 0.3)), trials=n, about=About())
    return found, 0.3


def rate_ratio(rng, truth=1.6):
    events = rng.poisson([truth * 80, 120])
    return rates.rate_ratio(events=tuple(events.tolist()), exposure=(1.0, 1.5), about=ABOUT), truth


def overdispersed_areas(rng, truth=1.5):
    areas = 40
    level = np.exp(rng.normal(3, 0.5, areas))
    mean = np.column_stack([truth * level, level])
    y = rng.negative_binomial(mean, 0.5)  # twice the variance of a Poisson count
    table = {
        "area": np.repeat([f"x{k}" for k in range(areas)], 2),
        "race": ["a", "b"] * areas,
        "y": y.ravel(),
        "m": np.ones(2 * areas),
    }
    return rates.ratio_by_area(table, events="y", exposure="m", group="race", area="area", about=ABOUT), truth


def outcome_difference(rng, odds=1.5):
    base = np.array([0.05, 0.12])
    lifted = odds * base / (1 - base + odds * base)
    n = np.array([900, 500, 700, 1300])
    truth = 1000 * float((lifted - base) @ np.array([n[0] + n[2], n[1] + n[3]]) / n.sum())
    y = rng.binomial(n, [*lifted, *base])
    table = {"race": ["a", "a", "b", "b"], "district": ["1", "2"] * 2, "n": n, "y": y}
    pair = outcomes.average_difference(
        table, events="y", trials="n", group="race", controls=[Factor("district")], about=ABOUT
    )
    return pair.adjusted, truth


def clustered_difference(rng, gap=0.0):
    officers = 60
    lean = rng.beta(4, 16, officers)
    n = np.full((officers, 2), 25)
    y = rng.binomial(n, np.column_stack([lean + gap, lean]))
    keep = np.arange(officers)[:, None] % 2 == np.array([0, 1])  # an officer stops one group only: errors must see that
    table = {
        "race": np.tile(["a", "b"], officers)[keep.ravel()],
        "officer": np.repeat([f"o{k}" for k in range(officers)], 2)[keep.ravel()],
        "n": n[keep],
        "y": y[keep],
    }
    pair = outcomes.average_difference(table, events="y", trials="n", group="race", clusters="officer", about=ABOUT)
    return pair.unadjusted, 1000 * gap


def hit_difference(rng, gap=-0.06):
    n = rng.integers(20, 80, (12, 2))
    base = np.linspace(0.15, 0.4, 12)
    y = rng.binomial(n, np.column_stack([base + gap, base]))
    table = {"race": ["a", "b"] * 12, "d": np.repeat([f"d{k}" for k in range(12)], 2), "n": n.ravel(), "y": y.ravel()}
    return hits.hit_rate_difference(table, searches="n", hits="y", group="race", place="d", about=ABOUT), 100 * gap


def veil_odds(rng, odds=0.8):
    minute = np.repeat(np.arange(1020, 1260, 15), 2)
    dark = np.tile([0, 1], 16)
    late = (minute - 1020) / 240
    trials = rng.poisson(150 * np.where(dark == 1, late + 0.1, 1.1 - late))
    eta = -0.5 + np.sin(3 * late) + np.log(odds) * dark
    counts = {"minute": minute, "dark": dark, "trials": trials, "events": rng.binomial(trials, 1 / (1 + np.exp(-eta)))}
    return veil.veil_test(veil.Counts(counts), about=ABOUT, form=Spline("minute", 4)), odds


def training(rng, effect=0.0):
    first = rng.permutation(np.repeat([3.0, 5.0, np.inf], 40))
    y = rng.normal(size=(120, 1)) + rng.normal(size=(120, 5)) + effect * (np.arange(1, 6) >= first[:, None])
    table = {
        "u": np.repeat(np.arange(120), 5),
        "t": np.tile(np.arange(1, 6), 120),
        "g": np.repeat(first, 5),
        "y": y.ravel(),
    }
    panel = staggered.read_panel(table, unit="u", period="t", first="g", outcome="y")
    return staggered.training_effect(panel, about=About()), effect


def displacement(rng, change=-60.0):
    pairs = [rng.poisson((200, 200 + change)), rng.poisson((180, 180)), rng.poisson((90, 90)), rng.poisson((70, 70))]
    treated, control, one, two = (tuple(pair.tolist()) for pair in pairs)
    found = wdd.displacement_difference(
        treated=treated, control=control, around_treated=one, around_control=two, about=About()
    )
    return found, change


def band(rng):
    y = rng.binomial([3000, 5000], [0.05, 0.03])
    found = force.selection_band(force=tuple(y.tolist()), stops=(3000, 5000), unfair_shares=[0.3], about=ABOUT)
    return found[0], 1000 * (0.05 - 0.7 * 0.03)


@pytest.mark.parametrize(
    "method",
    [
        share,
        rate_ratio,
        overdispersed_areas,
        outcome_difference,
        clustered_difference,
        hit_difference,
        veil_odds,
        training,
        displacement,
        band,
    ],
)
def test_intervals_cover_the_planted_truth_as_often_as_they_say(method):
    rng = np.random.default_rng(20_261_122)
    held = [found.low <= truth <= found.high for found, truth in (method(rng) for _ in range(RUNS))]
    assert abs(np.mean(held) - 0.95) <= 0.015


def test_look_alike_intervals_cover():
    rng, held = np.random.default_rng(9), []
    for _ in range(300):
        night = rng.integers(0, 2, 300)
        unit = (rng.random(300) < 0.2 + 0.3 * night).astype(int)
        table = {"night": night, "unit": unit, "y": (rng.random(300) < 0.2 + 0.3 * night + 0.1 * unit).astype(int)}
        found = weighting.compare(table, outcome="y", treated="unit", terms=[Factor("night")], about=About())
        held.append(found.doubly_robust.low <= 10 <= found.doubly_robust.high)
    assert 0.925 <= np.mean(held) <= 0.985  # taking the weights as known makes the interval a little wide


@pytest.mark.parametrize(
    ("method", "null"),
    [
        (rate_ratio, {"truth": 1.0}),
        (outcome_difference, {"odds": 1.0}),
        (hit_difference, {"gap": 0.0}),
        (veil_odds, {"odds": 1.0}),
        (displacement, {"change": 0.0}),
    ],
)
def test_where_nothing_is_a_difference_is_seen_once_in_twenty(method, null):
    rng = np.random.default_rng(77)
    seen = [method(rng, **null)[0].verdict is Verdict.SEEN for _ in range(RUNS)]
    assert abs(np.mean(seen) - 0.05) <= 0.015


def test_the_robust_rule_seldom_speaks_where_nothing_is():
    rng, spoke = np.random.default_rng(5), 0
    for _ in range(500):
        searches = rng.binomial(4000, 0.1, 2)
        table = {"race": ["a", "b"], "n": [4000, 4000], "s": searches, "h": rng.binomial(searches, 0.25)}
        rule = hits.robust_rule(table, stops="n", searches="s", hits="h", group="race", about=ABOUT)
        spoke += rule.reading is not hits.Reading.OPEN
    assert spoke / 500 <= 0.05


def test_exact_intervals_cover_at_least_what_they_say():
    rng = np.random.default_rng(3)
    for chance in (0.01, 0.05, 0.5):
        events = rng.binomial(60, chance, RUNS)
        edges = {y: intervals.exact_share(events=y, trials=60) for y in set(events.tolist())}
        assert np.mean([edges[y][0] <= chance <= edges[y][1] for y in events.tolist()]) >= 0.945


def test_no_method_touches_the_global_random_state():
    before = (random.getstate(), np.random.get_state()[1].tolist())  # noqa: NPY002 - the very state that must not change
    for method in (share, rate_ratio, hit_difference, training):
        method(np.random.default_rng(1))
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before  # noqa: NPY002


def test_importing_the_library_pulls_neither_django_nor_the_heavy_packages():
    code = "import sys, concord.analysis, concord.analysis.policing.rates, concord.analysis.policing.threshold; "
    code += "print([m for m in ('django', 'scipy', 'pandas', 'ibis', 'duckdb', 'jax', 'numpyro') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
