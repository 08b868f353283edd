from hypothesis import given
from hypothesis import strategies as st

from concord.core.differing import Difference, Piece, changed, marked

PROSE = st.text(alphabet="ab \n<é", max_size=40)


def kept(pieces: tuple[Piece, ...], how: str) -> str:
    return "".join(piece.text for piece in pieces if piece.how in ("same", how))


@given(PROSE, PROSE)
def test_the_marked_words_are_both_texts_letter_by_letter(old: str, new: str) -> None:
    pieces = marked(old, new)
    assert (kept(pieces, "gone"), kept(pieces, "new")) == (old, new)
    assert {piece.how for piece in pieces} <= {"same", "gone", "new"}


@given(PROSE)
def test_the_same_text_has_nothing_marked(text: str) -> None:
    assert {piece.how for piece in marked(text, text)} <= {"same"}
    assert changed("It", text, text) is None


def test_very_long_texts_are_marked_as_a_whole_instead_of_taking_for_ever() -> None:
    old, new = "a b " * 2500, "c " + "b a " * 2500
    assert marked(old, new) == (Piece("gone", old[:-1]), Piece("new", new[:-1]), Piece("same", " "))


def test_a_change_is_said_in_a_sentence_and_a_long_one_with_its_words_marked() -> None:
    assert changed("Goal", "", "Trust") == Difference("Goal is now “Trust”.")
    assert changed("Goal", "Trust", "") == Difference("Goal was “Trust”, and is now empty.")
    assert changed("Goal", "Trust", "More trust") == Difference("Goal was “Trust” and is now “More trust”.")
    long = "Officers and residents solve problems together, each week of the year"
    assert changed("Goal", f"{long}.", f"{long} and more.") == Difference(
        "Goal is worded anew:",
        (
            Piece("same", "Officers and residents solve problems together, each week of the "),
            Piece("gone", "year."),
            Piece("new", "year and more."),
        ),
    )


def test_changed_words_stand_together_and_another_text_is_shown_as_such() -> None:
    old = "The team meets on Monday mornings in the station, with coffee."
    assert marked(old, old.replace("Monday mornings", "Friday evenings")) == (
        Piece("same", "The team meets on "),
        Piece("gone", "Monday mornings"),
        Piece("new", "Friday evenings"),
        Piece("same", " in the station, with coffee."),
    )
    new = "Ride-alongs move to the summer, because of the new shifts"
    assert marked(old, new) == (Piece("gone", old), Piece("new", new))
