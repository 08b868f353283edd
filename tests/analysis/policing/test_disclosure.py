"""Suppression: what is published adds up, what is hidden cannot be worked out, and nothing cheaper would do."""

import os
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.policing.disclosure import _cost, audit, suppress, with_totals


def test_the_textbook_table_hides_three_others_with_its_small_count() -> None:
    found = suppress(counts=[[20, 50, 10], [8, 19, 22], [17, 32, 12]])
    assert np.argwhere(found.primary).tolist() == [[1, 0]]
    assert found.hidden.sum() == 4
    assert found.hidden[:3, :3].sum(0).tolist().count(2) == 2
    assert (found.optimal, found.safe) == (True, True)


def test_totals_are_sums_along_every_axis() -> None:
    table = with_totals([[1, 2], [3, 4]])
    assert table.tolist() == [[1, 2, 3], [3, 4, 7], [4, 6, 10]]


TABLES = st.sampled_from([(2, 2), (2, 3), (3, 3), (4,), (2, 2, 2)]).flatmap(
    lambda shape: arrays(int, shape, elements=st.sampled_from([0, 1, 3, 7, 9, 12, 30, 80]))
)


@settings(deadline=None, max_examples=40)
@given(TABLES)
def test_every_small_count_stays_within_a_range_as_wide_as_asked(counts: np.ndarray) -> None:
    found = suppress(counts=counts)
    assert found.safe
    assert (found.hidden & found.primary).sum() == found.primary.sum()
    table = with_totals(counts)
    shown = ~found.hidden
    assert (found.published[shown] == table[shown]).all()
    assert np.isnan(found.published[found.hidden]).all()
    for one in found.ranges:
        assert one.low - 1e-6 <= one.value <= one.high + 1e-6
        assert one.width >= 10 - 1e-6


@settings(deadline=None, max_examples=30)
@given(arrays(int, (2, 3), elements=st.integers(0, 4)), arrays(bool, (2, 3)))
def test_the_attackers_programs_find_what_trying_every_table_finds(counts: np.ndarray, mask: np.ndarray) -> None:
    table, hidden = with_totals(counts), np.zeros((3, 4), bool)
    hidden[:2, :3] = mask
    places = np.argwhere(mask)
    fits = []
    for values in product(range(9), repeat=len(places)) if len(places) <= 4 else ():
        other = counts.copy()
        other[tuple(places.T)] = values
        if (other.sum(0) == counts.sum(0)).all() and (other.sum(1) == counts.sum(1)).all():
            fits.append(values)
    if not fits:
        return
    ends = np.asarray(fits)
    found = {one.cell: (one.low, one.high) for one in audit(table=table, hidden=hidden)}
    assert found == {
        tuple(place): pytest.approx((ends[:, k].min(), ends[:, k].max())) for k, place in enumerate(places.tolist())
    }


@pytest.mark.parametrize("counts", [[[20, 5], [30, 40]], [[3, 60], [70, 2]], [[15, 25], [11, 4]]])
def test_no_cheaper_choice_is_safe(counts: list[list[int]]) -> None:
    found = suppress(counts=counts)
    table, cost = with_totals(counts), _cost(with_totals(counts))
    small = [tuple(place) for place in np.argwhere(found.primary).tolist()]
    best = np.inf
    for bits in product([False, True], repeat=9):
        hidden = np.asarray(bits).reshape(3, 3)
        if cost[hidden].sum() < best and hidden[found.primary].all():
            ranges = audit(table=table, hidden=hidden, cells=small)
            best = cost[hidden].sum() if all(one.width >= 10 for one in ranges) else best
    assert cost[found.hidden].sum() == pytest.approx(best)


def test_a_table_without_small_counts_goes_out_whole() -> None:
    found = suppress(counts=[[20, 0], [30, 40]])
    assert (found.hidden.any(), found.ranges, found.optimal) == (False, (), True)


def test_a_hidden_count_alone_in_its_row_is_seen_by_the_audit() -> None:
    table = with_totals([[20, 5], [30, 40]])
    hidden = np.zeros((3, 3), bool)
    hidden[0, 1] = True
    (one,) = audit(table=table, hidden=hidden)
    assert (one.low, one.high) == (5, 5)


def test_whole_numbers_narrow_no_range_of_a_table_of_two_dimensions() -> None:
    found = suppress(counts=[[20, 5, 9], [30, 40, 11], [8, 2, 60]])
    table = with_totals([[20, 5, 9], [30, 40, 11], [8, 2, 60]])
    plain, whole = (audit(table=table, hidden=found.hidden, whole=one) for one in (False, True))
    assert [(one.low, one.high) for one in plain] == [pytest.approx((one.low, one.high)) for one in whole]


def test_what_was_hidden_in_an_earlier_edition_stays_hidden() -> None:
    found = suppress(counts=[[20, 50, 10], [8, 19, 22], [17, 32, 12]], must_hide=[(2, 2)])
    assert found.hidden[2, 2]
    assert found.safe


def test_the_order_of_rows_changes_nothing_that_matters() -> None:
    rng = np.random.default_rng(1)
    counts = rng.negative_binomial(1, 1 / 30, (6, 5))
    one, other = suppress(counts=counts), suppress(counts=counts[::-1])
    costs = [_cost(with_totals(c))[s.hidden].sum() for c, s in ((counts, one), (counts[::-1], other))]
    assert costs[0] == pytest.approx(costs[1])


@pytest.mark.parametrize(
    "counts", [[[-1, 2]], [[1.5, 2]], [[float("nan"), 2]], np.zeros((2, 2, 2, 2)), np.zeros((100, 100))]
)
def test_what_is_no_table_of_counts_is_refused(counts: np.ndarray) -> None:
    with pytest.raises(BadTable, match="suppress: "):
        suppress(counts=counts)


def test_only_hidden_cells_can_be_attacked() -> None:
    with pytest.raises(BadArgument, match=r"audit: \(0, 0\) is published"):
        audit(table=[[1, 1]], hidden=[[False, True]], cells=[(0, 0)])
    with pytest.raises(BadArgument, match="threshold is 1; expected at least 2"):
        suppress(counts=[[1]], threshold=1)


def attacked(published: np.ndarray) -> dict[tuple[int, int], tuple[float, float]]:
    """What an outsider works out of a published table of two dimensions, in a program of the test's own: cells and
    totals that are blank are unknown, none is below 0, rows and columns add up."""
    rows, columns = published.shape
    unknown = [(int(a), int(b)) for a, b in np.argwhere(np.isnan(published))]
    place = {cell: at for at, cell in enumerate(unknown)}
    left, right = [], []
    lines = [[((a, b), 1.0 if b < columns - 1 else -1.0) for b in range(columns)] for a in range(rows)]
    lines += [[((a, b), 1.0 if a < rows - 1 else -1.0) for a in range(rows)] for b in range(columns)]
    for line in lines:
        weights, rest = np.zeros(len(unknown)), 0.0
        for cell, sign in line:
            if cell in place:
                weights[place[cell]] += sign
            else:
                rest -= sign * published[cell]
        left.append(weights)
        right.append(rest)
    found = {}
    for cell, at in place.items():
        goal = np.eye(len(unknown))[at]
        low, high = (
            linprog(sign * goal, A_eq=np.array(left), b_eq=np.array(right), method="highs") for sign in (1, -1)
        )
        assert low.status == 0
        found[cell] = (low.fun, np.inf if high.status == 3 else -high.fun)
    return found


SHAPES = [(2, 2), (2, 3), (2, 5), (3, 3), (3, 4), (4, 4), (5, 3), (6, 2), (4, 6), (3, 7)]
EACH = int(os.environ.get("CONCORD_TABLES", "100")) // len(SHAPES)
"""Tables of each shape: 10 in a daily run; CONCORD_TABLES=10000 tries a thousand of each."""


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_an_outsiders_program_tells_no_small_count_apart(shape: tuple[int, int]) -> None:
    @settings(deadline=None, max_examples=EACH, suppress_health_check=[HealthCheck.too_slow])
    @given(arrays(int, shape, elements=st.sampled_from([0, 0, 1, 2, 5, 9, 10, 14, 40, 300])))
    def attack(counts: np.ndarray) -> None:
        found = suppress(counts=counts)
        table = with_totals(counts)
        ranges = attacked(found.published)
        assert set(ranges) == {(int(a), int(b)) for a, b in np.argwhere(found.hidden)}
        small = [(int(a), int(b)) for a, b in np.argwhere((table > 0) & (table < 10))]
        assert [cell for cell in small if cell not in ranges] == []
        assert [cell for cell in small if ranges[cell][1] - ranges[cell][0] < 10 - 1e-6] == []

    attack()
