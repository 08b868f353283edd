"""What is pointed out in the words of a report, and what keeps it from going on."""

from datetime import date

import pytest

from concord.core.errors import Incomplete
from concord.publishing import actions, checks, notes
from concord.publishing.checks.dates import dates_fit_the_period
from concord.publishing.checks.figures import no_figure_is_typed
from concord.publishing.checks.personal import nothing_personal_is_in_it
from concord.publishing.checks.plain import words_are_plain
from tests.factories import engagements as make
from tests.factories import publishing as office
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 8, 1), date(2026, 11, 3)


def found(problems: list[checks.Problem]) -> list[tuple[str, str]]:
    return [(problem.level, problem.text) for problem in problems]


@pytest.mark.owed("A33")
def test_a_part_that_is_too_long_keeps_the_report_from_going_on() -> None:
    by = office.press()
    report = office.compiled(by, outcomes="It holds. " * 125)
    assert found(checks.run(report)) == []
    longer = actions.compile_again(
        report, work_done="One.", outcomes="It holds. " * 125 + "Yes.", next_steps="Two.", by=by.lead, at=AT
    )
    assert found(checks.run(longer)) == [("error", "“Outcomes” has 251 words, 1 too many: 250 at most.")]
    with pytest.raises(Incomplete, match="cannot go on yet"):
        actions.submit(longer, by=by.lead, at=AT)


@pytest.mark.owed("P1", "P3")
@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("About 30.8% are complete.", "error"),
        ("Some 40 percent are complete.", "error"),
        ("The agency finished 4 of 13.", "error"),
        ("Four of the thirteen are done.", "error"),
        ("The team held 14 interviews.", "error"),
        ("Twelve more recommendations were issued.", "error"),
        ("There are 1,200 officers.", "warning"),
        ("Work on 1.2.3 goes on.", None),
        ("It began on 3 November 2026, on November 3, 2026, on 2026-11-03 and in 2026.", None),
        ("One of the findings is new.", None),
        ("The form has 3.", "warning"),
    ],
)
def test_a_figure_that_is_typed_is_found(text: str, level: str | None) -> None:
    assert [p.level for p in no_figure_is_typed({"Work done": text})] == ([level] if level else [])


@pytest.mark.owed("P1")
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The Memphis Police Department adopted it.", ["Memphis Police Department"]),
        ("It went well in Birch Harbour.", ["Birch Harbour"]),
        ("It went well in Alder Falls.", []),
        ("The Alder Falls Police Department adopted it.", []),
        ("The sheriff's office of Oak County agreed.", []),
        ("Oak County Sheriff's Office agreed.", ["Oak County Sheriff's Office"]),
    ],
)
def test_another_agencys_name_is_found_and_the_own_is_not(text: str, says: list[str]) -> None:
    by = office.press()
    make.engagement("Birch Harbour")
    report = office.compiled(by, outcomes=text)
    title = by.engagement.title
    expected = [("warning", f"“{name}” in “Outcomes” is not {title}: does it belong here?") for name in says]
    assert found(checks.run(report)) == expected


@pytest.mark.owed("P1")
@pytest.mark.parametrize(
    ("heading", "text", "count"),
    [
        ("Work done", "Talks began on 5 September 2026.", 0),
        ("Work done", "Talks began in March 2024.", 1),
        ("Work done", "Talks began on July 31, 2026.", 1),
        ("Outcomes", "The board meets on 2026-12-01.", 1),
        ("Next steps", "The board meets on 2026-12-01.", 0),
        ("Next steps", "The board meets in May 2026.", 1),
        ("Work done", "Since 2019 officers have stayed.", 1),
        ("Work done", "On 31 February 2026 nothing happened.", 0),
    ],
)
def test_a_date_from_another_time_is_found(heading: str, text: str, count: int) -> None:
    assert len(dates_fit_the_period({heading: text}, first=FIRST, last=LAST)) == count


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Write to clerk@example.org.", "error"),
        ("Call 555-123-4567.", "error"),
        ("Sergeant Poe agreed.", "warning"),
        ("The board agreed.", None),
    ],
)
def test_personal_data_is_found(text: str, level: str | None) -> None:
    assert [p.level for p in nothing_personal_is_in_it({"Work done": text})] == ([level] if level else [])


def test_hard_words_long_sentences_and_words_that_accuse_are_pointed_out_with_what_to_say_instead() -> None:
    hard = (
        "The organizational assessment methodology necessitated comprehensive interdepartmental coordination "
        "regarding accountability procedures, notwithstanding considerable administrative complexity, and the "
        "participating representatives subsequently communicated recommendations concerning implementation "
        "responsibilities throughout the organization and among its neighbouring jurisdictions."
    )
    levels = {p.level for p in words_are_plain({"Work done": hard})}
    texts = [p.text for p in words_are_plain({"Work done": hard})]
    assert (levels, texts[0].startswith("“Work done” reads at grade ")) == ({"warning"}, True)
    assert "“regarding” in “Work done”: say “about”." in texts
    assert found(words_are_plain({"Outcomes": "No violation was seen."})) == [
        ("warning", "“violation” may sound adversarial: say what happened, and what the policy asks.")
    ]


def test_the_lines_on_changes_are_looked_at_as_well() -> None:
    by = office.press()
    report = office.compiled(by)
    report.change_notes = {"1.1": "Write to clerk@example.org."}
    assert found(checks.run(report)) == [
        ("error", "“clerk@example.org” in “What changed” looks like personal data (e-mail).")
    ]


def test_the_lines_on_changes_are_read_one_a_line() -> None:
    assert notes.read("1.1: It is done.\n\n 2.3.4 :  The vote is in May. ") == (
        {"1.1": "It is done.", "2.3.4": "The vote is in May."},
        [],
    )
    long = "x" * 201
    assert notes.read(f"no label\n1.1: a\n1.1: b\n1.2: {long}") == (
        {"1.1": "a"},
        [
            "Line 1 is not “label: text”.",
            "Line 3: 1.1 has a line already.",
            "Line 4 has 201 characters; 200 at most.",
        ],
    )
    assert notes.read(notes.written({"1.1": "a: b"})) == ({"1.1": "a: b"}, [])
