"""The lists of an engagement as files: each holds what its page shows, for whom the page is."""

import csv
import io

import pytest
from django.test import Client

from concord.desk.things import find
from concord.engagements import actions
from tests.factories import engagements as make
from tests.factories import together as both
from tests.factories.engagements import AT
from tests.factories.together import DAY, Sides

pytestmark = pytest.mark.django_db

MOMENT = "2026-11-03T09:30:00+00:00"
LISTS = ("check-ins", "expectations", "surveys", "concerns", "tier-changes")


def rows(browser: Client, address: str) -> list[list[str]]:
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def place(by: Sides, name: str, table: str = "") -> str:
    return f"{by.engagement.get_absolute_url()}{name}/?format=csv{table and f'&table={table}'}"


def test_the_check_ins_are_one_file_with_who_was_there_and_what_was_said() -> None:
    by = both.sides()
    made = both.check_in(by, "It went well; the rosters come next week.")
    assert rows(make.browser(by.liaison), place(by, "together", "check-ins")) == [
        ["Reference", "Day", "Who was there", "Notes", "Things to do", "Recorded by"],
        [
            made.ref,
            "2026-11-03",
            "Lin Liaison, Odell Officer",
            "It went well; the rosters come next week.",
            "0",
            "Odell Officer",
        ],
    ]


def test_the_expectations_are_one_file_open_ones_and_settled_ones() -> None:
    by = both.sides()
    met = actions.meet_expectation(both.expectation(by, "A draft."), why="It came.", by=by.liaison, at=AT)
    still = both.expectation(by, "An answer.")
    said = ["the agency"], ["Lin Liaison", MOMENT, ""]
    assert rows(make.browser(by.lead), place(by, "together", "expectations")) == [
        [
            *("Reference", "Expected by", "What", "Said by", "Said at (UTC)", "Wanted by", "State", "Since (UTC)"),
            "Why, or what shows it",
        ],
        [met.ref, *said[0], "A draft.", *said[1], "Met", MOMENT, "It came."],
        [still.ref, *said[0], "An answer.", *said[1], "Expected by the agency", MOMENT, ""],
    ]


def test_the_versions_of_the_agreement_are_one_file_with_who_signed_and_for_whom_it_waits() -> None:
    by = both.sides()
    agreement = both.signed(both.sent(by), by.chief)
    assert rows(make.browser(by.lead), place(by, "agreements")) == [
        ["Reference", "Version", "Heading", "State", "Signed by", "Waits for", "Since (UTC)"],
        [
            agreement.ref,
            "1",
            "Memorandum of understanding",
            "Sent to its signatories",
            "Chief executive, 2026-11-03",
            "Government signatory, by 2026-12-03",
            MOMENT,
        ],
    ]


def test_the_looks_at_eligibility_are_a_file_of_the_office() -> None:
    by = both.sides()
    flag = both.flagged(by)
    found = rows(make.browser(by.officer), place(by, "eligibility", "looks"))
    assert found == [
        ["Reference", "Looked at on", "Found", "Matter", "Where", "Since (UTC)"],
        [flag.ref, "2026-11-03", "Flagged, to be decided", "A federal investigation", "The public docket", MOMENT],
    ]


@pytest.mark.parametrize("table", LISTS)
def test_each_list_of_working_together_opens_to_whoever_its_page_opens_to_but_concerns(table: str) -> None:
    by = both.sides()
    both.concern(by)
    people = make.everybody(by.engagement)
    page = make.statuses(people, f"{by.engagement.get_absolute_url()}together/")
    able = make.statuses(people, place(by, "together", table))[200]
    read_concerns = {role for role, who in people.items() if both_read_concerns(by, make.browser(who))}
    assert able == (page[200] & read_concerns if table == "concerns" else page[200])


def both_read_concerns(by: Sides, browser: Client) -> bool:
    return "Calls are not returned" in browser.get(f"{by.engagement.get_absolute_url()}together/").content.decode()


def test_a_list_that_the_page_has_not_is_refused_in_words() -> None:
    by = both.sides()
    answer = make.browser(by.officer).get(place(by, "together", "nonsense"))
    assert (answer.status_code, "There is no table" in answer.content.decode()) == (422, True)


def test_a_check_in_has_a_page_for_both_sides_and_for_nobody_elsewhere() -> None:
    by, stranger = both.sides(), make.member(make.engagement("Elsewhere"), "assessment_lead")
    made = both.check_in(by, "It went well.")
    assert (find(made.ref).thing, made.title) == (made, "Check-in on 3 November 2026: Alder Falls Police Department")
    page = f"{by.engagement.get_absolute_url()}together/"
    assert f'href="{made.get_absolute_url()}"' in make.browser(by.lead).get(page).content.decode()
    for who, status in ((by.officer, 200), (by.liaison, 200), (by.lead, 200), (stranger, 404)):
        answer = make.browser(who).get(made.get_absolute_url())
        assert (answer.status_code, "It went well." in answer.content.decode()) == (status, status == 200)
    assert made.on == DAY
