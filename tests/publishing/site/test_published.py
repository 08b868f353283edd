"""Figures printed by others: our arithmetic stands beside them and never changes them."""

from typing import Any

import pytest

from concord.publishing.site import published
from tests.publishing.site import samples

DAY = {"value": "2024-03-27", "precision": "day"}


@pytest.mark.parametrize(
    ("row", "base", "verdict", "check"),
    [
        (("In progress", 4, "28.6"), 13, "differs", "4 of 13 is 30.8%, printed as 28.6%"),
        (("In progress", 4, "30.8"), 13, "agrees", "4 of 13 is 30.8%"),
        (("In progress", 10, "71"), 14, "agrees", "10 of 14 is 71.4%"),
        (("In progress", 10, "72"), 14, "differs", "10 of 14 is 71.4%, printed as 72%"),
        (("Half", 1, "12"), 8, "agrees", "1 of 8 is 12.5%"),
        (("Half", 1, "13"), 8, "agrees", "1 of 8 is 12.5%"),
        (("None", 0, "0"), 13, "agrees", "0 of 13 is 0%"),
        (("Count only", 11, None), 272, "", "11 of 272 is 4.0%"),
        (("Bare", None, "90"), 75, "differs", "no whole number out of 75 gives 90%"),
        (("Bare", None, "3"), 75, "", "no count printed; 3% of 75 can only be 2"),
        (("Bare", None, "45"), 272, "", "no count printed; 45% of 272 can be any of 122 to 123"),
        (("Neither", None, None), 272, "", ""),
        (("No base", 4, "28.6"), None, "", ""),
    ],
)
def test_a_printed_row_is_checked_by_its_own_arithmetic(
    row: tuple[str, int | None, str | None], base: int | None, verdict: str, check: str
) -> None:
    found = published.examine(samples.printed("one", DAY, base, [row])).rows[0]
    assert (found.verdict, found.check) == (verdict, check)


@pytest.mark.parametrize(
    ("rows", "base", "expected"),
    [
        ([("a", 4, "28.6"), ("b", 9, "69.2")], 13, "The counts add up to 13, but the printed percentages to 97.8%."),
        ([("a", 4, "30.8"), ("b", 9, "69.2")], 13, None),
        ([("a", 1, "33"), ("b", 1, "33"), ("c", 1, "33")], 3, None),
        ([("a", 20, None), ("b", 70, None)], 91, "The printed rows account for 90 of 91."),
        ([("a", 60, None), ("b", 70, None)], 91, "The printed counts add up to 130, more than the base of 91."),
        ([("a", None, "50"), ("b", 70, None)], 91, None),
    ],
)
def test_printed_rows_are_added_up(rows: list[Any], base: int, expected: str | None) -> None:
    remarks = published.examine(samples.printed("one", DAY, base, rows)).remarks
    assert [text for _, text in remarks] == ([expected] if expected else [])


def test_the_philadelphia_rows_that_were_printed_and_add_up_are_left_alone() -> None:
    rows: list[Any] = [
        ("complete", 21, None),
        ("partially", 1, None),
        ("in progress", 60, None),
        ("not started", 9, None),
    ]
    examined = published.examine(samples.printed("p", DAY, 91, rows))
    assert (examined.wrong, examined.remarks) == (0, ())
    assert [row.check for row in examined.rows] == [
        "21 of 91 is 23.1%",
        "1 of 91 is 1.1%",
        "60 of 91 is 65.9%",
        "9 of 91 is 9.9%",
    ]
