"""Figures printed by others: our arithmetic stands beside them and never changes them."""

import itertools
from decimal import Decimal
from typing import Any

import pytest

from concord.analysis.figures.rounding import is_usual
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
        (("Bare", None, "90"), 75, "", "no count printed; 90% of 75 can only be 68"),
        (("Bare", None, "90"), 7, "differs", "no whole number out of 7 gives 90%"),
        (("Bare", None, "3"), 75, "", "no count printed; 3% of 75 can only be 2"),
        (("Bare", None, "45"), 272, "", "no count printed; 45% of 272 can be any of 122 to 125"),
        (("Neither", None, None), 272, "", ""),
        (("No base", 4, "28.6"), None, "", ""),
    ],
)
def test_a_printed_row_is_checked_by_its_own_arithmetic(
    row: tuple[str, int | None, str | None], base: int | None, verdict: str, check: str
) -> None:
    found = published.examine(samples.printed("one", DAY, base, [row])).rows[0]
    assert (found.verdict, found.check) == (verdict, check)


def test_a_percentage_is_read_in_the_same_ways_as_in_the_remarks_on_a_figure() -> None:
    for base, text in itertools.product(range(1, 41), ["0", "3", "7", "28.6", "33", "50", "66.67", "99", "100"]):
        usual = [count for count in range(base + 1) if is_usual(Decimal(text), count, base)]
        assert (base, text, [count for count in range(base + 1) if published.same(count, base, text)]) == (
            base,
            text,
            usual,
        )


def test_what_was_printed_in_place_of_a_number_and_the_remarks_stay_with_the_figure() -> None:
    figure = samples.printed("one", DAY, None, [("recommendations", None, None)])
    figure["rows"][0] |= {"count_as_printed": ">100", "note": "As the press tells it."}
    figure["checks"] = [{"level": "note", "text": "Three numbers are told."}]
    found = published.examine(figure)
    assert [(row.count, row.count_as_printed, row.note) for row in found.rows] == [
        (None, ">100", "As the press tells it.")
    ]
    assert found.remarks == (("note", "Three numbers are told."),)


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
