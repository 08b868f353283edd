"""How each file counts positions is found out, and said."""

import codecs
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.text.exchange import open_project
from concord.analysis.text.exchange.counting import Counting, LineEnds, Stretch, Units, detect, ruler
from tests.analysis.text.exchange.packages import guid, only_text, package, project, quotes, selections, with_text

SMILE = "So 😀 we met.\r\nThe officer 😀 listened, and then we talked.\r\n"
NVIVO = "NVivo 14.23.0"


def as_counted(text: str, words: str, *, units: str = "utf-16-le", end: int = 2, mark: int = 0) -> tuple[int, int]:
    """Where words stand for a program that counts so."""
    start = text.index(words)
    size = (len(units) > 5 and 2) or 1

    def place(at: int) -> int:
        return mark + len(text[:at].encode(units)) // size - (2 - end) * text[:at].count("\r\n")

    return place(start), place(start + len(words))  # fmt: skip


def found(content: bytes, *spans: Any, origin: str) -> tuple[list[str], str, str, bool]:
    source = only_text(with_text(content, *spans, origin=origin))
    assert source.counted is not None
    return quotes(source), str(source.counted.counting), source.counted.why, source.counted.certain


def test_nvivo_for_windows_counts_utf_16_units_and_its_quotes_come_out_right() -> None:
    spans = [as_counted(SMILE, words) for words in ("we met", "listened")]
    assert found(SMILE.encode(), *spans, origin=NVIVO) == (
        ["we met", "listened"],
        "UTF-16 units",
        "NVivo for Windows counts so",
        False,
    )


def test_nvivo_for_mac_and_others_count_code_points() -> None:
    spans = [(SMILE.index(words), SMILE.index(words) + len(words)) for words in ("we met", "listened")]
    for origin in ("NVivo for Mac 15.0.0", "ATLAS.ti for Windows 23.2.3", "QualCoder 3.5", "MAXQDA 24"):
        made = found(SMILE.encode(), *spans, origin=origin)
        assert made == (
            ["we met", "listened"],
            "code points",
            "the standard counts so, and the text does not show it",
            False,
        )


def test_words_that_selections_repeat_decide_against_the_programs_habit() -> None:
    spans = [(SMILE.index(w), SMILE.index(w) + len(w), w) for w in ("we met", "listened, and")]
    assert found(SMILE.encode(), *spans, origin=NVIVO) == (
        ["we met", "listened, and"],
        "code points",
        "so 2 of 2 selections hold the words that they repeat",
        True,
    )


def test_a_line_end_that_counts_one_is_found_by_the_edges_of_words() -> None:
    text = "".join(f"The answer number {n} was given here.\r\n" for n in range(20))
    spans = [as_counted(text, f"answer number {n} ", units="ascii", end=1) for n in range(10, 20)]
    spans = [(start, end - 1) for start, end in spans]
    words, counting, why, certain = found(text.encode(), *spans, origin="Other 1.0")
    assert (words[0], counting, certain) == ("answer number 10", "code points, CR LF as one", False)
    assert why.startswith("so 100% of its borders stand at the edge of a word, else ")


def test_a_byte_order_mark_that_is_counted_is_found() -> None:
    text = "We talked about trust for an hour."
    spans = [as_counted(text, w, units="ascii", mark=1) for w in ("talked", "trust", "hour", "about")]
    words, counting, _, _ = found(codecs.BOM_UTF8 + text.encode(), *spans, origin="Other 1.0")
    assert (words, counting) == (["talked", "trust", "hour", "about"], "code points, with the byte order mark")


def test_a_byte_order_mark_that_is_not_counted_is_no_part_of_the_text() -> None:
    text = "We talked about trust for an hour."
    spans = [as_counted(text, w, units="ascii") for w in ("talked", "trust", "hour", "about")]
    words, counting, _, _ = found(codecs.BOM_UTF16_LE + text.encode("utf-16-le"), *spans, origin="Other 1.0")
    assert (words, counting) == (["talked", "trust", "hour", "about"], "code points")


def test_only_one_way_that_keeps_all_within_the_text_is_taken() -> None:
    text = "😀😀😀 end"
    assert found(text.encode(), as_counted(text, "end"), origin="Other 1.0") == (
        ["end"],
        "UTF-16 units",
        "only so do all selections lie within the text",
        True,
    )


def test_a_plain_text_counts_the_same_in_every_way() -> None:
    made = found(b"Plain words.\n", (6, 11), origin=NVIVO)
    assert made == (["words"], "code points", "every way of counting gives the same", True)


def test_line_ends_inside_the_xml_that_counted_two_are_found() -> None:
    text = "".join(f"The answer number {n} was given here.\n" for n in range(20))
    wide = text.replace("\n", "\r\n")
    spans = [(wide.index(f"number {n} "), wide.index(f"number {n} ") + 9) for n in range(10, 20)]
    inner = f'<TextSource guid="{guid(1)}"><PlainTextContent>{text}</PlainTextContent>{selections(*spans)}</TextSource>'
    source = only_text(package(project(f"<Sources>{inner}</Sources>")))
    assert quotes(source)[0] == "number 10"
    assert source.counted is not None
    assert str(source.counted.counting) == "code points, a line end as two"


def test_a_selection_outside_its_text_stays_as_it_is_and_is_said() -> None:
    with open_project(with_text(b"Short.", (2, 90), (0, 5))) as opened:
        (source,) = opened.load().sources
        assert [(s.start, s.end) for s in source.selections] == [(2, 90), (0, 5)]  # type: ignore[union-attr]
        assert [(f.severity, f.what, f.examples) for f in opened.findings.all()] == [
            ("note", "a selection outside its text; its positions stay as the file has them", ("One, 2 to 90",))
        ]


UNITS: tuple[Units, ...] = ("code points", "UTF-16 units", "UTF-8 bytes")
ENDS: tuple[LineEnds, ...] = ("as written", "one for two", "two for one")


@settings(deadline=None)
@given(
    st.text(st.sampled_from("ab \r\né😀"), max_size=12), st.sampled_from(UNITS), st.sampled_from(ENDS), st.booleans()
)
def test_a_ruler_finds_the_stretch_that_it_was_asked_for(text: str, units: Units, ends: LineEnds, mark: int) -> None:
    by = ruler(text, Counting(units, ends, bool(mark)))
    size = {"code points": lambda _: 1, "UTF-16 units": lambda c: len(c.encode("utf-16-le")) // 2,
            "UTF-8 bytes": lambda c: len(c.encode())}[units]  # fmt: skip
    places = [mark]
    for n, c in enumerate(text):
        width = size(c)
        if ends == "one for two" and text[n : n + 2] == "\r\n":
            width = 0
        if ends == "two for one" and (
            (c == "\n" and text[n - 1 : n] != "\r") or (c == "\r" and text[n + 1 : n + 2] != "\n")
        ):
            width = 2
        places.append(places[-1] + width)
    assert by.end == places[-1]
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            first, last = by.find(places[start], places[end])
            assert text[first : max(first, last)].strip("\r\n") == text[start:end].strip("\r\n")


def test_no_selections_is_nothing_to_find_out() -> None:
    made = detect("a\r\n😀", [], origin="", mark=True, inline=False)
    assert (str(made.counting), made.why, made.certain) == ("code points", "it has no selections", True)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 99), (1, 2)])
def test_a_position_within_a_character_or_outside_is_refused(start: int, end: int) -> None:
    by = ruler("😀 ok", Counting("UTF-16 units"))
    assert not by.fits(start, end)
    with pytest.raises(ValueError, match="no character begins at"):
        by.find(start, end)
    assert Stretch(start, end).said == ""
