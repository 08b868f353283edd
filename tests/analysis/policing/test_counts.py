"""Regression of counts, and interrupted series on top of it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.counts import fit_counts, log_likelihood
from concord.analysis.policing.estimate import Verdict
from concord.analysis.policing.its import interrupted_series

# Dobson 1990, p. 93, the example of R's help page of glm: counts by outcome and treatment
DOBSON = [18, 17, 15, 20, 10, 20, 25, 13, 12]
OUTCOME, TREATMENT = [1, 2, 3] * 3, [1] * 3 + [2] * 3 + [3] * 3


def dobson() -> np.ndarray:
    rows = zip(OUTCOME, TREATMENT, strict=True)
    return np.asarray([[1, o == 2, o == 3, t == 2, t == 3] for o, t in rows], float)


def test_poisson_coefficients_are_those_of_rs_help_page() -> None:
    fit = fit_counts(y=DOBSON, x=dobson(), alpha=0.0)
    assert fit.beta[:3] == pytest.approx([3.045, -0.4543, -0.2930], abs=5e-4)
    assert fit.beta[3:] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert fit.se == pytest.approx([0.1709, 0.2022, 0.1927, 0.2, 0.2], abs=5e-5)


def test_counts_without_overdispersion_are_fitted_as_poisson() -> None:
    assert fit_counts(y=DOBSON, x=dobson()).alpha == pytest.approx(0, abs=1e-6)


def test_planted_coefficients_and_overdispersion_are_recovered() -> None:
    rng = np.random.default_rng(1)
    x = np.column_stack([np.ones(20_000), rng.normal(size=20_000)])
    mean = np.exp(x @ [1.0, 0.3])
    fit = fit_counts(y=rng.negative_binomial(1 / 0.5, 1 / (1 + 0.5 * mean)), x=x)
    assert fit.beta == pytest.approx([1.0, 0.3], abs=0.03)
    assert fit.alpha == pytest.approx(0.5, abs=0.03)


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), min_size=6, max_size=25).filter(any), st.floats(0.1, 3))
def test_at_the_maximum_no_step_makes_the_data_likelier(y: list[int], alpha: float) -> None:
    x = np.column_stack([np.ones(len(y)), np.linspace(-1, 1, len(y))])
    fit = fit_counts(y=y, x=x, alpha=alpha)
    for step in ((1e-3, 0), (-1e-3, 0), (0, 1e-3), (0, -1e-3)):
        assert log_likelihood(np.asarray(y, float), np.exp(x @ (fit.beta + step)), alpha) <= fit.log_likelihood + 1e-9


def test_an_exposure_only_moves_the_level() -> None:
    plain = fit_counts(y=DOBSON, x=dobson())
    moved = fit_counts(y=DOBSON, x=dobson(), offset=np.full(9, math.log(100.0)))
    assert moved.beta[1:] == pytest.approx(plain.beta[1:], abs=1e-8)
    assert moved.beta[0] == pytest.approx(plain.beta[0] - math.log(100), abs=1e-8)


@pytest.mark.parametrize(
    ("y", "x", "words"),
    [
        ([1, -1, 2], np.ones((3, 1)), "negative or missing entries"),
        ([1, 1], np.ones((3, 1)), "shapes"),
        ([1, 1, 2], np.ones((3, 2)), "columns that say the same"),
    ],
)
def test_counts_that_are_none_are_refused(y: list[int], x: np.ndarray, words: str) -> None:
    with pytest.raises(BadTable, match=f"fit_counts: {words}"):
        fit_counts(y=y, x=x)


def test_no_event_and_too_few_rows_are_too_little() -> None:
    with pytest.raises(NotEnoughData, match="fit_counts: 3 rows, 0 events"):
        fit_counts(y=[0, 0, 0], x=np.ones((3, 1)))
    with pytest.raises(NotEnoughData, match="expected more than 2 rows"):
        fit_counts(y=[1, 2], x=np.eye(2))


def series(rng: np.random.Generator, step: float, months: int = 60, alpha: float = 0.05) -> np.ndarray:
    t = np.arange(months)
    mean = np.exp(3 + 0.005 * t + 0.2 * np.sin(2 * np.pi * t / 12) + math.log(step) * (t >= months // 2))
    return rng.negative_binomial(1 / alpha, 1 / (1 + alpha * mean))


def test_a_planted_step_is_covered_as_often_as_the_interval_says_and_none_is_seen_where_there_is_none() -> None:
    rng = np.random.default_rng(6)
    runs, covered, errs = 400, 0, 0
    for _ in range(runs):
        step = interrupted_series(counts=series(rng, 0.7), start=30).step
        assert step.low is not None
        assert step.high is not None
        covered += step.low <= 0.7 <= step.high
        null = interrupted_series(counts=series(rng, 1.0), start=30).step
        errs += null.p is not None and null.p < 0.05
    assert covered / runs >= 0.95 - 0.05
    assert errs / runs <= 0.05 + 0.05


def test_the_trend_before_is_drawn_on_and_skipped_months_are_left_out() -> None:
    counts = np.full(48, 20)
    counts[24:] = 10
    counts[24] = 500
    found = interrupted_series(counts=counts, start=24, skip=[24], harmonics=0)
    assert found.step.value == pytest.approx(0.5, abs=1e-6)
    assert found.at_end.value == pytest.approx(0.5, abs=1e-6)
    assert found.expected[-1] == pytest.approx(20, abs=1e-4)
    assert found.step.denominator == 47


def test_months_that_hang_together_make_the_data_unfit() -> None:
    rng = np.random.default_rng(3)
    walk = np.exp(6 + np.cumsum(rng.normal(0, 0.2, 60)))
    assert interrupted_series(counts=rng.poisson(walk), start=30, harmonics=0).step.verdict is Verdict.NOT_FIT


def test_a_short_side_is_too_little() -> None:
    with pytest.raises(NotEnoughData, match="its: 7 months before, 23 after; expected 8 each"):
        interrupted_series(counts=np.ones(30), start=7)
    with pytest.raises(BadArgument, match="harmonics is 3"):
        interrupted_series(counts=np.ones(30), start=12, harmonics=3)
    with pytest.raises(BadTable, match="expected 30 numbers above 0"):
        interrupted_series(counts=np.ones(30), start=12, exposure=np.zeros(30))
