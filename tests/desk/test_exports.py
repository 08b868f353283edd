"""Each list as a file holds the rows that its page shows to this person, and nothing of anybody else's."""

import csv
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concord.core.models import AuditRow
from tests.factories import engagements as make
from tests.factories import findings as ground
from tests.factories import reforms as work
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db

LISTS = {
    name: f"/app/{name}/" for name in ("requests", "engagements", "recommendations", "agencies", "people", "audit")
}
SCOPED = ("requests", "engagements", "recommendations")


def rows(browser: Client, address: str) -> list[list[str]]:
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


@pytest.fixture
def places() -> tuple[Ground, Ground]:
    """Two agencies, each with an engagement and a recommendation that is being worked on."""
    own, other = ground.ground("Alder Falls"), ground.ground("Canary Bay")
    for on in (own, other):
        work.reform(on, of=ground.recommendation(on))
    return own, other


def test_a_file_opens_to_whoever_its_page_opens_to(places: tuple[Ground, Ground]) -> None:
    people = make.everybody(places[0].engagement)
    for address in LISTS.values():
        assert make.statuses(people, f"{address}?format=csv") == make.statuses(people, address)
        assert Client().get(f"{address}?format=csv").status_code == 302


@pytest.mark.parametrize("name", SCOPED)
def test_a_file_holds_the_rows_of_the_page_and_a_canary_of_another_agency_is_not_among_them(
    name: str, places: tuple[Ground, Ground]
) -> None:
    own, other = places
    for person in make.everybody(own.engagement).values():
        browser = make.browser(person)
        page = browser.get(LISTS[name])
        if page.status_code != 200:
            continue
        body = page.content.decode().partition("<tbody>")[2]
        shown = re.findall(rf'<th scope="row"><a href="/app/{name}/([^/"]+)/', body)
        found = rows(browser, f"{LISTS[name]}?format=csv")
        assert [row[0] for row in found[1:]] == shown
        book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{LISTS[name]}?format=xlsx").getvalue()))
        sheet = list(book.active.values)  # type: ignore[union-attr]
        assert [row[0] for row in sheet[1:]] == shown
        theirs = "Canary Bay" in str(page.content)
        assert ("Canary Bay" in str(found), "Canary Bay" in str(sheet)) == (theirs, theirs)
    assert "Canary Bay" in str(rows(make.browser(other.chief), f"{LISTS[name]}?format=csv"))


def test_a_file_keeps_the_filters_of_the_address_and_goes_over_all_pages(places: tuple[Ground, Ground]) -> None:
    own, other = places
    browser = make.browser(own.officer)
    both = rows(browser, "/app/recommendations/?format=csv")
    one = rows(browser, f"/app/recommendations/?engagement={own.engagement.ref}&format=csv&after=1")
    title = both[0].index("Engagement")
    assert (len(both), len(one)) == (3, 2)
    assert {row[title] for row in one[1:]} == {own.engagement.title}
    page = browser.get(f"/app/recommendations/?engagement={own.engagement.ref}&after=9999999").content.decode()
    assert f"?engagement={own.engagement.ref}&amp;format=csv" in page
    of_one = rows(browser, f"{other.engagement.get_absolute_url()}recommendations/?format=csv")
    assert [row[title] for row in of_one[1:]] == [other.engagement.title]


def test_the_files_of_public_lists_say_what_their_pages_say(places: tuple[Ground, Ground]) -> None:
    own, _ = places
    browser = make.browser(own.officer)
    agencies = rows(browser, "/app/agencies/?format=csv")
    assert [row[1] for row in agencies[1:]] == sorted(row[1] for row in agencies[1:])
    assert [row[0] for row in rows(browser, "/app/agencies/?q=canary&format=csv")[1:]] == [
        "Canary Bay Police Department, OH"
    ]
    assert browser.get("/app/agencies/?state=XX&format=csv").status_code == 422
    people = [tuple(row) for row in rows(browser, "/app/people/?format=csv")[1:]]
    assert (own.officer.name, "Programme officer, the programme office") in people
    assert (own.chief.name, f"Chief executive, {own.engagement.agency.ref}") in people


@pytest.mark.parametrize("name", ["evidence", "findings", "recommendations", "reports"])
def test_the_lists_of_an_engagement_open_as_files_to_whoever_their_pages_open_to(
    name: str, places: tuple[Ground, Ground]
) -> None:
    own, other = places
    page = f"{own.engagement.get_absolute_url()}{name}/"
    for on in (own, other):
        people = make.everybody(on.engagement)
        assert make.statuses(people, f"{page}?format=csv") == make.statuses(people, page)
    if name in ("evidence", "findings"):
        for person in make.everybody(own.engagement).values():
            browser = make.browser(person)
            if browser.get(page).status_code == 200:
                shown = re.findall(
                    rf'<th scope="row"><a href="/app/{name}/([^/"]+)/', browser.get(page).content.decode()
                )
                assert [row[0] for row in rows(browser, f"{page}?format=csv")[1:]] == shown


def test_the_auditor_gets_the_whole_trail_with_names(places: tuple[Ground, Ground]) -> None:
    browser = make.browser(make.person("auditor"))
    found = rows(browser, "/app/audit/?format=csv")
    assert found[0] == ["When (UTC)", "Who", "As", "Did", "What", "From", "To", "Reason", "Chain", "Row"]
    assert [(row[8], row[9]) for row in found[1:]] == [
        (row.stream, str(row.seq)) for row in AuditRow.objects.order_by("-pk")
    ]
    assert places[0].lead.name in {row[1] for row in found}


@pytest.mark.parametrize("name", [*SCOPED, "people", "audit"])
def test_a_file_asks_as_many_queries_for_two_places_as_for_one(name: str) -> None:
    def asked() -> int:
        browser = make.browser(who)
        browser.get(LISTS[name])
        with CaptureQueriesContext(connection) as queries:
            rows(browser, f"{LISTS[name]}?format=csv")
        return len(queries)

    who = make.person("auditor")
    work.reform(ground.ground("Alder Falls"))
    with_one = asked()
    work.reform(ground.ground("Birch Harbour"))
    assert asked() == with_one


def test_an_unknown_format_is_refused_on_the_page() -> None:
    answer = make.browser(make.person("programme_officer")).get("/app/engagements/?format=pdf")
    assert answer.status_code == 422
    assert "A list can be had as csv or xlsx." in answer.content.decode()
