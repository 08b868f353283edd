from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.text.matrix import Mark, Step, co_occurrence, code_matrix, saturation

CODES = ("trust", "fear", "hope")
MARKS = (
    Mark("one", "trust", 0, 10),
    Mark("one", "trust", 20, 30),
    Mark("one", "fear", 5, 25),
    Mark("two", "trust", 0, 5),
    Mark("two", "fear", 5, 9),
    Mark("three", "fear"),
)


def test_a_matrix_counts_marks_and_sources_with_their_bases() -> None:
    attributes = {"one": "interview", "two": "interview", "three": "survey", "four": "survey"}
    made = code_matrix(MARKS, attributes, CODES, ("interview", "survey", "letter"))
    assert made.marks.tolist() == [[3, 0, 0], [2, 1, 0], [0, 0, 0]]
    assert made.sources.tolist() == [[2, 0, 0], [2, 1, 0], [0, 0, 0]]
    assert made.bases.tolist() == [2, 2, 0]


def test_a_source_without_a_value_or_with_an_unknown_one_is_refused() -> None:
    with pytest.raises(BadTable, match=r"^source 'one': a mark on a source without a value$"):
        code_matrix(MARKS, {}, CODES, ())
    with pytest.raises(BadTable, match=r"^source 'one': the value 'x'; expected one of the columns$"):
        code_matrix((), {"one": "x"}, CODES, ("interview",))
    with pytest.raises(BadTable, match=r"^a name twice; expected each once$"):
        code_matrix((), {}, ("a", "a"), ())


def test_codes_occur_together_on_the_same_words_and_in_the_same_sources() -> None:
    made = co_occurrence(MARKS, CODES)
    assert made.pairs.tolist() == [[3, 2, 0], [2, 3, 0], [0, 0, 0]]
    assert made.sources.tolist() == [[2, 2, 0], [2, 3, 0], [0, 0, 0]]
    assert (made.coefficient(0, 1), made.coefficient(2, 2)) == (0.5, None)


SPAN = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted)
MARK = st.builds(lambda s, c, p: Mark(s, c, *p), st.sampled_from("xy"), st.sampled_from(CODES), SPAN)


@settings(deadline=None)
@given(st.lists(MARK, max_size=12))
def test_pairs_are_what_comparing_all_marks_gives(marks: list[Mark]) -> None:
    made = co_occurrence(marks, CODES)
    expected = np.zeros((3, 3), dtype=int)
    for one, two in combinations(marks, 2):
        shared = set(range(one.start, one.end)) & set(range(two.start, two.end))
        if one.source == two.source and one.code != two.code and shared:
            a, b = CODES.index(one.code), CODES.index(two.code)  # type: ignore[arg-type]
            expected[a, b] += 1
            expected[b, a] += 1
    for n, code in enumerate(CODES):
        expected[n, n] = sum(mark.code == code for mark in marks)
    assert made.pairs.tolist() == expected.tolist()


def test_saturation_counts_new_codes_in_the_order_of_reading() -> None:
    made = saturation(("one", "two", "three", "four"), MARKS, rng=np.random.default_rng(1))
    assert made.steps == (Step("one", 2, 2), Step("two", 0, 2), Step("three", 0, 2), Step("four", 0, 2))
    assert made.high == (2, 2, 2, 2)
    assert made.low == (0, 1, 2, 2)
    assert 1 < made.middle[0] < 1.6
    assert made.middle[-1] == 2


def test_all_orders_end_at_the_same_number_and_never_fall() -> None:
    marks = [Mark(n, code) for n in range(12) for code in range(n % 5)]
    made = saturation(range(12), marks, rng=np.random.default_rng(1))
    for curve in (made.low, made.middle, made.high):
        assert list(curve) == sorted(curve)
        assert curve[-1] == 4
    assert saturation(range(12), marks, rng=np.random.default_rng(1)) == made


def test_a_saturation_of_nothing_is_empty_and_what_does_not_fit_is_refused() -> None:
    rng = np.random.default_rng(1)
    assert saturation((), (), rng=rng).steps == ()
    with pytest.raises(BadTable, match=r"^source 'one': a mark on a source that was not read$"):
        saturation((), MARKS, rng=rng)
    with pytest.raises(BadArgument, match=r"^0 draws; expected 1 or more$"):
        saturation((), (), rng=rng, draws=0)


def test_a_stretch_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadTable, match=r"^source 'one', 5 to 4: a stretch that ends before it begins$"):
        co_occurrence((Mark("one", "trust", 5, 4),), CODES)
