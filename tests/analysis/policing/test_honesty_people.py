"""Statistical honesty of what follows people, surveys and alerts: coverage, and size where nothing is."""

import numpy as np
import pytest

from concord.analysis.policing import hits, intervals, rates, surveys, survival, wdd, weighting
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Factor
from concord.analysis.policing.early_intervention import Roster, Rule, back_test
from concord.analysis.policing.estimate import Verdict
from tests.analysis.policing.test_honesty import clustered_difference, overdispersed_areas, training

RUNS = 1500
SPREAD = 0.015  # around 95%
FIRST = np.datetime64("2022-01-01")


def cleared_by_arrest(rng):
    """Two ways to end, at constant paces, and an end of the file that comes at any time."""
    n, pace, share = 300, 1 / 400, 0.6
    ends, censor = rng.exponential(1 / pace, n), rng.uniform(200, 900, n)
    way = np.where(rng.random(n) < share, "arrest", "exceptional means")
    ways = [one if end <= last else None for one, end, last in zip(way.tolist(), ends, censor, strict=True)]
    found = survival.ended_by(
        durations=np.minimum(ends, censor), outcome=ways, within=180, measure="cleared", base="offences"
    )
    return found["arrest"], share * (1 - np.exp(-pace * 180))


def survey_average(rng):
    """Thirty clusters of eight, in two strata of unlike means, with weights that tell nothing."""
    level = np.repeat([3.0, 4.0], 15) + rng.normal(0, 0.4, 30)
    y = np.repeat(level, 8) + rng.normal(0, 1, 240)
    found = surveys.survey_mean(
        values=y, weights=np.ones(240), strata=np.repeat(["a", "b"], 120).tolist(),
        clusters=np.repeat(np.arange(30), 8).tolist(),
    )  # fmt: skip
    return found, 3.5


def search_difference(rng, gap=0.02):
    n = rng.integers(200, 500, (8, 2))
    base = np.linspace(0.05, 0.12, 8)
    y = rng.binomial(n, np.column_stack([base + gap, base]))
    table = {"race": ["a", "b"] * 8, "d": np.repeat([f"d{k}" for k in range(8)], 2), "n": n.ravel(), "y": y.ravel()}
    about = About(group="a", reference="b")
    return hits.search_rate_difference(table, stops="n", searches="y", group="race", place="d", about=about), 1000 * gap


def alerts(rng):
    """Officers whose events come at one constant pace: an alert tells nothing of what comes."""
    officers, days, pace = 150, 1200, 1 / 150
    count = rng.poisson(pace * days, officers)
    who = np.repeat(np.arange(officers), count)
    when = FIRST + rng.integers(0, days, count.sum())
    roster = Roster.of(
        officer=np.arange(officers), start=np.full(officers, FIRST - 1), end=np.full(officers, "NaT", "datetime64[D]")
    )
    return back_test(
        roster=roster, event_officer=who, event_day=when, rule=Rule(count=2, days=180), horizon=90,
        asked=FIRST + np.arange(200, 1100, 180), covers=(FIRST, FIRST + days - 1),
    )  # fmt: skip


@pytest.mark.parametrize("method", [cleared_by_arrest, survey_average, search_difference])
def test_intervals_cover_the_planted_truth_as_often_as_they_say(method):
    rng = np.random.default_rng(20_261_123)
    held = [found.low <= truth <= found.high for found, truth in (method(rng) for _ in range(RUNS))]
    assert abs(np.mean(held) - 0.95) <= SPREAD


def test_intervals_of_alerts_cover_and_an_alert_that_tells_nothing_is_seldom_said_to():
    rng, truth = np.random.default_rng(31), 1 - np.exp(-90 / 150)
    right, lift = [], []
    for _ in range(600):
        found = alerts(rng)
        right.append(found.right.low <= truth <= found.right.high)
        lift.append(found.lift.verdict is Verdict.SEEN)
    assert abs(np.mean(right) - 0.95) <= 0.025
    assert abs(np.mean(lift) - 0.05) <= 0.025


def test_exact_rates_cover_at_least_what_they_say():
    rng = np.random.default_rng(32)
    for truth in (3.0, 12.0):
        found = [rates.rate(events=int(n), exposure=1000.0, about=About()) for n in rng.poisson(truth, RUNS)]
        assert np.mean([one.low <= truth <= one.high for one in found]) >= 0.945


def test_differences_of_two_shares_by_newcombe_cover():
    rng, held = np.random.default_rng(33), []
    for one, two in zip(rng.binomial(80, 0.3, RUNS).tolist(), rng.binomial(120, 0.2, RUNS).tolist(), strict=True):
        low, high = intervals.newcombe(first=(one, 80), second=(two, 120))
        held.append(low <= 0.1 <= high)
    assert abs(np.mean(held) - 0.95) <= SPREAD


def test_the_test_of_two_counts_errs_no_more_often_than_it_says():
    rng = np.random.default_rng(34)
    p = [wdd.two_counts(counts=(int(one), int(two))) for one, two in rng.poisson(12, (600, 2))]
    assert np.mean(np.array(p) <= 0.05) <= 0.068  # two standard errors of 600 draws above 5%


@pytest.mark.parametrize(
    ("method", "null"),
    [(overdispersed_areas, {"truth": 1.0}), (clustered_difference, {"gap": 0.0}), (training, {"effect": 0.0})],
)
def test_where_nothing_is_a_difference_is_seen_once_in_twenty(method, null):
    rng = np.random.default_rng(78)
    seen = [method(rng, **null)[0].verdict is Verdict.SEEN for _ in range(RUNS)]
    assert abs(np.mean(seen) - 0.05) <= SPREAD


def test_look_alikes_without_a_difference_are_seldom_said_to_differ():
    rng, seen = np.random.default_rng(35), []
    for _ in range(400):
        night = rng.integers(0, 2, 300)
        unit = (rng.random(300) < 0.2 + 0.3 * night).astype(int)
        table = {"night": night, "unit": unit, "y": (rng.random(300) < 0.2 + 0.3 * night).astype(int)}
        found = weighting.compare(table, outcome="y", treated="unit", terms=[Factor("night")], about=About())
        seen.append([one.verdict is Verdict.SEEN for one in (found.weighted, found.doubly_robust)])
    assert (np.mean(seen, axis=0) <= 0.075).all()  # taking the weights as known makes the interval a little wide
