import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from concord.accounts.middleware import SESSION_KEY
from concord.accounts.models import Person
from concord.core.models import OutboxMail
from tests.factories import accounts as people
from tests.factories import engagements as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

ALL = {role.key for role in make.PEOPLES_ROLES}
READERS = {"programme_officer", "approving_official", "auditor", "administrator"}
BACKEND = "concord.accounts.backend.Backend"
ENROL = "/accounts/2fa/totp/activate/"


def signed_in(who: Person) -> Client:
    """The browser of somebody who gave the right password, and no second factor."""
    client = Client()
    client.force_login(who, backend=BACKEND)
    return client


# The second factor


@pytest.mark.parametrize("role", [role.key for role in make.PEOPLES_ROLES])
def test_a_member_without_a_second_factor_is_sent_to_enrol_one(role: str) -> None:
    client = signed_in(make.person(role))
    for page in ("/app/", "/app/requests/", "/app/no-such-page/"):
        assert client.get(page)["Location"] == ENROL
    assert client.post("/app/people/invite/", {})["Location"] == ENROL


def test_the_mark_of_a_demonstration_counts_in_a_demonstration_alone(settings: Settings) -> None:
    client = signed_in(make.person("auditor"))
    session = client.session
    session[SESSION_KEY] = "demo"
    session.save()
    assert client.get("/app/audit/").status_code == 200
    settings.CONCORD_DEMO = False
    assert client.get("/app/audit/")["Location"] == ENROL


def test_whoever_holds_no_role_is_told_so_and_needs_no_second_factor() -> None:
    who = make.person("auditor")
    client = make.browser(who)
    assert client.get("/app/").status_code == 200
    people.actions.end_role(who, role="auditor", scope="office", reason="Left.", by=make.person("administrator"), at=AT)
    home = client.get("/app/")
    assert (home.status_code, "You hold no role now" in home.content.decode()) == (200, True)
    assert [client.get(page).status_code for page in ("/app/notices/", "/app/audit/")] == [403, 403]


def test_nobody_makes_an_account_by_themselves() -> None:
    page = Client().get("/accounts/signup/")
    assert 'type="password"' not in page.content.decode()
    typed = {"email": "a@example.org", "password1": "seven quiet herons"}
    assert Client().post("/accounts/signup/", typed).status_code == 200
    assert Person.objects.count() == 0


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait() -> None:
    cache.clear()  # the library counts there, by address of the network too
    who = people.invited("auditor")
    people.actions.set_password(who, password="seven quiet herons", by=who, at=AT)
    client = Client()
    wrong = [
        client.post("/accounts/login/", {"login": address, "password": "eight loud herons"})
        for address in (who.email, who.email.upper(), who.email.title(), who.email, who.email.capitalize())
    ]
    assert [answer.status_code for answer in wrong] == [200, 200, 200, 200, 429]
    assert "Wait a quarter of an hour" in wrong[-1].content.decode()
    assert list(AccessAttempt.objects.values_list("username", "failures_since_start")) == [(who.email, 5)]
    right = client.post("/accounts/login/", {"login": who.email, "password": "seven quiet herons"})
    cache.clear()
    assert "Too many failed login attempts" in right.content.decode()
    assert "/accounts/login/" in client.get("/app/")["Location"]


def test_a_link_to_a_new_password_goes_by_the_outbox_and_tells_nobody_who_has_an_account() -> None:
    known = people.invited("auditor")
    answers = [Client().post("/accounts/password/reset/", {"email": e}) for e in (known.email, "nobody@example.org")]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    assert list(OutboxMail.objects.order_by("pk").values_list("to", flat=True))[1:] == [
        known.email,
        "nobody@example.org",
    ]


def test_the_link_to_a_new_password_leads_to_the_installations_own_address() -> None:
    people.invited("auditor")
    Client().post("/accounts/password/reset/", {"email": "auditor@example.org"}, headers={"Host": "127.0.0.1:666"})
    mail = OutboxMail.objects.latest("pk")
    (link,) = [word for word in mail.body.split() if "://" in word]
    assert (mail.subject, link.partition("/accounts/")[0]) == (
        "Set a new password for Concord",
        "http://localhost:8000",
    )
    assert "127.0.0.1" not in mail.body
    form = Client().get(link.removeprefix("http://localhost:8000"), follow=True)
    assert "password1" in form.content.decode()


# People and roles


def test_who_reads_the_people() -> None:
    everybody = {role.key: make.person(role.key) for role in make.PEOPLES_ROLES}
    assert make.statuses(everybody, "/app/people/") == {200: READERS, 403: ALL - READERS}
    page = make.person("auditor").get_absolute_url()
    assert make.statuses(everybody, page) == {200: READERS, 404: ALL - READERS}
    inviting = {"programme_officer", "administrator"}
    assert make.statuses(everybody, "/app/people/invite/") == {200: inviting, 403: ALL - inviting}


def test_the_list_asks_as_many_queries_for_one_row_as_for_three() -> None:
    client = make.browser(make.person("administrator"))
    few = query_count(client, "/app/people/")
    make.person("auditor")
    make.person("liaison", "agency:A", "agency:B")
    assert query_count(client, "/app/people/") == few
    assert len(client.get("/app/people/").context["people"]) == 3


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_long_list_of_people_comes_in_pages() -> None:
    client = make.browser(make.person("administrator"))
    for _ in range(51):
        make.person("auditor")
    first = client.get("/app/people/").context
    rest = client.get(f"/app/people/?after={first['next']}").context
    assert (len(first["people"]), len(rest["people"]), rest["next"]) == (50, 2, "")


def test_an_invitation_on_the_page_makes_the_account() -> None:
    client = make.browser(make.person("administrator"))
    typed = {"email": "new@example.org", "name": "Nia New", "role": "auditor", "scope": "office"}
    refused = client.post("/app/people/invite/", typed | {"email": "CANARY"})
    assert (refused.status_code, "CANARY" in refused.content.decode()) == (422, True)
    assert client.post("/app/people/invite/", typed).status_code == 302
    assert Person.objects.get(email="new@example.org").name == "Nia New"
    typed |= {"role": "liaison", "email": "other@example.org"}
    wrong = client.post("/app/people/invite/", typed)
    assert (wrong.status_code, "held on: agency" in wrong.content.decode()) == (403, True)
    nowhere = client.post("/app/people/invite/", typed | {"scope": "agency:NOPE"})
    assert (nowhere.status_code, "The directory has no agency “NOPE”." in nowhere.content.decode()) == (422, True)


def test_a_role_is_ended_on_the_page_with_a_reason() -> None:
    who = make.person("auditor", name="Audrey Auditor")
    client = make.browser(make.person("administrator"))
    page = f"{who.get_absolute_url()}end-role/"
    assert client.post(page, {"membership": "auditor|office", "reason": " "}).status_code == 422
    assert client.post(page, {"membership": "publisher|office", "reason": "Left."}).status_code == 422
    assert client.post(page, {"membership": "auditor|office", "reason": "Left."}).status_code == 302
    assert people.afresh(who).all_roles() == frozenset()


# The demonstration


def test_in_a_demonstration_one_click_signs_in_as_anybody() -> None:
    who = make.person("auditor", name="Audrey Auditor")
    client = Client()
    assert "Audrey Auditor" in client.get("/demo/").content.decode()
    assert client.get(f"/demo/sign-in/{who.pk}/").status_code == 404
    assert client.post("/demo/sign-in/999999/").status_code == 404
    assert client.post(f"/demo/sign-in/{who.pk}/")["Location"] == "/app/"
    assert client.get("/app/audit/").status_code == 200


def test_the_links_of_the_outbox_can_be_tried() -> None:
    people.invited("auditor")
    page = Client().get("/demo/outbox/").content.decode()
    assert '<a href="http://localhost:8000/accounts/password/reset/key/' in page


def test_without_a_demonstration_its_addresses_lead_nowhere(settings: Settings) -> None:
    settings.CONCORD_DEMO = False
    who = make.person("auditor")
    client = Client()
    answers = [client.get("/demo/"), client.get("/demo/outbox/"), client.post(f"/demo/sign-in/{who.pk}/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert client.get("/app/").status_code == 302
