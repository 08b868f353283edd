"""Texts of other programs in pieces: no position in them moves."""

from hypothesis import given
from hypothesis import strategies as st

from concord.evidence.coding_texts import cut, shown_as
from concord.evidence.reading.pieces import A_PAGE, LONGEST_PARAGRAPH

TEXTS = st.text(alphabet=st.sampled_from("ab \n\r\t🌙é\u200b\x00\ud800."), max_size=120)


@given(TEXTS)
def test_each_piece_is_a_stretch_of_the_text_and_only_spaces_lie_between(text: str) -> None:
    shown, _ = shown_as(text)
    found = cut(text)
    rest = list(shown)
    for piece in found.pieces:
        assert shown[piece.begin : piece.begin + len(piece.text)] == piece.text == piece.text.strip()
        rest[piece.begin : piece.begin + len(piece.text)] = " " * len(piece.text)
    assert (len(shown), "".join(rest).strip()) == (len(text), "")


@given(TEXTS, st.integers(0, 130), st.integers(0, 130))
def test_what_a_stretch_covers_is_found_in_the_pieces_letter_by_letter(text: str, one: int, other: int) -> None:
    first, last = sorted((one, other))
    parts = cut(text).parts(first, last)
    said = "".join(part.piece.text[part.first : part.last] for part in parts)
    assert "".join(said.split()) == "".join(shown_as(text)[0][first:last].split())
    assert [part for part in parts if part.first >= part.last] == []


def test_pages_have_sixty_pieces_and_a_long_line_goes_on_in_the_next() -> None:
    text = "\n".join(f"Line {number}." for number in range(A_PAGE + 1)) + "\n" + "word " * LONGEST_PARAGRAPH
    found = cut(text)
    assert [len(page.paragraphs) for page in found.pages()] == [A_PAGE, 6]
    assert [piece.number for piece in found.pieces[A_PAGE - 1 : A_PAGE + 1]] == [A_PAGE, 1]
    assert max(len(piece.text) for piece in found.pieces) <= LONGEST_PARAGRAPH


def test_characters_that_no_page_can_show_are_replaced_one_by_one_and_counted() -> None:
    assert shown_as("a\x00b\u200bc\ud800d\ufeff") == ("a b c\ufffdd ", 4)
    assert cut("a\x00b").replaced == 1
