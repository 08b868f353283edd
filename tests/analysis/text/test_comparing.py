"""Two versions of a policy, clause by clause."""

from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.text.clauses import Clause, clauses
from concord.analysis.text.comparing import How, compare, counted

OLD = (
    "1. Purpose",
    "2. Officers use force only when it is needed.",
    "3. Each use of force is reported to a supervisor before the end of the shift.",
    "4. A supervisor reviews each report within seven days.",
    "5. Complaints are taken at headquarters on working days.",
    "6. This policy is reviewed each year by the chief.",
)
NEW = (
    "1. Purpose",
    "2. A supervisor reviews each report within seven days.",
    "3. Officers use force only when it is needed and in proportion.",
    "4. Each use of force is reported to a supervisor before the end of the shift.",
    "5. Officers step in when they see force that is not needed.",
    "6. This policy is reviewed each year by the chief.",
)


def made(lines: tuple[str, ...]) -> tuple[Clause, ...]:
    return clauses(((1, i), line) for i, line in enumerate(lines, 1))


def test_clauses_are_the_same_numbered_anew_reworded_moved_gone_or_new() -> None:
    rows = compare(made(OLD), made(NEW))
    assert [(row.how, row.old, row.new) for row in rows] == [
        (How.SAME, 0, 0),
        (How.MOVED, 3, 1),
        (How.REWORDED, 1, 2),
        (How.RENUMBERED, 2, 3),
        (How.NEW, None, 4),
        (How.MOVED_AWAY, 3, 1),
        (How.GONE, 4, None),
        (How.SAME, 5, 5),
    ]
    words = [(piece.how, piece.text) for piece in rows[2].pieces]
    assert words == [
        ("same", "Officers use force only when it is "),
        ("gone", "needed."),
        ("new", "needed and in proportion."),
    ]
    assert counted(rows) == {
        How.SAME: 2,
        How.RENUMBERED: 1,
        How.REWORDED: 1,
        How.MOVED: 1,
        How.GONE: 1,
        How.NEW: 1,
    }


def test_what_moved_and_was_reworded_shows_its_words_marked_at_its_new_place() -> None:
    old = ("a b c d e f g h", "one two three four five six", "x y z u v w q r")
    new = ("one two three four five six", "x y z u v w q r", "a b c d e f g k")
    (moved,) = [row for row in compare(made(old), made(new)) if row.how == How.MOVED]
    assert [(piece.how, piece.text) for piece in moved.pieces] == [
        ("same", "a b c d e f g "),
        ("gone", "h"),
        ("new", "k"),
    ]
    assert moved.alike == 7 / 8


def test_a_short_line_that_stands_elsewhere_has_not_moved() -> None:
    rows = compare(made(("Reserved.", *OLD[1:4])), made((*OLD[1:4], "Reserved.")))
    assert [row.how for row in rows] == [How.GONE, How.SAME, How.SAME, How.SAME, How.NEW]


WORDS = st.lists(st.sampled_from(["force", "officer", "report", "the", "day", "a"]), min_size=1, max_size=9)
TEXTS = st.lists(WORDS.map(" ".join), max_size=12).map(tuple)


@given(TEXTS, TEXTS)
def test_every_clause_of_both_texts_is_told_exactly_once_and_in_the_order_of_the_new_one(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    before, after = made(old), made(new)
    rows = compare(before, after)
    olds = [row.old for row in rows if row.old is not None and row.how != How.MOVED]
    news = [row.new for row in rows if row.new is not None and row.how != How.MOVED_AWAY]
    assert sorted(olds) == list(range(len(before)))
    assert news == list(range(len(after)))
    for row in rows:
        kept = "".join(piece.text for piece in row.pieces if piece.how != "gone")
        was = "".join(piece.text for piece in row.pieces if piece.how != "new")
        if row.how not in (How.GONE, How.MOVED_AWAY):
            assert kept == after[row.new or 0].text
        if row.how not in (How.NEW, How.RENUMBERED):
            assert was == before[row.old or 0].text


@given(TEXTS)
def test_a_text_compared_with_itself_is_the_same(text: tuple[str, ...]) -> None:
    assert {row.how for row in compare(made(text), made(text))} <= {How.SAME}
