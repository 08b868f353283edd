from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable, DataNotFit, NotEnoughData
from concord.analysis.text.agreement import (
    Coded,
    CodedText,
    bootstrap,
    bootstrap_unitised,
    by_table,
    character_table,
    gwet_ac1,
    judgements,
    krippendorff_alpha,
    patterns,
    unitised_alpha,
)

LENGTH = 12


def text(*coders: list[tuple[int, int, str]], length: int = LENGTH, name: str = "interview") -> CodedText:
    return CodedText(name, length, {n: [Coded(*span) for span in spans] for n, spans in enumerate(coders)})


def characters(one: CodedText, code: str, coders: int) -> list[list[int | None]]:
    """The same by asking of each character."""
    return [
        [
            None
            if c not in one.by_coder
            else int(any(s.code == code and s.start <= at < s.end for s in one.by_coder[c]))
            for c in range(coders)
        ]
        for at in range(one.length)
    ]


SPAN = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH), st.sampled_from("ab")).filter(
    lambda span: span[0] < span[1]
)
CODERS = st.lists(st.lists(SPAN, max_size=3), min_size=2, max_size=3)


@settings(deadline=None)
@given(CODERS)
def test_pieces_weighted_by_their_length_are_all_characters_one_by_one(coders: Any) -> None:
    one = text(*coders)
    pieces = patterns(character_table([one], code="a"))
    plain = patterns(judgements(characters(one, "a", len(coders)), categories=(0, 1)))
    for measure in (krippendorff_alpha, gwet_ac1):
        value, expected = measure(pieces), measure(plain)
        assert value.value == (None if expected.value is None else pytest.approx(expected.value))
        assert (value.units, value.standard_error) == (LENGTH, None)


def test_a_coder_who_never_read_a_text_is_missing_there() -> None:
    first, second = text([(0, 4, "a")], [(0, 3, "a")]), CodedText("second", 5, {0: [Coded(0, 1, "a")], 2: []})
    table = character_table([first, second], code="a")
    assert table.values.tolist() == [[1, 1, -1], [1, 0, -1], [0, 0, -1], [1, -1, 0], [0, -1, 0]]
    assert table.weights is not None
    assert table.groups is not None
    assert (table.weights.tolist(), table.groups.tolist()) == ([3, 1, 8, 1, 4], [0, 0, 0, 1, 1])
    made = bootstrap(table, krippendorff_alpha, rng=np.random.default_rng(1))
    assert made.interval is not None
    assert made.interval.method == "percentile bootstrap over 2 groups, 1,000 draws"
    assert made.name == "Krippendorff's alpha, nominal, by character"


def test_overlapping_codes_of_one_coder_are_two_tables_and_one_overall_figure() -> None:
    one = text([(0, 6, "a"), (3, 9, "b")], [(0, 6, "a"), (3, 8, "b")])
    made = by_table({code: character_table([one], code=code) for code in "ab"}, krippendorff_alpha)
    a, b = made.by_code["a"], made.by_code["b"]
    assert a is not None
    assert b is not None
    assert made.overall is not None
    assert (a.value, made.overall.units, made.applied) == (1, 24, {"a": 12, "b": 11})
    assert made.overall.name == "Krippendorff's alpha, nominal, by decision (character × code)"


def counted_unitised(coders: list[list[tuple[int, int, str]]]) -> float | None:
    """uα by going through every pair of characters: within a unit's own square nothing may pair by chance, and a gap's
    character never pairs with itself."""
    many = len(coders)
    unit_of = [[next(((n, s[2]) for n, s in enumerate(made) if s[0] <= at < s[1]), (-1, "")) for at in range(LENGTH)]
               for made in coders]  # fmt: skip
    apart = sum(
        unit_of[i][at][1] != unit_of[j][at][1]
        for i, j in product(range(many), repeat=2) if i != j for at in range(LENGTH)
    ) / (many - 1)  # fmt: skip
    places = [(c, at) for c in range(many) for at in range(LENGTH)]
    pairs = unequal = 0
    for (c, p), (d, q) in product(places, repeat=2):
        (n, one), (m, two) = unit_of[c][p], unit_of[d][q]
        same_unit = c == d and (n == m != -1 or (n == m == -1 and p == q))
        pairs += not same_unit
        unequal += not same_unit and one != two
    return 1 - apart / (unequal * many * LENGTH / pairs) if unequal else None


def apart_from_each_other(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return kept


@settings(deadline=None)
@given(CODERS)
def test_unitised_alpha_is_what_going_through_every_pair_of_characters_gives(coders: Any) -> None:
    kept = [apart_from_each_other(spans) for spans in coders]
    made = unitised_alpha([text(*kept)])
    plain = counted_unitised(kept)
    assert made.value == (None if plain is None else pytest.approx(plain))
    assert made.name == "Krippendorff's alpha for unitising (uα, nominal, all codes)"


def test_unitised_alpha_of_one_code_looks_away_from_the_others_and_from_their_overlaps() -> None:
    one = text([(0, 6, "a"), (3, 9, "b")], [(0, 5, "a")])
    made = unitised_alpha([one], code="a")
    assert made == unitised_alpha([text([(0, 6, "a")], [(0, 5, "a")])], code="a")
    assert made.name == "Krippendorff's alpha for unitising (|uα, the code 'a' against all else)"


def test_full_agreement_on_stretches_is_one_and_none_at_all_is_below_zero() -> None:
    assert unitised_alpha([text([(2, 5, "a")], [(2, 5, "a")])]).value == 1
    assert (unitised_alpha([text([(0, 6, "a")], [(6, 12, "a")])]).value or 0) < 0
    assert unitised_alpha([text([], [])]).value is None


def test_a_bootstrap_of_unitised_alpha_draws_texts_with_their_seed() -> None:
    texts = [text([(0, n, "a")], [(0, n + n % 3, "a")], name=f"{n}") for n in range(1, 9)]
    one, two = (bootstrap_unitised(texts, rng=np.random.default_rng(3), code="a") for _ in range(2))
    assert one == two
    assert one.interval is not None
    assert one.value == unitised_alpha(texts, code="a").value
    assert one.interval.low < (one.value or 0) < one.interval.high <= 1
    assert one.interval.method == "percentile bootstrap over 8 texts, 1,000 draws"
    with pytest.raises(NotEnoughData, match=r"^there is one text; expected two or more, to draw from$"):
        bootstrap_unitised(texts[:1], rng=np.random.default_rng(3))
    with pytest.raises(BadArgument, match=r"^9 draws; expected at least 100$"):
        bootstrap_unitised(texts, rng=np.random.default_rng(3), draws=9)


def test_what_unitised_alpha_is_not_defined_for_is_refused() -> None:
    with pytest.raises(DataNotFit, match=r"^interview, coder 0, characters 3 to 9: two stretches overlap; expected"):
        unitised_alpha([text([(0, 6, "a"), (3, 9, "b")], [])])
    with pytest.raises(DataNotFit, match=r"^second: coder 1 did not code it; expected every coder in every text$"):
        unitised_alpha([text([], []), CodedText("second", 5, {0: []})])
    with pytest.raises(NotEnoughData, match=r"^1 coders; expected two or more who coded the same texts$"):
        unitised_alpha([text([])])


@pytest.mark.parametrize("span", [(3, 3), (5, 4), (-1, 2), (11, 13)])
def test_a_stretch_that_is_none_names_text_and_coder(span: tuple[int, int]) -> None:
    with pytest.raises(BadTable, match=rf"^interview, coder 1: characters {span[0]} to {span[1]} of 12; expected"):
        character_table([text([], [(*span, "a")])], code="a")
