"""The desk's pages of status reports and releases."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concord.publishing.models import StatusReport
from tests.factories import engagements as make
from tests.factories import publishing as office
from tests.factories.publishing import Press

pytestmark = pytest.mark.django_db

ALL = {role.key for role in make.PEOPLES_ROLES}
READERS = ALL - {"chief_executive", "liaison", "government_signatory", "stakeholder_adviser", "administrator"}
TOKEN = {"csrfmiddlewaretoken": ""}


def reports_of(by: Press) -> str:
    return f"{by.engagement.get_absolute_url()}reports/"


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_report_is_the_offices_and_the_teams_until_it_is_public() -> None:
    by = office.press()
    report = office.compiled(by)
    people = make.everybody(by.engagement)
    assert make.statuses(people, report.get_absolute_url()) == {200: READERS, 404: ALL - READERS}
    see = ALL - READERS - {"administrator"}
    assert make.statuses(people, reports_of(by)) == {200: READERS, 403: see, 404: {"administrator"}}


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
    assert official.post(f"{report.get_absolute_url()}approve/", TOKEN).status_code == 302
    assert publisher.post(f"{report.get_absolute_url()}publish/", TOKEN).status_code == 302
    report.refresh_from_db()
    assert report.state == "published"
    assert "REL-2026-0001" in official.get(reports_of(by)).content.decode()


def test_a_returned_report_shows_why_and_is_compiled_again_on_its_own_page() -> None:
    by = office.press()
    report = office.compiled(by)
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
    assert f"{second.get_absolute_url()}publish/" not in shown
