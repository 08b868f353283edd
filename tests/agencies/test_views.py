from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concord.agencies import actions, queries
from concord.agencies.models import Agency
from tests.agencies.conftest import AT, CONCORD, row
from tests.agencies.test_actions import CHIEF, OFFICER, PROFILE

pytestmark = pytest.mark.django_db

ClientOf = Callable[..., Client]
LIST = "/app/agencies/"
PAGE = "/app/agencies/OH0990100/"


def _many(count: int) -> None:
    actions.import_directory([row(f"OH099{number:04}") for number in range(count)], by=CONCORD, at=AT)


def _queries(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", [LIST, f"{LIST}?q=ashford&state=OH"])
def test_the_list_asks_as_many_queries_for_one_agency_as_for_many(client_of: ClientOf, address: str) -> None:
    client = client_of("programme_officer")
    _many(1)
    with_one = _queries(client, address)
    _many(120)
    assert _queries(client, address) == with_one


def test_the_list_is_paged_within_a_state_and_leads_to_the_next_page(client_of: ClientOf) -> None:
    _many(60)
    client = client_of("auditor")
    first = client.get(f"{LIST}?state=OH").content.decode()
    assert first.count("<tr><th") == 51
    assert '"?state=OH&amp;after=OH0990049"' in first
    second = client.get(f"{LIST}?state=OH&after=OH0990049").content.decode()
    assert (second.count("<tr><th"), "Next 50" in second) == (11, False)


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("q=ashford", 200, "1 agency found for “ashford”."),
        ("q=elm", 200, "No agency fits “elm”."),
        ("q=%3Cb%3E", 200, "No agency fits “&lt;b&gt;”."),
        ("state=XX", 422, "Select a valid choice"),
        ("after=%00", 200, "By reference, which begins with the state."),
        ("after=ZZ", 200, "No agency is on record here."),
    ],
)
def test_the_list_says_what_it_found(client_of: ClientOf, agency: Agency, query: str, status: int, says: str) -> None:
    response = client_of("programme_officer").get(f"{LIST}?{query}")
    assert response.status_code == status
    assert says in response.content.decode()


def test_a_search_with_more_than_fifty_says_so(client_of: ClientOf) -> None:
    _many(60)
    page = client_of("programme_officer").get(f"{LIST}?q=ashford").content.decode()
    assert "The 50 agencies that fit “ashford” best. Add a word to see fewer." in page


def test_the_page_shows_profile_chief_executive_and_vacancies(client_of: ClientOf, agency: Agency) -> None:
    actions.describe(agency, profile=PROFILE, by=OFFICER, at=AT)
    for name, since, until in [
        ("One", date(2020, 1, 1), date(2020, 3, 31)),
        ("Two", date(2020, 5, 1), date(2020, 6, 30)),
    ]:
        actions.appoint_chief(agency, person_name=name, since=since, until=until, **CHIEF, by=OFFICER, at=AT)
    page = client_of("liaison", "agency:OH0990100").get(PAGE).content.decode()
    for shown in (
        "<h1>Ashford Falls Police Department, OH</h1>",
        "<dd>41,000</dd>",
        "<dd>18.20</dd>",
        'Figures of <time datetime="2026-06-30">30 June 2026</time>. Source: The agency&#x27;s yearly report.',
        '<p><b>Vacant</b> since <time datetime="2020-07-01">1 July 2020</time>.</p>',
        'href="/app/agencies/OH0990100/describe/"',
        reverse("history", args=["OH0990100"]),
    ):
        assert shown in page
    assert page.count('<th scope="row">Vacant</th>') == 2
    assert "/appoint/" not in page


@pytest.mark.parametrize("fbi_type", ["Other", "Federal"])
def test_the_page_gives_advice_about_a_kind_that_may_not_ask(client_of: ClientOf, fbi_type: str) -> None:
    actions.import_directory([row(fbi_type=fbi_type)], by=CONCORD, at=AT)
    response = client_of("programme_officer").get(PAGE)
    advice = Agency.objects.get().type_advice()
    assert advice.split("“")[0].replace("'", "&#x27;") in response.content.decode()


def test_the_page_asks_as_many_queries_with_one_tenure_as_with_many(client_of: ClientOf, agency: Agency) -> None:
    client = client_of("programme_officer")
    actions.appoint_chief(agency, person_name="One", since=date(2000, 1, 1), **CHIEF, by=OFFICER, at=AT)
    with_one = _queries(client, PAGE)
    for year in range(2001, 2021):
        actions.appoint_chief(agency, person_name="Next", since=date(year, 1, 1), **CHIEF, by=OFFICER, at=AT)
    assert _queries(client, PAGE) == with_one


@pytest.mark.parametrize("ref", ["OH0990999", "%00", "OH09901"])
def test_an_agency_that_is_not_there_is_not_found(client_of: ClientOf, ref: str) -> None:
    assert client_of("programme_officer").get(f"{LIST}{ref}/").status_code == 404


def test_who_has_not_signed_in_is_asked_to(client: Client, agency: Agency) -> None:
    for address in (LIST, PAGE, f"{LIST}add/", f"{PAGE}describe/"):
        response = client.get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_an_agency_is_added_and_its_page_follows(client_of: ClientOf) -> None:
    facts = {"name": "Elm Tribal Police", "state": "AZ", "kind": "tribal", "source": "The request"}
    response = client_of("programme_officer").post(f"{LIST}add/", facts)
    added = Agency.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{LIST}{added.ref}/")
    assert (added.manual, added.state, added.kind, added.ori) == (True, "AZ", "tribal", None)


def test_adding_an_agency_that_is_there_is_answered_on_the_form_and_what_was_typed_stays(
    client_of: ClientOf, agency: Agency
) -> None:
    client = client_of("programme_officer")
    facts = {"name": agency.name, "state": "OH", "kind": "local", "source": "The request"}
    response = client.post(f"{LIST}add/", facts)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Use it, or say that yours is another one." in page
    assert 'value="The request"' in page
    assert client.post(f"{LIST}add/", facts | {"same_name": "on"}).status_code == 302


def test_a_wrong_ori_is_answered_at_its_field(client_of: ClientOf) -> None:
    facts = {"name": "Elm", "state": "OH", "kind": "local", "source": "The request", "ori": "12"}
    response = client_of("programme_officer").post(f"{LIST}add/", facts)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["ori"])


def test_who_may_not_add_is_refused(client_of: ClientOf) -> None:
    assert client_of("auditor").get(f"{LIST}add/").status_code == 403


def test_the_office_settles_the_kind_and_the_agency_describes_itself(client_of: ClientOf) -> None:
    actions.import_directory([row(fbi_type="Unknown")], by=CONCORD, at=AT)
    figures = {"sworn": "12", "profile_as_of": "2026-06-30", "profile_source": "The agency"}
    liaison = client_of("liaison", "agency:OH0990100")
    form = liaison.get(f"{PAGE}describe/").context["form"]
    assert {"kind", "ori"} & set(form.fields) == set()
    assert liaison.post(f"{PAGE}describe/", figures | {"kind": "state"}).status_code == 302
    assert (Agency.objects.get().kind, Agency.objects.get().sworn) == ("unknown", 12)
    officer = client_of("programme_officer")
    form = officer.get(f"{PAGE}describe/").context["form"]
    assert (form["kind"].initial, form["sworn"].initial) == ("unknown", 12)
    assert officer.post(f"{PAGE}describe/", figures | {"kind": "state"}).status_code == 302
    assert Agency.objects.get().kind == "state"


def test_a_chief_executive_comes_and_goes(client_of: ClientOf, agency: Agency) -> None:
    officer = client_of("programme_officer")
    came = {"person_name": "One", "title": "Chief", "kind": "interim", "since": "2026-01-01", "source": "A letter"}
    assert officer.post(f"{PAGE}appoint/", came).status_code == 302
    assert officer.post(f"{PAGE}leave/", {"until": "2026-02-01", "source": "A letter"}).status_code == 302
    (vacancy, term) = queries.chief_history(agency)
    assert (vacancy.vacant, vacancy.since, term.since, term.until) == (
        *(True, date(2026, 2, 2)),
        *(date(2026, 1, 1), date(2026, 2, 1)),
    )
    response = officer.post(f"{PAGE}leave/", {"until": "2026-02-01", "source": "A letter"})
    assert response.status_code == 409
    assert "No chief executive without a last day is on record" in response.content.decode()


def test_the_people_of_another_agency_see_the_page_but_no_button_and_no_form(
    client_of: ClientOf, agency: Agency
) -> None:
    stranger = client_of("liaison", "agency:OH0990200")
    assert "/describe/" not in stranger.get(PAGE).content.decode()
    assert stranger.get(f"{PAGE}describe/").status_code == 404
