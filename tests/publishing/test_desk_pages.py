"""The desk's pages of status reports and releases."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concord.core import clock
from concord.publishing import queries
from concord.publishing.models import StatusReport
from concord.publishing.site import STATIC_CSP, build
from tests.factories import engagements as make
from tests.factories import publishing as office
from tests.factories.engagements import AT
from tests.factories.publishing import Press

pytestmark = pytest.mark.django_db

ALL = {role.key for role in make.PEOPLES_ROLES}
AGENCY = {"chief_executive", "liaison"}
READERS = ALL - AGENCY - {"government_signatory", "stakeholder_adviser", "administrator"}
TOKEN = {"csrfmiddlewaretoken": ""}


def reports_of(by: Press) -> str:
    return f"{by.engagement.get_absolute_url()}reports/"


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("state", ["compiled", "in_review", "returned"])
def test_a_report_is_the_offices_and_the_teams_until_the_agency_checks_it(state: str) -> None:
    by = office.press()
    report = office.report(by, state)
    people = make.everybody(by.engagement)
    assert make.statuses(people, report.get_absolute_url()) == {200: READERS, 404: ALL - READERS}
    see = {"government_signatory", "stakeholder_adviser"}
    assert make.statuses(people, reports_of(by)) == {200: READERS | AGENCY, 403: see, 404: {"administrator"}}
    assert len(make.browser(people["liaison"]).get(reports_of(by)).context["rows"]) == 0


@pytest.mark.owed("P8")
@pytest.mark.parametrize("state", ["fact_check", "approved", "scheduled"])
def test_the_agency_sees_from_its_check_on_exactly_what_will_be_public(state: str) -> None:
    by = office.press()
    office.programme()
    report = office.report(by, state)
    people, address = make.everybody(by.engagement), report.get_absolute_url()
    see = READERS | AGENCY
    for page in ("", "preview/", "preview/site/"):
        assert make.statuses(people, f"{address}{page}") == {200: see, 404: ALL - see}


def test_the_agency_does_not_read_why_a_draft_was_handed_back_and_the_team_does() -> None:
    by = office.press()
    report = office.actions.hand_back(office.report(by, "in_review"), reason="A blunt word.", by=by.reviewer, at=AT)
    lead = make.browser(by.lead)
    assert "Returned: A blunt word." in lead.get(report.get_absolute_url()).content.decode()
    words = {"work_done": "Less.", "outcomes": "Less.", "next_steps": "Less."}
    again = office.actions.compile_again(report, **words, by=by.lead, at=AT)
    office.brought(again, by, "fact_check")
    history = f"/app/history/{report.ref}/"
    read = [make.browser(who).get(history).content.decode() for who in (by.lead, by.liaison)]
    assert ["A blunt word." in page for page in read] == [True, False]
    assert "passed it on to the agency" in read[1]


@pytest.mark.owed("P8")
def test_the_preview_is_the_page_that_is_published(tmp_path: Path) -> None:
    by = office.press()
    office.programme()
    report = office.report(by, "scheduled")
    liaison = make.browser(by.liaison)
    shown = [liaison.get(f"{report.get_absolute_url()}preview/{page}") for page in ("", "site/")]
    assert [page["Content-Security-Policy"] for page in shown] == [STATIC_CSP, STATIC_CSP]
    office.brought(report, by, "published", since="scheduled")
    build(queries.release_documents(), tmp_path, as_of=clock.today())
    site = tmp_path / "current" / "sites" / "alder-falls"
    built = [site / "reports" / "2026-11-03" / "index.html", site / "index.html"]
    assert [_words(page.content.decode()) for page in shown] == [_words(file.read_text("utf-8")) for file in built]


def _words(page: str) -> str:
    """The main part of a page without what names its release: the reference, the hash."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"preview-\d|rel-[\d-]+|[0-9a-f]{12,}|REL-[\d-]+", "", main)


def test_a_preview_needs_the_programmes_own_pages() -> None:
    by = office.press()
    report = office.report(by, "compiled")
    page = make.browser(by.lead).get(f"{report.get_absolute_url()}preview/")
    assert (page.status_code, "have not been released yet" in page.content.decode()) == (409, True)


def test_the_list_asks_as_many_queries_for_one_report_as_for_three() -> None:
    by = office.press()
    client = make.browser(by.official)
    office.report(by, "published")
    few = query_count(client, reports_of(by))
    for number in (1, 2):
        office.following(by, "published", number)
    assert query_count(client, reports_of(by)) == few
    assert len(client.get(reports_of(by)).context["rows"]) == 3


def test_a_report_is_compiled_approved_and_published_on_its_pages() -> None:
    by = office.press()
    lead, official, publisher = (make.browser(who) for who in (by.lead, by.official, by.publisher))
    form = f"{by.engagement.get_absolute_url()}compile/"
    typed = {name: str(value) for name, value in office.told().items()}
    wrong = lead.post(form, typed | {"period_to": "2099-01-01", "outcomes": "CANARY outcomes"})
    assert (wrong.status_code, "CANARY outcomes" in wrong.content.decode()) == (422, True)
    assert lead.post(form, typed).status_code == 302
    report = StatusReport.objects.get()
    shown = official.get(report.get_absolute_url()).content.decode()
    assert office.told()["work_done"] in shown
    reviewer, liaison = make.browser(by.reviewer), make.browser(by.liaison)
    comment = {"part": "outcomes", "text": "It was adopted in May."}
    answer = {"number": "1", "outcome": "kept", "answer": "The day is in the table."}
    hour = {"on": "2099-01-01", "hour": "10:00"}
    sent: dict[str, str]
    for who, verb, sent in (
        (lead, "submit", {}),
        (reviewer, "review", {}),
        (liaison, "comment", comment),
        (liaison, "check", {}),
        (lead, "answer", answer),
        (lead, "propose", {}),
        (official, "approve", {}),
        (publisher, "schedule", hour),
    ):
        assert (verb, who.post(f"{report.get_absolute_url()}{verb}/", TOKEN | sent).status_code) == (verb, 302)
    report.refresh_from_db()
    assert (report.state, report.publish_at) == ("scheduled", datetime(2099, 1, 1, 15, tzinfo=UTC))
    page = liaison.get(report.get_absolute_url()).content.decode()
    assert ("1 January 2099, 10:00 EST" in page, "The day is in the table." in page) == (True, True)


def test_a_correction_and_a_delay_are_begun_on_their_pages() -> None:
    by = office.press()
    report = office.report(by, "published")
    reason = {"reason": "A word was wrong."}
    assert make.browser(by.lead).post(f"{report.get_absolute_url()}correct/", TOKEN | reason).status_code == 302
    assert StatusReport.objects.get(version=2).corrects == report
    officer = make.browser(make.person("programme_officer"))
    late = {"words": "The team was ill.", "expected_on": "2099-01-01"}
    assert officer.post(f"{by.engagement.get_absolute_url()}explain/", TOKEN | late).status_code == 302
    assert "is due on" in officer.get(reports_of(by)).content.decode()


def test_a_returned_report_shows_why_and_is_compiled_again_on_its_own_page() -> None:
    by = office.press()
    report = office.report(by, "proposed")
    official, lead = make.browser(by.official), make.browser(by.lead)
    assert official.post(f"{report.get_absolute_url()}return/", {"reason": " "}).status_code == 422
    assert official.post(f"{report.get_absolute_url()}return/", {"reason": "Too long."}).status_code == 302
    assert "Too long." in lead.get(f"/app/history/{report.ref}/").content.decode()
    words = {"work_done": "Less.", "outcomes": "Less.", "next_steps": "Less."}
    assert lead.post(f"{report.get_absolute_url()}compile/", words).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.document["work_done"]) == ("compiled", "Less.")


def test_what_waits_for_an_earlier_report_says_so_beside_the_button() -> None:
    by = office.press()
    office.report(by, "approved")
    second = office.following(by, "approved", 1)
    shown = make.browser(by.publisher).get(second.get_absolute_url()).content.decode()
    assert "Status report 1 is published first." in shown
    assert f"{second.get_absolute_url()}schedule/" not in shown
