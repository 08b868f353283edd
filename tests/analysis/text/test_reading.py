import pytest

from concord.analysis.text.reading import grade, hard_words, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *((word, 1) for word in ("the", "made", "rules", "trained", "style", "hopes", "since", "yes", "reached")),
        *((word, 2) for word in ("table", "tables", "people", "wanted", "changes", "circled", "police", "table’s")),
        *((word, 3) for word in ("agency", "policies", "officer", "recruitment")),
        ("community", 4),
        ("recommendation", 5),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_the_formula_on_words_sentences_and_syllables() -> None:
    text = "The cat sat on the mat. " * 5
    assert grade(text) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def test_short_sentences_read_easier_than_the_same_words_in_one() -> None:
    short = "The team met the chief. The chief asked for help. " * 4
    one = short.replace(". ", " and ").rstrip() + "."
    assert (grade(short) or 0) < (grade(one) or 0)


def test_a_text_of_a_few_words_has_no_grade() -> None:
    assert (grade("The team met the chief."), grade(""), words("a b  c\n"), words("")) == (None, None, 3, 0)


def test_hard_words_are_found_once_each_and_not_inside_others() -> None:
    text = "In order to utilize it, we utilize it prior to May. Parametersx."
    assert hard_words(text) == ("in order to", "utilize", "prior to")
