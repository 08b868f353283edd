import pytest

from concord.publishing.imports.cells import excerpt, fault, tidy
from concord.publishing.imports.layout import Column, Kind


def column(kind: Kind, **more: object) -> Column:
    return Column("cell", kind, "", "", **more)  # type: ignore[arg-type]  # one helper for all fields


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Kind.SLUG, ["a", "st-louis-county", "7"], ["A", "a--b", "-a", "a_b", "a/b", "..", "a\n", "é"]),
        (Kind.STATE, ["NC", "PR"], ["nc", "XX", "N", "NCX", "NC|SC"]),
        (Kind.ORI, ["NC0260100"], ["NC026010", "nc0260100", "NC02601000"]),
        (Kind.LABEL, ["24.2", "11", "A-3", "1.1.2"], ["24.", ".2", "24 2", "1..2"]),
        (Kind.NUMBER, ["0", "272"], ["-1", "01", "2.5", "1,000", "٣", ">100", "1e3"]),
        (Kind.POSITIVE, ["1", "272"], ["0", "-1", "01", "1.0"]),
        (Kind.COUNT, ["0", ">100", "~7"], [">", "more than 100", "-3", ">=100"]),
        (Kind.PERCENT, ["0", "28.6", "97.85", "100", "103"], ["28,6", "28.6%", "-1", ".5", "5.", "1000"]),
        (Kind.YES_NO, ["yes", "no"], ["Yes", "true", "1"]),
        (Kind.COMPARES, ["findings", "recommendations", "phase 2"], ["phase", "phase 10", "Phase 1"]),
        (Kind.ERA, ["CRI-TA 2011-17", "OA 2022-"], ["2011-17", "CRI-TA", "CRI-TA 2011"]),
        (
            Kind.URL,
            ["https://a.gov/x?y=1", "http://a.gov"],
            [
                *["a.gov", "javascript:alert(1)", "https://", "https://[", "https://u@a.gov", "https://a.gov/a b"],
                *["HTTPS://a.gov", "https://a.gov/it's", 'https://a.gov/"', "https://a.gov/<b>"],
            ],
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Kind) else None,
)
def test_a_cell_is_what_its_kind_allows(kind: Kind, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if fault(text, column(kind)) is not None] == []
    assert [text for text in bad if fault(text, column(kind)) is None] == []


def test_an_empty_cell_is_a_fault_only_where_it_must_be_filled() -> None:
    assert fault("", column(Kind.NUMBER)) is None
    assert fault("", column(Kind.NUMBER, required=True)) == ("an empty cell", "a whole number (at most 200 characters)")


def test_a_cell_too_long_says_how_long_it_is() -> None:
    found = fault("x" * 300, column(Kind.LINE))
    assert found == (f"300 characters, “{'x' * 60}…”", "text on one line (at most 200 characters)")


@pytest.mark.parametrize("odd", ["\x00", "\x07", "\t", "\n", "\x1b", "\x85", "\u202e", "\u200b", "\u2028", "\ufeff"])
def test_an_invisible_character_is_named(odd: str) -> None:
    code = f"U+{ord(odd):04X}"
    assert fault(f"a{odd}b", column(Kind.LINE)) == (
        f"the invisible character {code} in “a<{code}>b”",
        "plain text without control characters",
    )


def test_prose_may_have_lines_but_no_other_control() -> None:
    assert fault("a\nb", column(Kind.PROSE)) is None
    assert fault("a\tb", column(Kind.PROSE)) is not None


def test_blanks_around_a_cell_and_kinds_of_line_end_are_evened_out() -> None:
    assert tidy(" \u00a0a\r\nb\rc ") == "a\nb\nc"


def test_an_excerpt_shows_odd_characters_and_stays_short() -> None:
    assert excerpt("a\x00b") == "“a<U+0000>b”"
    assert len(excerpt("y" * 1000)) == 63
