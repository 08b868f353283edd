"""The clauses of a policy: numbers apart from words, and what a page's end cut in two is one."""

from concord.analysis.text.clauses import Clause, clauses


def read(*lines: str) -> list[tuple[str, str]]:
    return [(one.number, one.text) for one in clauses(((1, i), line) for i, line in enumerate(lines, 1))]


def test_a_number_of_any_kind_is_taken_apart_from_the_words() -> None:
    assert read(
        "4.2.1 Officers report force.",
        "4) Sergeants review it.",
        "(a) within a day",
        "IV. Review",
        "Section 7 Records",
        "§ 3 Terms",
        "• a bullet",
        "Officers report 12 things.",
        "2026",
        "A policy is public.",
    ) == [
        ("4.2.1", "Officers report force."),
        ("4)", "Sergeants review it."),
        ("(a)", "within a day"),
        ("IV.", "Review"),
        ("Section 7", "Records"),
        ("§ 3", "Terms"),
        ("•", "a bullet"),
        ("", "Officers report 12 things."),
        ("", "2026"),
        ("", "A policy is public."),
    ]


def test_what_the_end_of_a_page_cut_in_two_is_one_clause_at_the_place_of_its_beginning() -> None:
    pages = [
        ((1, 1), "2.1 Officers shall give"),
        ((2, 1), "the reason  of a stop."),
        ((2, 2), "then go on."),
        ((3, 1), ""),
    ]
    assert clauses(pages) == (
        Clause("2.1", "Officers shall give the reason of a stop.", (1, 1)),
        Clause("", "then go on.", (2, 2)),
    )
    assert clauses(pages)[0].whole == "2.1 Officers shall give the reason of a stop."
