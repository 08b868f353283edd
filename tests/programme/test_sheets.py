"""The fields of a sheet: what is asked, and what kind of answer it takes."""

from datetime import date

import pytest

from concord.core.errors import BadInput
from concord.programme import checks
from concord.programme.document import read
from concord.programme.sheets import Kind, SheetField, read_fields
from tests.factories import programme as editions

EXPECTED = "is no kind of answer; expected “line”, “number”, “time”, or two or more answers such as “yes / no”."


def test_a_line_says_what_is_asked_and_which_answers_there_are() -> None:
    lines = ["What happened", "Shift | line", "Calls | number", "Began at | time", "Was it said? | yes / no / not seen"]
    assert read_fields(lines) == (
        SheetField("What happened"),
        SheetField("Shift", Kind.LINE),
        SheetField("Calls", Kind.NUMBER),
        SheetField("Began at", Kind.TIME),
        SheetField("Was it said?", Kind.CHOICE, ("yes", "no", "not seen")),
    )


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["| number"], "“| number” asks nothing; expected what is asked, in at most 200 letters."),
        (
            ["Calls | digits"],
            f"“Calls | digits”: “digits” {EXPECTED}",
        ),
        (
            ["Said? | yes / yes"],
            f"“Said? | yes / yes”: “yes / yes” {EXPECTED}",
        ),
        (["Shift", "Shift | line"], "two fields are called “Shift”; expected a name of its own for each."),
        ([f"Field {n}" for n in range(61)], "it has 61 fields; 60 at most."),
    ],
)
def test_a_line_of_which_no_field_can_be_made_is_named_with_what_was_expected(lines: list[str], reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_fields(lines)
    assert refused.value.reason == reason


def test_an_edition_with_such_a_line_cannot_be_published_and_its_sheet_is_named() -> None:
    document = editions.document()
    document["sheet"][1]["asks"] = ["Shift | words"]
    problems = [(problem.level, problem.text) for problem in checks.run(read(document), date(2026, 11, 3))]
    assert problems == [
        (
            "error",
            f"Observation sheets, “Roll call”: “Shift | words”: “words” {EXPECTED}",
        )
    ]
