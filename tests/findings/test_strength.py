"""The stated rule of strength."""

import pytest

from concord.findings.strength import RULE, SEVERAL, BorneOut, Facts, Strength, borne_out, strength

STRONG, MODERATE, SLIGHT, NONE = Strength


@pytest.mark.parametrize(
    ("form", "exact", "count", "people", "expected"),
    [
        ("review", True, 1, 0, STRONG),
        ("review", False, 26, 0, MODERATE),
        ("data", True, 1, 0, STRONG),
        ("observation", False, 1, 0, STRONG),
        ("interview", False, SEVERAL - 1, 0, SLIGHT),
        ("interview", False, SEVERAL, 0, MODERATE),
        ("group", False, 1, SEVERAL, MODERATE),
        ("group", True, 1, 1, SLIGHT),
        ("other", False, 1, 0, SLIGHT),
    ],
)
def test_how_strong_a_piece_is_follows_from_what_is_on_record(
    form: str, exact: object, count: int, people: int, expected: Strength
) -> None:
    assert strength(Facts(form, bool(exact), count, people, stands=True)) == expected
    assert strength(Facts(form, bool(exact), count, people, stands=False)) == NONE


@pytest.mark.parametrize(
    ("supporting", "expected"),
    [
        ([], BorneOut.NOT_YET),
        ([("interview", NONE)], BorneOut.NOT_YET),
        ([("interview", SLIGHT), ("focus_group", SLIGHT)], BorneOut.THIN),
        ([("document_review", STRONG), ("document_review", STRONG)], BorneOut.THIN),
        ([("document_review", MODERATE), ("interview", SLIGHT)], BorneOut.FAIR),
        ([("a", MODERATE), ("b", MODERATE), ("c", MODERATE)], BorneOut.FAIR),
        ([("a", STRONG), ("b", SLIGHT), ("c", SLIGHT)], BorneOut.FIRM),
        ([("a", STRONG), ("b", SLIGHT), ("c", NONE)], BorneOut.FAIR),
    ],
)
def test_how_well_a_claim_is_borne_out_follows_from_methods_and_strengths(
    supporting: list[tuple[str, Strength]], expected: BorneOut
) -> None:
    assert borne_out(supporting) == expected


def test_the_rule_in_words_names_every_grade() -> None:
    assert [name for name, _ in RULE] == [*Strength.labels, *BorneOut.labels]
