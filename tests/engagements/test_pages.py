import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concord.engagements import actions, queries
from concord.engagements.models import Engagement
from tests.factories import engagements as make
from tests.factories.engagements import AT, PEOPLES_ROLES
from tests.factories.partners import declared

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
LIST = "/app/engagements/"


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_every_role_but_the_administrator_reads_its_engagement() -> None:
    engagement = make.engagement()
    people = make.everybody(engagement)
    readers = ALL - {"administrator"}
    assert make.statuses(people, LIST) == {200: readers, 403: {"administrator"}}
    for page in (engagement.get_absolute_url(), make.area(engagement).get_absolute_url()):
        assert make.statuses(people, page) == {200: readers, 404: {"administrator"}}


def test_people_of_another_engagement_do_not_learn_that_it_exists() -> None:
    engagement = make.engagement()
    others = make.everybody(make.engagement("Elsewhere"))
    office = {"programme_officer", "approving_official", "publisher", "auditor"}
    for page in (engagement.get_absolute_url(), make.area(engagement).get_absolute_url()):
        assert make.statuses(others, page) == {200: office, 404: ALL - office}
    assert engagement.title not in make.browser(others["chief_executive"]).get(LIST).content.decode()


def test_a_visitor_is_asked_to_sign_in() -> None:
    engagement = make.engagement()
    assert Client().get(engagement.get_absolute_url()).status_code == 302
    assert Client().get(LIST).status_code == 302


@pytest.mark.parametrize(
    ("verb", "may"),
    [
        ("add-member", {"programme_officer"}),
        ("suspend", {"programme_officer", "approving_official"}),
        ("resume", {"programme_officer"}),
        ("end", {"approving_official"}),
    ],
)
def test_verb_pages_answer_for_each_role(verb: str, may: set[str]) -> None:
    engagement = make.engagement()
    people = make.everybody(engagement)
    found = make.statuses(people, f"{engagement.get_absolute_url()}{verb}/")
    assert found == {200: may, 403: ALL - may - {"administrator"}, 404: {"administrator"}}


def test_the_list_asks_as_many_queries_for_one_row_as_for_three() -> None:
    make.engagement("One")
    make.request(make.agency("Waiting one"))
    client = make.browser(make.person("programme_officer"))
    with_one = query_count(client, LIST)
    for place in ("Two", "Three"):
        make.engagement(place)
        make.request(make.agency(f"Waiting {place}"))
    assert query_count(client, LIST) == with_one
    assert client.get(LIST).content.decode().count('<tr><th scope="row">') == 6


def test_the_engagement_page_asks_as_many_queries_for_one_focus_area_as_for_three() -> None:
    small = make.engagement("One")
    large = make.engagement("Two", areas=[(f"Area {n}", "Assess.") for n in range(3)])
    for of in (small, large, large, large):
        make.member(of, "assessor")
    client = make.browser(make.person("programme_officer"))
    assert query_count(client, small.get_absolute_url()) == query_count(client, large.get_absolute_url())


def test_an_engagement_is_opened_on_the_page_of_its_request() -> None:
    request = make.request(make.agency())
    client = make.browser(make.person("programme_officer"))
    address = f"/app/requests/{request.ref}/open/"
    assert address in client.get(LIST).content.decode()
    typed = {"title": "Alder Falls", "slug": "alder-falls", "area_1": "Wellness", "objective_1": "Assess support."}
    wrong = client.post(address, typed | {"slug": "Alder Falls", "area_2": "No objective"})
    assert wrong.status_code == 422
    assert "expected small letters" in wrong.content.decode()
    assert "Focus area 2 needs a title and an objective." in wrong.content.decode()
    done = client.post(address, typed)
    made = Engagement.objects.get()
    assert (done.status_code, done["Location"]) == (302, made.get_absolute_url())
    assert address not in client.get(LIST).content.decode()
    assert "was opened from this request" in client.get(address).content.decode()


def test_a_member_is_added_and_shown_on_the_page() -> None:
    engagement = make.engagement()
    client = make.browser(make.person("programme_officer"))
    address = f"{engagement.get_absolute_url()}add-member/"
    typed = {"email": "lee.lead@example.org", "name": "Lee Lead", "role": "assessment_lead"}
    early = client.post(address, typed)
    assert (early.status_code, "Ask for the declaration first." in early.content.decode()) == (403, True)
    declared(engagement, "lee.lead@example.org")
    done = client.post(address, typed)
    assert (done.status_code, done["Location"]) == (302, engagement.get_absolute_url())
    page = client.get(engagement.get_absolute_url()).content.decode()
    assert "Lee Lead, assessment lead" in page
    assert "<h3>The assessment team</h3>" in page


def test_a_suspension_needs_a_reason() -> None:
    engagement = make.engagement()
    client = make.browser(make.person("programme_officer"))
    address = f"{engagement.get_absolute_url()}suspend/"
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "The programme paused."}).status_code == 302
    engagement.refresh_from_db()
    assert engagement.state == "suspended"


def test_the_page_offers_only_what_the_role_may_do() -> None:
    engagement = make.engagement()
    area = make.area(engagement)
    lead, chief = make.member(engagement, "assessment_lead"), make.member(engagement, "chief_executive")
    assert "/draft/" in make.browser(lead).get(engagement.get_absolute_url()).content.decode()
    assert "/draft/" not in make.browser(chief).get(engagement.get_absolute_url()).content.decode()
    assert f"{area.ref}/open/" in make.browser(lead).get(area.get_absolute_url()).content.decode()
    assert f"{area.ref}/open/" not in make.browser(chief).get(area.get_absolute_url()).content.decode()
    assert ">Evidence</a>" not in make.browser(chief).get(engagement.get_absolute_url()).content.decode()


def test_the_inbox_has_open_focus_areas_and_the_next_planned_one() -> None:
    engagement = make.engagement(areas=[(f"Area {n}", "Assess.") for n in range(1, 5)])
    lead = make.member(engagement, "assessment_lead")
    stranger = make.member(make.engagement("Elsewhere"), "assessment_lead")

    def numbers() -> list[int]:
        return [area.number for area in queries.focus_areas_open_for(lead).order_by("number")]

    assert numbers() == [1]
    make.put(make.area(engagement, 1), "open")
    assert numbers() == [1]
    make.put(make.area(engagement, 1), "complete")
    make.put(make.area(engagement, 3), "open")
    assert numbers() == [2, 3]
    assert [area.engagement.slug for area in queries.focus_areas_open_for(stranger)] == ["elsewhere"]
    actions.suspend(engagement, reason="Paused.", by=make.person("programme_officer"), at=AT)
    assert numbers() == []
    assert [e.ref for e in queries.open_for(lead)] == [engagement.ref]


def test_an_engagement_is_found_by_reference_and_by_address() -> None:
    engagement = make.engagement()
    assert queries.engagement(engagement.ref) == engagement
    assert queries.by_slug("alder-falls") == engagement
    assert queries.engagement("ENG-1999-0001") is None
    assert queries.by_slug("nowhere") is None
    assert queries.focus_area("FA-1999-0001") is None


def test_people_are_listed_by_side() -> None:
    engagement = make.engagement()
    make.everybody(engagement)
    sides = {str(side.party): [m.role for m in side.members] for side in queries.people_of(engagement)}
    assert sides == {
        "the agency": ["liaison", "chief_executive", "government_signatory"],
        "the assessment team": ["analyst", "assessment_lead", "assessor", "reviewer", "stakeholder_adviser"],
    }
