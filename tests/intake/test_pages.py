from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concord.core import history
from concord.intake import actions, queries
from concord.intake.letters import document
from concord.intake.models import AssistanceRequest, Decided
from concord.programme.letters import Filled
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories.engagements import AT, PEOPLES_ROLES

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
READERS = {"programme_officer", "approving_official", "auditor"}
OWN_READERS = READERS | {"chief_executive", "liaison"}
ASK, LIST = "/request/", "/app/requests/"


@pytest.fixture(autouse=True)
def _edition() -> None:
    make.edition()


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


# The desk


def test_who_reads_a_request_and_the_list() -> None:
    request = asking.submitted(make.agency())
    page = request.get_absolute_url()
    own = {role.key: make.person(role.key, scope_of(role, request)) for role in PEOPLES_ROLES}
    other = asking.submitted(make.agency("Elsewhere Police Department"))
    others = {role.key: make.person(role.key, scope_of(role, other)) for role in PEOPLES_ROLES}
    assert make.statuses(own, page) == {200: OWN_READERS, 404: ALL - OWN_READERS}
    assert make.statuses(others, page) == {200: READERS, 404: ALL - READERS}
    assert make.statuses(own, LIST) == {200: OWN_READERS, 403: ALL - OWN_READERS}


def scope_of(role: Any, request: AssistanceRequest) -> str:
    places = {"office": "office", "agency": request.scopes[-1], "engagement": "engagement:ENG-2026-0001"}
    return places[role.level.value]


def test_a_list_shows_each_agency_its_own_requests() -> None:
    mine, theirs = make.agency(), make.agency("Elsewhere Police Department")
    own, *others = asking.submitted(mine), asking.submitted(theirs), asking.submitted()
    assert list(queries.visible_to(make.person("chief_executive", f"agency:{mine.ref}"))) == [own]
    assert set(queries.visible_to(make.person("auditor"))) == {own, *others}


def test_the_list_asks_as_many_queries_for_one_row_as_for_three() -> None:
    client = make.browser(make.person("programme_officer"))
    asking.submitted(make.agency())
    few = query_count(client, LIST)
    for place in ("Two", "Three"):
        asking.submitted(make.agency(f"{place} Police Department"))
    assert query_count(client, LIST) == few
    assert len(client.get(LIST).context["rows"]) == 3


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_page_asks_as_many_queries_with_all_answers_as_with_some() -> None:
    by = asking.desk()
    client = make.browser(make.person("auditor"))
    some = query_count(client, asking.request(by, "ready").get_absolute_url())
    second = asking.request(by, "ready", of=make.agency("Elsewhere Police Department"))
    for _ in range(3):
        asking.contacted(second, by, at=AT)
    assert query_count(client, second.get_absolute_url()) == some
    assert some < 45


# One row at a time


def opened(client: Client, request: AssistanceRequest, verb: str, **row: str) -> HttpResponse:
    return client.get(f"{request.get_absolute_url()}{verb}/", row)


def test_criteria_are_answered_one_after_the_other_until_none_is_left() -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    client, page = make.browser(by.officer), f"{request.get_absolute_url()}answer-criterion/"
    at, questions = page, []
    for criterion in (*queries.criteria(request, "eligibility"), *queries.criteria(request, "readiness")):
        sent = client.post(at, {"criterion": criterion.key, "standing": "met", "basis": f"Seen: {criterion.key}."})
        at = sent["Location"]
        questions.append(criterion.key)
        if len(questions) < 11:
            assert client.get(at).context["form"].chosen not in questions
    assert at == f"{request.get_absolute_url()}#assessment"
    shown = text_of(client.get(request.get_absolute_url()))
    assert [key for key in questions if f"Seen: {key}." not in shown] == []


def test_the_page_of_a_criterion_shows_why_it_is_asked_and_what_was_answered_before() -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    who: dict[str, Any] = {"criterion": "patrol_function", "by": by.officer, "at": AT}
    actions.answer(request, standing="unknown", basis="They will tell.", **who)
    actions.answer(request, standing="not_yet", basis="A county force patrols.", **who)
    page = opened(make.browser(by.officer), request, "answer-criterion", criterion="patrol_function")
    shown = text_of(page)
    criterion = next(c for c in queries.criteria(request, "eligibility") if c.key == "patrol_function")
    for words in (criterion.question, criterion.why, criterion.evidence, "They will tell.", "A county force patrols."):
        assert words in shown
    assert page.context["form"]["standing"].value() == "not_yet"
    assert 'type="hidden" name="criterion"' in shown


def test_a_row_that_nobody_named_or_that_is_none_is_chosen_from_a_list() -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    client = make.browser(by.officer)
    for row in ({}, {"criterion": "charm"}):
        shown = opened(client, request, "answer-criterion", **row)
        assert (shown.status_code, '<select name="criterion"' in text_of(shown)) == (200, True)
    wrong = client.post(f"{request.get_absolute_url()}answer-criterion/", {"criterion": "charm", "standing": "met"})
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (422, ["basis", "criterion"])


def test_a_contact_a_part_and_another_office_are_recorded_on_their_pages() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    client, page = make.browser(by.officer), request.get_absolute_url()
    day = AT.date().isoformat()
    talk = {"on": day, "how": "call", "who": "Robin", "note": "We agreed."}
    assert client.post(f"{page}contact/", talk)["Location"] == f"{page}#contacts"
    contact = request.contacts.get()
    part = {"part": "define", "contact": str(contact.pk), "text": "First line.\r\nSecond line."}
    assert client.post(f"{page}record-part/", part)["Location"] == f"{page}#record"
    assert request.parts.get().text == "First line.\nSecond line."
    assert client.post(f"{page}ask-component/", {"component": "grants", "on": day}).status_code == 302
    lacking = client.post(f"{page}note-component/", {"component": "grants", "on": day, "clear": "no", "note": ""})
    assert lacking.context["form"].errors == {
        "note": ["Say what that office has pending or under way with the agency."]
    }
    answer = {"component": "grants", "on": day, "clear": "no", "note": "CANARY-GRANT"}
    assert client.post(f"{page}note-component/", answer)["Location"] == f"{page}#offices"
    assert "CANARY-GRANT" in text_of(client.get(page))


def test_what_the_office_keeps_for_itself_is_not_on_the_page_of_the_agencys_people() -> None:
    by = asking.desk()
    request = asking.submitted(make.agency(), matters=asking.MATTER)
    actions.acknowledge(request, by=by.officer, at=AT)
    request.refresh_from_db()
    said: dict[str, Any] = {"on": AT.date(), "by": by.officer, "at": AT}
    actions.log_contact(request, how="call", who="CANARY-WHO", note="CANARY-NOTE", **said)
    contact = request.contacts.get()
    actions.record_part(request, part="define", text="CANARY-PART", contact=contact, by=by.officer, at=AT)
    actions.ask_component(request, component="grants", **said)
    actions.note_component(request, component="grants", clear=False, note="CANARY-OFFICE", **said)
    make.put(request, "ready")
    asking.declined(request, by.official, matters="CANARY-MATTERS", reason="Another programme fits better.")
    page = request.get_absolute_url()
    office, agency = (
        text_of(make.browser(who).get(page)) for who in (by.officer, make.person("liaison", request.scopes[-1]))
    )
    canaries = ["CANARY-WHO", "CANARY-NOTE", "CANARY-PART", "CANARY-OFFICE", "CANARY-MATTERS"]
    assert [canary for canary in canaries if canary not in office] == []
    assert "CANARY" not in agency
    assert "other office" not in agency.lower()
    assert "Another programme fits better." in agency


# Acknowledging, and what cannot be done


def test_an_agency_by_hand_is_linked_on_the_form() -> None:
    by, request, agency = asking.desk(), asking.submitted(), make.agency()
    client, page = make.browser(by.officer), f"{request.get_absolute_url()}acknowledge/"
    wrong = client.post(page, {"ori": "AGY-2026-9999"})
    assert wrong.context["form"].errors == {"ori": ["The directory has no agency with this reference."]}
    assert client.post(page, {"ori": agency.ref.lower()}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.agency) == ("acknowledged", agency)
    linked = asking.submitted(make.agency("Elsewhere Police Department"))
    assert list(client.get(f"{linked.get_absolute_url()}acknowledge/").context["form"].fields) == []


def test_the_page_offers_what_leads_on_and_says_why_not_where_somebody_else_decides() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    page = request.get_absolute_url()
    officers = text_of(make.browser(by.officer).get(page))
    assert "You assessed this request, so somebody else decides on it." in officers
    officials = text_of(make.browser(by.official).get(page))
    assert [verb for verb in ("accept", "defer", "refer", "decline") if f"{page}{verb}/" not in officials] == []
    assert [verb for verb in ("acknowledge", "find-eligible") if f"{page}{verb}/" in officials] == []


@pytest.mark.owed("P12")
def test_the_page_says_where_a_request_stands_what_is_next_and_since_when() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    shown = make.browser(by.officer).get(request.get_absolute_url())
    assert [(stage.label, stage.place) for stage in shown.context["way"]] == [
        ("Submitted", "done"),
        ("Acknowledged", "here"),
        ("Defined with the agency", "ahead"),
        ("Eligible", "ahead"),
        ("Eligible and ready", "ahead"),
        ("Decided", "ahead"),
    ]
    assert "records what is still missing: define the request; discuss the process" in text_of(shown)
    assert "3 November 2026" in text_of(shown)
    ended = asking.declined(asking.submitted(make.agency("Elsewhere Police Department")), by.official)
    way = make.browser(by.officer).get(ended.get_absolute_url()).context["way"]
    assert [(stage.label, stage.place) for stage in way][1:] == [
        ("Acknowledged", "skipped"),
        ("Defined with the agency", "skipped"),
        ("Eligible", "skipped"),
        ("Eligible and ready", "skipped"),
        ("Declined", "done"),
    ]


def test_the_page_says_what_would_make_the_agency_ready_and_gives_no_total() -> None:
    by = asking.desk()
    request = asking.request(by, "eligible")
    asking.answered(request, "readiness", by, capacity=("not_yet", "Nobody is named."))
    shown = text_of(make.browser(by.officer).get(request.get_absolute_url()))
    _, _, readiness = shown.partition('id="readiness"')
    lacking = next(c.evidence for c in queries.criteria(request, "readiness") if c.key == "capacity")
    assert readiness.partition("What would make the agency ready")[2].partition("</ul>")[0].count("<li>") == 1
    assert lacking in readiness
    assert [word for word in ("5 of 6", "83", "score", "total") if word in readiness.partition("</section>")[0]] == []


# Decisions and their letters

DECLINE = {"code": "not_supported", "reason": "We cannot buy vehicles."}


def test_a_decision_is_made_in_two_steps_the_second_shows_the_letter() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    client, page = make.browser(by.official), f"{request.get_absolute_url()}decline/"
    assert client.post(page, {"reason": "  "}).status_code == 422
    preview = client.post(page, DECLINE)
    assert (preview.status_code, Decided.objects.count()) == (200, 0)
    typed = {name: preview.context["form"][name].value() for name in ("code", "reason", "subject", "letter")}
    assert "We cannot buy vehicles." in typed["letter"]
    changed = typed | {"letter": f"{typed['letter']}\r\n\r\nCall us."}
    again = client.post(page, changed | {"step": "look"})
    assert (again.context["changed"], "<p>Call us.</p>" in text_of(again)) == (True, True)
    assert client.post(page, changed | {"step": "standard"}).context["form"]["letter"].value() == typed["letter"]
    assert Decided.objects.count() == 0
    assert client.post(page, changed | {"step": "send"}).status_code == 302
    kept = Decided.objects.get()
    assert (kept.subject, kept.letter.endswith("\n\nCall us."), kept.code) == (typed["subject"], True, "not_supported")


def test_a_letter_is_not_sent_by_a_page_that_somebody_has_overtaken() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    client, page = make.browser(by.official), f"{request.get_absolute_url()}decline/"
    seen = client.get(page).context["seen"]
    preview = client.post(page, DECLINE | {"seen": seen})
    assert (preview.status_code, preview.context["seen"]) == (200, seen)
    make.put(request, "ready")
    sent = DECLINE | {"subject": "About it", "letter": "Read it.", "step": "send", "seen": seen}
    answer = client.post(page, sent)
    assert (answer.status_code, Decided.objects.count()) == (409, 0)
    assert f"{request.ref} has changed since you opened the page." in text_of(answer)


def test_going_back_from_the_letter_keeps_what_was_typed_and_composes_it_anew_unless_it_was_changed() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    client, page = make.browser(by.official), f"{request.get_absolute_url()}decline/"
    shown = client.post(page, DECLINE).context["form"]
    typed = {name: shown[name].value() for name in ("code", "reason", "subject", "letter")}
    back = client.post(page, typed | {"step": "back"}).context["form"]
    assert (back["reason"].value(), back["letter"].value()) == ("We cannot buy vehicles.", "")
    own = client.post(page, typed | {"letter": "My own words.", "step": "back"}).context["form"]
    assert own["letter"].value() == "My own words."


@pytest.mark.parametrize("left_out", ["subject", "letter"])
def test_nobody_sends_a_letter_that_they_have_not_seen(left_out: str) -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    client, page = make.browser(by.official), f"{request.get_absolute_url()}decline/"
    sent = client.post(page, DECLINE | {"subject": "About it", "letter": "Read it."} | {left_out: "", "step": "send"})
    assert (sent.status_code, Decided.objects.count()) == (200, 0)
    assert sent.context["form"][left_out].value() != ""


@pytest.mark.parametrize(
    ("verb", "typed", "kept"),
    [
        ("accept", {"tier": "topic_assistance", "offices": "Told."}, {"kind": "accept", "tier": "topic_assistance"}),
        ("defer", {"until": "2099-01-31", "code": "no_capacity"}, {"kind": "defer", "until": date(2099, 1, 31)}),
        ("refer", {"tier": "", "refer_to": "A council", "code": "other_provider"}, {"refer_to": "A council"}),
        ("refer", {"tier": "topic_assistance", "refer_to": "", "code": "other_tier"}, {"tier": "topic_assistance"}),
    ],
)
def test_each_decision_is_made_on_its_page(verb: str, typed: dict[str, str], kept: dict[str, Any]) -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    client, page = make.browser(by.official), f"{request.get_absolute_url()}{verb}/"
    said = typed | {"reason": "As was agreed."}
    shown = client.post(page, said).context["form"]
    letter = {name: shown[name].value() for name in ("subject", "letter")}
    assert client.post(page, said | letter | {"step": "send"}).status_code == 302
    assert {name: getattr(Decided.objects.get(), name) for name in kept} == kept
    assert "$" not in "".join(letter.values())


def test_a_referral_names_one_place() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    page = f"{request.get_absolute_url()}refer/"
    said = {"tier": "topic_assistance", "refer_to": "A council", "code": "other_tier", "reason": "It fits better."}
    wrong = make.browser(by.official).post(page, said)
    assert wrong.context["form"].errors == {"refer_to": ["Name either a tier or another provider."]}


def test_the_letters_are_read_by_the_office_and_by_whoever_holds_the_link_and_by_nobody_else() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    link = reverse("request-letters", args=[queries.link_token(request)])
    assert "Nothing has been decided yet" in text_of(Client().get(link))
    asking.declined(request, by.official, letter=Filled("About it", "First.\n\nCANARY <b>Second</b>."))
    for page in (Client().get(link), make.browser(by.officer).get(reverse("letters", args=[request.ref]))):
        assert "<p>CANARY &lt;b&gt;Second&lt;/b&gt;.</p>" in text_of(page)
    head, _, signature = link.rstrip("/").rpartition(":")
    assert Client().get(f"{head}:{signature[::-1]}/").status_code == 404
    other = make.person("chief_executive", f"agency:{make.agency('Elsewhere Police Department').ref}")
    assert make.browser(other).get(reverse("letters", args=[request.ref])).status_code == 404


def test_a_letter_can_be_had_as_word_and_as_pdf() -> None:
    by = asking.desk()
    request = asking.declined(asking.request(by, "acknowledged"), by.official)
    link = reverse("request-letters", args=[queries.link_token(request)])
    number = str(Decided.objects.get().pk)
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        file = Client().get(link, {"letter": number, "format": kind})
        assert (file.status_code, file.content[: len(begins)]) == (200, begins)
        assert file["Content-Disposition"] == f'attachment; filename="letter-{request.ref.lower()}.{kind}"'
    other = asking.declined(asking.submitted(make.agency("Elsewhere Police Department")), by.official)
    for wrong in ({"letter": str(other.decisions.get().pk), "format": "pdf"}, {"letter": number, "format": "exe"}):
        assert Client().get(link, wrong).status_code == 404


def test_a_request_that_was_linked_to_the_wrong_agency_is_seen_by_the_right_ones_people_once_that_is_mended() -> None:
    by, wrong, right = asking.desk(), make.agency("Elsewhere Police Department"), make.agency()
    request = asking.request(by, "acknowledged", of=wrong)
    page, officer = request.get_absolute_url(), make.browser(by.officer)
    chiefs = {of.ref: make.person("chief_executive", f"agency:{of.ref}") for of in (wrong, right)}
    assert make.statuses(chiefs, page) == {200: {wrong.ref}, 404: {right.ref}}
    assert f'href="{page}relink/"' in text_of(officer.get(page))
    unknown = officer.post(f"{page}relink/", {"ori": "AGY-2026-9999", "reason": "CANARY-REASON"})
    assert (unknown.status_code, "CANARY-REASON" in text_of(unknown)) == (422, True)
    said = {"ori": right.ref.lower(), "reason": "Two towns have this name."}
    assert [officer.post(f"{page}relink/", said).status_code for _ in range(2)] == [302, 302]
    assert make.statuses(chiefs, page) == {200: {right.ref}, 404: {wrong.ref}}
    (row,) = history.of(request.ref).filter(verb="request.relink")
    event = history.event(row)
    assert (event.old, event.new, event.reason) == (wrong.ref, right.ref, said["reason"])


def test_a_letter_bears_the_day_that_it_was_at_the_office() -> None:
    by, late = asking.desk(), datetime(2026, 11, 4, 2, 30, tzinfo=UTC)  # still the evening of the 3rd at the office
    request = asking.declined(asking.request(by, "acknowledged"), by.official, at=late)
    (facts, *_) = document(request.decisions.get()).blocks
    assert dict(facts.pairs)["Date"] == "3 November 2026"
    page = text_of(Client().get(reverse("request-letters", args=[queries.link_token(request)])))
    assert ("3 November 2026" in page, "4 November 2026" in page) == (True, False)


def test_a_request_that_moved_meanwhile_is_said_and_keeps_what_was_typed() -> None:
    by = asking.desk()
    request = asking.request(by, "submitted")
    actions.withdraw(request, reason="Not now.", by=make.person("chief_executive", request.scopes[-1]), at=AT)
    refused = make.browser(by.official).post(f"{request.get_absolute_url()}decline/", {"reason": "CANARY-REASON"})
    assert (refused.status_code, "CANARY-REASON" in text_of(refused)) == (403, True)
