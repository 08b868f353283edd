from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from concord.agencies import actions as agencies
from concord.agencies.checks.profile import Profile
from concord.core import clock
from concord.core.guard import writing
from concord.intake.models import AssistanceRequest
from concord.partners import actions, queries
from concord.partners.models import ConflictDeclaration, Expert, Provider
from concord.programme.queries import in_force, question
from tests.factories import engagements as make
from tests.factories import partners
from tests.factories.engagements import AT, PEOPLES_ROLES
from tests.factories.partners import SECRET, YEAR

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
OFFICE = {"programme_officer", "approving_official", "auditor"}
TEAM = {"assessment_lead", "assessor", "analyst", "reviewer", "stakeholder_adviser"}


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def officers() -> Client:
    return make.browser(partners.officer())


def test_which_role_gets_which_list_and_page() -> None:
    people = make.everybody(make.engagement())
    provider, expert, made = partners.provider(), partners.expert(), partners.declaration("declared", name="Dora D")
    for page in ("/app/providers/", "/app/experts/", "/app/experts/match/"):
        assert make.statuses(people, page) == {200: OFFICE, 403: ALL - OFFICE}
    for page in (provider.get_absolute_url(), expert.get_absolute_url(), made.get_absolute_url()):
        assert make.statuses(people, page) == {200: OFFICE, 404: ALL - OFFICE}
    assert make.statuses(people, "/app/conflicts/") == {200: OFFICE | TEAM, 403: ALL - OFFICE - TEAM}
    for page in ("/app/providers/add/", "/app/experts/add/", "/app/conflicts/ask/"):
        assert make.statuses(people, page) == {200: {"programme_officer"}, 403: ALL - {"programme_officer"}}
    for verb in ("clear", "manage", "recuse"):
        assert make.statuses(people, f"{made.get_absolute_url()}{verb}/") == {
            200: {"programme_officer"}, 403: OFFICE - {"programme_officer"}, 404: ALL - OFFICE,
        }  # fmt: skip


def test_somebody_without_a_role_reaches_what_is_their_own_and_nothing_else() -> None:
    made, other = partners.asked(), partners.asked(name="Olga Other")
    expert = partners.expert("Eva Expert")
    client = make.browser(made.person)
    home = text(client, "/app/")
    assert (made.get_absolute_url() in home, other.get_absolute_url() in home) == (True, False)
    assert client.get("/app/conflicts/").status_code == 403
    for page in (made.get_absolute_url(), f"{made.get_absolute_url()}declare/", expert.get_absolute_url()):
        assert client.get(page).status_code == 200
    for page in (other.get_absolute_url(), f"{other.get_absolute_url()}declare/"):
        assert client.get(page).status_code == 404
    assert client.get(f"{made.get_absolute_url()}clear/").status_code == 403
    assert Client().get(f"{made.get_absolute_url()}declare/").status_code == 302
    page = text(client, made.get_absolute_url())
    assert ("/app/history/" in page, 'href="/app/conflicts/"' in page) == (False, False)


def test_a_declaration_is_made_on_its_page() -> None:
    made = partners.asked()
    client, address = make.browser(made.person), f"{made.get_absolute_url()}declare/"
    make.edition()
    words = question(in_force(clock.today()), "conflict.answer")
    assert words is not None
    assert (escape(words.label) in text(client, address), escape(words.help) in text(client, address)) == (True, True)
    assert "Cedar Point Police Department" in text(client, address)
    for typed, says in (
        ({}, "This field is required."),
        ({"answer": "yes", "detail": " "}, "Say what it is, so that the office can decide."),
        ({"answer": "no", "detail": SECRET}, "You chose no, and wrote what it is."),
    ):
        answer = client.post(address, typed)
        assert (answer.status_code, says in answer.content.decode()) == (422, True)
    done = client.post(address, {"answer": "yes", "detail": SECRET})
    assert (done.status_code, done["Location"]) == (302, made.get_absolute_url())
    page = text(client, made.get_absolute_url())
    assert ("Declared, to be decided" in page, SECRET in page.replace("&#x27;", "'")) == (True, True)


def test_only_the_person_and_programme_officers_read_the_words() -> None:
    made = partners.declaration("managed")
    people = make.everybody(make.engagement()) | {"the declarant": made.person}
    read = {
        role
        for role, who in people.items()
        if "brother-in-law" in make.browser(who).get(made.get_absolute_url()).content.decode()
    }
    assert read == {"programme_officer", "the declarant"}
    assert "The words are for the person and for programme officers." in text(
        make.browser(people["auditor"]), made.get_absolute_url()
    )
    history = text(make.browser(people["auditor"]), f"/app/history/{made.ref}/")
    assert ("As was talked over." in history, "brother-in-law" in history) == (True, False)


def test_the_office_decides_on_pages_that_show_what_was_declared() -> None:
    made, client = partners.declaration("declared"), officers()
    page = text(client, made.get_absolute_url())
    for verb in ("clear", "manage", "recuse"):
        assert f"{made.get_absolute_url()}{verb}/" in page
        assert "brother-in-law" in text(client, f"{made.get_absolute_url()}{verb}/")
    assert client.post(f"{made.get_absolute_url()}manage/", {"reason": "Far enough."}).status_code == 422
    typed = {"reason": "Far enough.", "conditions": "Takes no part in interviews."}
    assert client.post(f"{made.get_absolute_url()}manage/", typed).status_code == 302
    page = text(client, made.get_absolute_url())
    assert ("Takes no part in interviews." in page, "/clear/" in page.split("not-now")[0]) == (True, False)


def test_asking_is_filled_from_the_roster_and_from_matching() -> None:
    expert, agency, client = partners.expert(), partners.agency(), officers()
    page = text(client, f"/app/conflicts/ask/?expert={expert.ref}&agency={agency.ref}")
    assert ('value="eva.expert@example.org"' in page, f'value="{agency.ref}"' in page) == (True, True)
    typed = {"name": "Eva Expert", "email": "eva.expert@example.org"}
    wrong = client.post("/app/conflicts/ask/", typed | {"agency": "OH9999999"})
    assert (wrong.status_code, "The directory has no agency OH9999999." in wrong.content.decode()) == (422, True)
    done = client.post("/app/conflicts/ask/", typed | {"agency": agency.ref})
    made = ConflictDeclaration.objects.get()
    assert (done.status_code, done["Location"], made.person) == (302, made.get_absolute_url(), expert.person)
    assert client.get("/app/conflicts/ask/?expert=%00&agency=%00").status_code == 200


def test_a_provider_and_an_expert_are_added_and_changed_on_their_pages() -> None:
    make.edition()
    client = officers()
    typed: dict[str, Any] = {"name": "Plainfold", "kind": "institute", "contact_name": "C", "contact_email": "c@x.org"}
    assert client.post("/app/providers/add/", typed | {"kind": ""}).status_code == 422
    assert client.post("/app/providers/add/", typed).status_code == 302
    provider = Provider.objects.get()
    entry = {"provider": provider.ref, "credentials": "Sheriff, 8 years\n\n Trainer ", "topics": ["compstat"]}
    who = {"name": "Eva Expert", "email": "eva@example.org"}
    wrong = client.post("/app/experts/add/", {**who, **entry, "credentials": "x" * 201})
    assert (wrong.status_code, "Credential 1 has 201 letters" in wrong.content.decode()) == (422, True)
    assert client.post("/app/experts/add/", {**who, **entry, "languages": "Spanish\nHmong"}).status_code == 302
    expert = Expert.objects.get()
    assert (expert.credentials, expert.languages, expert.provider) == (
        ["Sheriff, 8 years", "Trainer"], ["Spanish", "Hmong"], provider,
    )  # fmt: skip
    page = text(client, f"{expert.get_absolute_url()}describe/")
    assert "Sheriff, 8 years\nTrainer" in page
    assert client.post(f"{expert.get_absolute_url()}describe/", entry | {"credentials": "Sheriff"}).status_code == 302
    expert.refresh_from_db()
    assert expert.credentials == ["Sheriff"]
    assert "Eva Expert" in text(client, provider.get_absolute_url())


def test_windows_are_noted_by_the_expert() -> None:
    expert = partners.expert(windows=(YEAR,))
    client, address = make.browser(expert.person), f"{expert.get_absolute_url()}note-availability/"
    assert 'value="2027-01-01"' in text(client, address)
    half = client.post(address, {"starts_1": "2027-03-01"})
    assert "Window 1 needs its first and its last day, or neither." in half.content.decode()
    turned = client.post(address, {"starts_1": "2027-03-01", "ends_1": "2027-02-01"})
    assert (turned.status_code, "before it begins" in turned.content.decode()) == (422, True)
    typed = {"starts_2": "2027-03-01", "ends_2": "2027-03-31"}
    assert client.post(address, typed).status_code == 302
    assert "1 March 2027" in text(client, expert.get_absolute_url())


def test_the_filters_of_the_roster_stay_in_the_address() -> None:
    partners.expert("Ada Able", languages=["Spanish"], windows=(YEAR,))
    partners.expert("Ben Best", languages=["Hmong"])
    client = officers()
    page = text(client, "/app/experts/?language=Spanish&starts_on=2027-02-01&ends_on=2027-03-01")
    assert ("Ada Able" in page, "Ben Best" in page) == (True, False)
    assert '<option value="Spanish" selected>' in page
    assert "language=Spanish" in page.split("Download this list")[1].split("</p>")[0]
    assert "No expert fits these filters." in text(client, "/app/experts/?topic=compstat")
    for wrong in ("starts_on=2027-02-01", "language=Latin", "starts_on=2027-02-02&ends_on=2027-02-01", "kind=x"):
        answer = client.get(f"/app/experts/?{wrong}")
        assert (answer.status_code, "Ada Able" in answer.content.decode()) == (422, False)


def test_every_list_can_be_had_as_a_file() -> None:
    partners.expert("Ada Able", topics=["compstat"], windows=(YEAR,))
    partners.provider()
    partners.declaration("declared", name="Dora Declarant")
    client = officers()
    for page, row in (("experts", "Ada Able"), ("providers", "Plainfold"), ("conflicts", "Dora Declarant")):
        answer = client.get(f"/app/{page}/?format=csv")
        body = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        assert (row in body, "brother-in-law" in body) == (True, False)


def test_matching_shows_every_reason_and_no_score() -> None:
    agency, officer = partners.agency(), partners.officer()
    profile = Profile(None, None, 31, None, AT.date(), "The request.")
    agencies.describe(agency, profile=profile, by=officer, at=AT)
    partners.expert("Ada Able", topics=["compstat"], languages=["Spanish"], kinds=["local"], sizes=["25_to_99"])
    partners.expert("Ben Best", windows=(YEAR,))
    window = (date(2027, 2, 1), date(2027, 3, 1))
    address = queries.match_address(agency, topics=["compstat"], window=window)
    page = text(make.browser(officer), f"{address}&languages=Spanish")
    assert page.index("Ada Able") < page.index("Ben Best")
    assert ("5 of 6 reasons met" in page, "2 of 6 reasons met" in page) == (True, True)
    for sentence in (
        "Knows the topic: 21st Century COMPSTAT to support state of the art",
        "No work with a local agency on record.",
        "Has worked with agencies of 25 to 99 sworn staff.",
        "Speaks Spanish.",
        "Available: no days are on record.",
        "Available on all the days.",
        "No conflict of interest is on file; a declaration is still to be asked for.",
    ):
        assert sentence in page
    assert "25 to 99 sworn staff" in page
    assert f"/app/conflicts/ask/?expert=EXP-2026-0001&amp;agency={agency.ref}" in page


def test_matching_without_an_agency_says_so_and_a_wrong_question_is_said() -> None:
    partners.expert()
    client = officers()
    page = text(client, "/app/experts/match/?languages=Spanish,,spanish")
    assert ("For no agency in particular" in page, "0 of 1 reasons met" in page) == (True, True)
    wrong = client.get("/app/experts/match/?agency=XX0000001&starts_on=2027-02-01")
    assert wrong.status_code == 422
    assert "The directory has no agency XX0000001." in wrong.content.decode()
    assert "Give the first and the last day, or neither." in wrong.content.decode()
    assert client.get("/app/experts/match/?agency=%00").status_code in (200, 422)
    assert "Eva Expert" not in text(client, "/app/experts/match/?languages=Spanish&after=50")


@pytest.mark.owed("B15")
def test_an_accepted_request_and_its_engagement_lead_to_matching_for_their_agency_and_topics() -> None:
    request = make.request(make.agency())
    with writing():
        AssistanceRequest.objects.filter(pk=request.pk).update(topics=["compstat"])
    address = escape(queries.match_address(request.agency, topics=["compstat"]))
    assert f'href="{address}"' in text(officers(), request.get_absolute_url())
    engagement = make.engagement("Birch Harbour")
    address = escape(queries.match_address(engagement.agency))
    assert f'href="{address}"' in text(officers(), engagement.get_absolute_url())
    lead = make.browser(make.member(engagement, "assessment_lead"))
    assert "/app/experts/match/" not in text(lead, engagement.get_absolute_url())


def lists() -> dict[str, Any]:
    return {
        "/app/providers/": lambda n: partners.provider(f"Provider {n}"),
        "/app/experts/": lambda n: partners.expert(f"Expert {n}", windows=(YEAR,), languages=["Spanish"]),
        "/app/experts/match/?languages=Spanish": lambda n: partners.expert(f"Match {n}", windows=(YEAR,)),
        "/app/conflicts/": lambda n: partners.declaration("declared", name=f"Declarant {n}"),
    }


@pytest.mark.parametrize("address", lists())
def test_a_list_asks_as_many_queries_for_one_row_as_for_three(address: str) -> None:
    client, add = officers(), lists()[address]
    add(1)
    with_one = query_count(client, address)
    add(2)
    add(3)
    assert query_count(client, address) == with_one


def test_the_pages_of_things_ask_as_many_queries_for_one_row_as_for_three() -> None:
    client, provider = officers(), partners.provider()
    expert = partners.expert(provider=provider)
    made = partners.declaration("cleared", name="Eva Expert")
    pages = [thing.get_absolute_url() for thing in (provider, expert, made)]
    with_one = [query_count(client, page) for page in pages]
    for number in (2, 3):
        partners.expert(f"Expert {number}", provider=provider)
        partners.declaration("none", make.agency(f"Agency {number}"), name="Eva Expert")
        again = actions.declare(made, has_conflict=False, by=made.person, at=AT)
        made = actions.clear(again, reason="As before.", by=partners.officer(), at=AT)
    assert [query_count(client, page) for page in pages] == with_one


def test_what_is_asked_waits_on_the_home_page_of_whoever_has_a_role() -> None:
    assessor = make.person("assessor", "engagement:ENG-2026-0001")
    made = actions.ask(email=assessor.email, name="X", agency=partners.agency(), by=partners.officer(), at=AT)
    assert f"{made.get_absolute_url()}declare/" in text(make.browser(assessor), "/app/")
    actions.declare(made, has_conflict=True, detail=SECRET, by=assessor, at=AT)
    home = text(officers(), "/app/")
    assert all(f"{made.get_absolute_url()}{verb}/" in home for verb in ("clear", "manage", "recuse"))
    assert "brother-in-law" not in home
