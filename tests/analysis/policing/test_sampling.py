"""Re-abstraction: sample sizes, exact intervals and stratified error rates."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.policing.audit.sampling import error_rate, exact_interval, least_sample, plan


@pytest.mark.parametrize(("limit", "level", "n"), [(0.05, 0.95, 59), (0.01, 0.95, 299), (0.1, 0.9, 22), (0.5, 0.5, 1)])
def test_without_an_error_so_many_records_are_enough(limit: float, level: float, n: int) -> None:
    assert least_sample(limit=limit, level=level) == n


@given(st.floats(0.001, 0.9), st.floats(0.5, 0.999))
def test_the_least_sample_is_the_least(limit: float, level: float) -> None:
    n = least_sample(limit=limit, level=level)
    assert (1 - limit) ** n <= (1 - level) * (1 + 1e-9)
    assert n == 1 or (1 - limit) ** (n - 1) > (1 - level) * (1 - 1e-9)


@pytest.mark.parametrize(
    ("errors", "n", "interval"),
    [(0, 59, (0.0, 0.06061)), (3, 100, (0.00623, 0.08518)), (10, 10, (0.69150, 1.0)), (8, 20, (0.19119, 0.63946))],
)
def test_exact_intervals_are_those_of_the_tables(errors: int, n: int, interval: tuple[float, float]) -> None:
    assert exact_interval(errors=errors, n=n) == pytest.approx(interval, abs=5e-6)


@given(st.integers(1, 60), st.data())
def test_the_ends_of_an_exact_interval_leave_half_the_rest_on_either_side(n: int, data: st.DataObject) -> None:
    errors = data.draw(st.integers(0, n))
    low, high = exact_interval(errors=errors, n=n)
    if errors:
        assert binom.sf(errors - 1, n, low) == pytest.approx(0.025, abs=1e-9)
    if errors < n:
        assert binom.cdf(errors, n, high) == pytest.approx(0.025, abs=1e-9)


@given(
    st.dictionaries(st.text("abcd", min_size=1, max_size=3), st.integers(0, 200), min_size=1, max_size=5),
    st.integers(0, 50),
    st.integers(0, 2**31),
)
def test_a_plan_draws_each_row_once_and_near_its_share(sizes: dict[str, int], n: int, seed: int) -> None:
    least = sum(min(2, size) for size in sizes.values())
    n = min(n + least, sum(sizes.values()))
    drawn = plan(sizes=sizes, n=n, rng=np.random.default_rng(seed))
    assert drawn.n == n
    for name, rows in drawn.rows.items():
        assert sorted(set(rows)) == list(rows)
        assert all(0 <= row < sizes[name] for row in rows)
        assert len(rows) >= min(2, sizes[name])
    assert drawn == plan(sizes=sizes, n=n, rng=np.random.default_rng(seed))


def test_a_plan_says_what_it_lacks() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(NotEnoughData, match="plan: 3 rows for a sample of 4"):
        plan(sizes={"a": 3}, n=4, rng=rng)
    with pytest.raises(BadArgument, match="plan: n is 3; expected at least 4, 2 of each stratum"):
        plan(sizes={"a": 30, "b": 30}, n=3, rng=rng)


def test_one_stratum_gives_the_plain_exact_interval() -> None:
    found = error_rate(errors={"all": 3}, looked_up={"all": 100}, sizes={"all": 5000}, field="race")
    assert (found.value, found.low, found.high) == (0.03, *exact_interval(errors=3, n=100))
    assert (found.method, found.n, found.denominator, found.group) == ("exact (Clopper-Pearson)", 3, 100.0, "race")


def test_strata_are_weighed_by_their_size() -> None:
    found = error_rate(errors={"a": 5}, looked_up={"a": 20, "b": 80}, sizes={"a": 900, "b": 100})
    assert found.value == pytest.approx(0.9 * 0.25)
    by_hand = 0.225 * 0.775 / (0.81 * 0.1875 / 19) * (1.984217 / 1.984467) ** 2
    assert found.diagnostic("effective_n") == pytest.approx(by_hand, rel=1e-5)
    assert (found.low, found.high) == pytest.approx(exact_interval(errors=0.225 * by_hand, n=by_hand), abs=1e-5)


def test_a_stratum_that_nobody_looked_at_is_no_zero() -> None:
    with pytest.raises(NotEnoughData, match=r"nothing looked up in \['b'\]"):
        error_rate(errors={"a": 1}, looked_up={"a": 50}, sizes={"a": 100, "b": 900})


def test_the_stratified_interval_covers_the_truth_at_least_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    sizes, truth = {"a": 2000, "b": 8000}, {"a": 0.15, "b": 0.04}
    whole = sum(sizes[name] / 10_000 * truth[name] for name in sizes)
    hits = 0
    for _ in range(1500):
        errors = {name: int(rng.binomial(100, share)) for name, share in truth.items()}
        found = error_rate(errors=errors, looked_up={"a": 100, "b": 100}, sizes=sizes)
        hits += found.low <= whole <= found.high  # type: ignore[operator]  # there are figures
    assert hits / 1500 >= 0.95 - 3 * math.sqrt(0.95 * 0.05 / 1500)


@pytest.mark.parametrize(("errors", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_what_is_no_count_of_errors_is_refused(errors: int, n: int) -> None:
    with pytest.raises(BadArgument, match="expected 0 <= errors <= n and n > 0"):
        exact_interval(errors=errors, n=n)


@pytest.mark.parametrize("limit", [0, 1, -0.1])
def test_a_share_is_between_none_and_all(limit: float) -> None:
    with pytest.raises(BadArgument, match="limit is"):
        least_sample(limit=limit)
