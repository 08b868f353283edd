import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.text.redacting import Span, occurrences, redact

TEXT = "Call Sgt. Example at 555-0100 about case 26-0417."


def part(words: str, kind: str = "phone") -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words), kind)


def test_what_is_removed_is_gone_and_its_place_says_so() -> None:
    redacted = redact(TEXT, [part("26-0417", "case number"), part("555-0100")])
    assert redacted.text == "Call Sgt. Example at [redacted: phone] about case [redacted: case number]."


def test_parts_that_overlap_or_touch_become_one() -> None:
    redacted = redact("one two three", [Span(0, 3, "a"), Span(2, 7, "b"), Span(7, 8, "c")])
    assert (redacted.text, redacted.gone) == ("[redacted: a]three", (Span(0, 8, "a"),))


@pytest.mark.parametrize("span", [Span(0, 0, "x"), Span(3, 2, "x"), Span(-1, 2, "x"), Span(0, 99, "x")])
def test_a_part_that_is_none_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="no such part of a text of 49 characters"):
        redact(TEXT, [span])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Call", "Call"),
        ("about case", "about case"),
        ("555-0100", "[redacted: phone]"),
        ("5-01", "[redacted: phone]"),
        ("at 555", "at [redacted: phone]"),
        ("0100 about", "[redacted: phone] about"),
    ],
)
def test_a_citation_of_the_original_resolves_in_the_redacted_text(words: str, found: str) -> None:
    redacted = redact(TEXT, [part("555-0100")])
    start, end = redacted.find(TEXT.index(words), TEXT.index(words) + len(words))
    assert redacted.text[start:end] == found


CUTS = st.lists(st.tuples(st.integers(0, 39), st.integers(1, 12)), max_size=5)


@given(st.text("abc é\n", min_size=40, max_size=40), CUTS, st.integers(0, 39), st.integers(1, 40))
def test_whatever_is_cited_that_was_not_removed_is_found_as_it_was(
    text: str, cuts: list[tuple[int, int]], start: int, size: int
) -> None:
    spans = [Span(at, min(at + length, 40), "x") for at, length in cuts]
    end = min(start + size, 40)
    redacted = redact(text, spans)
    first, last = redacted.find(start, end)
    removed = {i for span in spans for i in range(span.start, span.end)}
    kept = "".join(c for i, c in enumerate(text[start:end], start) if i not in removed)
    assert redacted.text[first:last].replace("[redacted: x]", "") == kept


def test_words_are_found_whatever_space_or_end_of_a_line_stands_between_them() -> None:
    text = "Ada Canary said so, and Ada\nCanary  said it again. Ada, Canary."
    assert occurrences(text, ["Ada  Canary", "", " "]) == [Span(0, 10, ""), Span(24, 34, "")]
