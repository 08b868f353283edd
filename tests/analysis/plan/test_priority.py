"""Priority by stated weights, and how far a weight may move before the order changes."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.plan import priority

MARKS = {
    "policy": {"impact": 5, "effort": 1},
    "training": {"impact": 3, "effort": 4},
    "data": {"impact": 1, "effort": 5},
}
CRITERIA = ("impact", "effort", "urgency")
SOME_MARKS = st.lists(
    st.fixed_dictionaries({name: st.integers(0, 5) for name in CRITERIA}), min_size=2, max_size=6
).map(lambda rows: {f"r{number}": row for number, row in enumerate(rows)})
SOME_WEIGHTS = st.fixed_dictionaries({name: st.integers(1, 6) for name in CRITERIA})


def order(marks: priority.Marks, weights: dict[str, Fraction]) -> list[str]:
    return sorted(marks, key=lambda key: (-sum(weights[name] * mark for name, mark in marks[key].items()), key))


def test_the_score_is_the_weighted_mean_and_equals_share_a_place() -> None:
    found = priority.ranked(marks=MARKS, weights={"impact": 3, "effort": 1})
    assert [(each.key, each.place, each.score) for each in found] == [
        ("policy", 1, Fraction(4)),
        ("training", 2, Fraction(13, 4)),
        ("data", 3, Fraction(2)),
    ]
    twins = priority.ranked(marks={"b": {"impact": 2}, "a": {"impact": 2}, "c": {"impact": 1}}, weights={"impact": 1})
    assert [(each.key, each.place) for each in twins] == [("a", 1), ("b", 1), ("c", 3)]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [({}, "one above 0"), ({"impact": 0, "effort": 0}, "one above 0"), ({"impact": -1, "effort": 2}, "0 or more")],
)
def test_weights_that_say_nothing_are_refused(weights: dict[str, int], expected: str) -> None:
    with pytest.raises(BadArgument, match=expected):
        priority.ranked(marks=MARKS, weights=weights)


def test_a_missing_mark_is_named() -> None:
    with pytest.raises(BadTable, match="marks of data: cost; expected a mark by each criterion, and no other"):
        priority.ranked(marks={"data": {"impact": 1, "effort": 2}}, weights={"impact": 1, "effort": 1, "cost": 1})


def test_firmness_says_at_which_share_of_the_weight_who_overtakes_whom() -> None:
    impact, effort = priority.firmness(marks=MARKS, weights={"impact": 3, "effort": 1})
    assert impact == priority.Firmness(
        "impact", Fraction(3, 4), below=priority.Swap(Fraction(3, 5), "policy", "training"), above=None
    )
    assert effort == priority.Firmness(
        "effort", Fraction(1, 4), below=None, above=priority.Swap(Fraction(2, 5), "policy", "training")
    )
    with pytest.raises(BadArgument, match="impact has all the weight"):
        priority.firmness(marks=MARKS, weights={"impact": 1, "effort": 0})
    with pytest.raises(BadArgument, match="first: 0; expected 1 or more"):
        priority.firmness(marks=MARKS, weights={"impact": 1, "effort": 1}, first=0)


@given(SOME_MARKS, SOME_WEIGHTS, st.sampled_from(CRITERIA), st.integers(0, 20), st.integers(1, 6))
def test_the_first_places_keep_their_order_up_to_the_nearest_swap(
    marks: dict[str, dict[str, int]], weights: dict[str, int], moved: str, step: int, first: int
) -> None:
    now = priority.ranked(marks=marks, weights=weights)
    assume(len({each.score for each in now}) == len(now))
    (firm,) = (each for each in priority.firmness(marks=marks, weights=weights, first=first) if each.criterion == moved)
    low = firm.below.at if firm.below else Fraction(0)
    high = firm.above.at if firm.above else Fraction(1)
    assert 0 <= low < firm.share < high <= 1
    share = low + (high - low) * Fraction(step, 20)
    assume(low < share < high)
    rest = sum(weight for name, weight in weights.items() if name != moved)
    others = {name: (1 - share) * Fraction(weight, rest) for name, weight in weights.items()}
    assert order(marks, others | {moved: share})[:first] == [each.key for each in now][:first]


@given(SOME_MARKS, SOME_WEIGHTS, SOME_WEIGHTS)
def test_the_share_of_pairs_in_the_same_order_is_a_plain_count(
    marks: dict[str, dict[str, int]], weights: dict[str, int], others: dict[str, int]
) -> None:
    one, other = (priority.ranked(marks=marks, weights=each) for each in (weights, others))
    assert priority.share_of_order_kept(one, one) == 1
    assert priority.share_of_order_kept(one, tuple(reversed(one))) == 0
    kept = priority.share_of_order_kept(one, other)
    assert (kept, 0 <= kept <= 1) == (priority.share_of_order_kept(other, one), True)
    with pytest.raises(BadTable, match="the rankings differ in what they rank"):
        priority.share_of_order_kept(one, other[1:])
