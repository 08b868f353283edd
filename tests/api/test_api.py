"""The interface for programs: each acts as a person, within the scopes of its token, by the same verbs and rules."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.evidence.models import EvidenceItem
from concord.findings.models import Finding
from tests.engagements.test_pages import query_count
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import workplans as plans
from tests.factories.engagements import AT
from tests.factories.tokens import Program, token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


EXPECTED = "what those who took part agreed to (consent: one of unattributed, quoted, with_role, withheld)"


def facts(by: plans.Cast, **changed: Any) -> dict[str, Any]:
    return {
        "focus_area": make.area(by.engagement).ref,
        "method": "interview",
        "title": "Interviews with sergeants",
        "summary": "Short moves break off work.",
        "collected_on": AT.date().isoformat(),
        "count": 12,
        "releasability": "deliberative",
        "consent": "unattributed",
        **({} if changed.get("releasability") == "confidential" else {"open_because": "It was said in the open."}),
        **changed,
    }


def test_evidence_is_logged_read_listed_and_withdrawn_by_a_program() -> None:
    by = gather.ready()
    program = Program(by.expert)
    status, made = program.post("evidence", facts(by))
    assert (status, made["facts"], made["count"], made["state"]) == (201, "Short moves break off work.", 12, "logged")
    assert program.post("evidence", facts(by))[1]["ref"] == made["ref"]  # the same again is the same
    assert program.get(f"evidence/{made['ref']}") == (200, made)
    without = {name: value for name, value in made.items() if name != "facts"}
    assert program.get(f"evidence?engagement={by.engagement.ref}&state=logged") == (
        200,
        {"items": [without], "next": None},
    )
    status, withdrawn = program.post(f"evidence/{made['ref']}/withdraw", {"reason": "Counted twice."})
    assert (status, withdrawn["state"]) == (200, "withdrawn")
    row = AuditRow.objects.filter(what=made["ref"]).order_by("-pk").first()
    assert row is not None
    assert (row.who, row.verb) == (by.expert.actor_key, "evidence.withdraw")
    status, again = program.post(f"evidence/{made['ref']}/withdraw", {"reason": "Once more."})
    assert (status, again["title"]) == (409, "Conflict")


def test_a_list_gives_the_titles_of_confidential_items_to_those_who_may_see_them_and_no_cache_keeps_it() -> None:
    by = gather.ready()
    program = Program(by.expert)
    made = program.post("evidence", facts(by, releasability="confidential"))[1]
    other = program.post("evidence", facts(by, title="Talks"))[1]
    listed = {one["ref"]: one["title"] for one in program.get("evidence")[1]["items"]}
    assert listed == {made["ref"]: "Interviews with sergeants", other["ref"]: "Talks"}
    answer = Client(headers={"Authorization": f"Bearer {token(by.expert)}"}).get("/api/v1/evidence")
    assert answer["Cache-Control"] == "private, no-store"


def test_a_finding_is_drafted_reworded_supported_and_sent_by_a_program() -> None:
    by = gather.ready()
    item, program = gather.item(by), Program(by.expert)
    words = {"label": "1.1", "heading": "Moves are short", "narrative": "Sergeants move each year.", "strengths": ""}
    status, made = program.post("findings", {**words, "focus_area": make.area(by.engagement).ref})
    assert (status, made["state"], made["heading"]) == (201, "draft", "Moves are short")
    place = f"findings/{made['ref']}"
    other = {**words, "narrative": "Sergeants move every other year.", "expected_hash": made["words_hash"]}
    assert program.post(f"{place}/reword", other)[1]["narrative"] == "Sergeants move every other year."
    stale = program.post(f"{place}/reword", {**other, "narrative": "No."})
    assert (stale[0], stale[1]["detail"].startswith("Somebody reworded")) == (409, True)
    early = program.post(f"{place}/submit", {})
    assert (early[0], bool(early[1]["missing"])) == (422, True)
    cited = program.post(f"{place}/citations", {"evidence": item.ref, "why": "It says so."})
    assert (cited[0], cited[1]["citations"]) == (201, [{"evidence": item.ref, "why": "It says so."}])
    advice = {"label": "1.1.1", "text": "Set terms of two years.", "justification": "So that work goes on."}
    status, recommended = program.post(f"{place}/recommendations", advice)
    assert (status, recommended["finding"], recommended["tags"]) == (201, made["ref"], [])
    assert program.get(f"recommendations/{recommended['ref']}") == (200, recommended)
    assert program.get("recommendations?state=draft")[1]["items"] == [recommended]
    assert program.post(f"{place}/submit", {})[1]["state"] == "in_review"
    assert program.get("findings?state=in_review")[1]["items"][0]["ref"] == made["ref"]


def test_a_program_sees_and_does_what_its_person_may_and_no_more() -> None:
    by = gather.ready()
    secret = gather.item(by, releasability="confidential", summary="Told in confidence.")
    seen = gather.item(by)
    auditor = Program(make.person("auditor"))
    assert [one["ref"] for one in auditor.get("evidence")[1]["items"]] == [seen.ref]
    assert auditor.get(f"evidence/{secret.ref}")[0] == 404
    assert Program(by.lead).get(f"evidence/{secret.ref}")[1]["facts"] == "Told in confidence."
    denied = auditor.post("evidence", facts(by))
    assert (denied[0], denied[1]["title"], EvidenceItem.objects.count()) == (403, "Forbidden", 2)
    elsewhere = Program(make.member(gather.ready("Birch Harbour").engagement, "assessor"))
    assert elsewhere.get("evidence")[1]["items"] == []
    assert elsewhere.post("evidence", facts(by)) == (404, {**NOT_THERE})


NOT_THERE = {
    "type": "about:blank",
    "title": "Not Found",
    "status": 404,
    "detail": "There is no such thing, or it is not yours to see.",
}


def test_a_token_does_what_its_scopes_name() -> None:
    by = gather.ready()
    item = gather.item(by)
    reader = Program(by.expert, "evidence:read")
    assert reader.get(f"evidence/{item.ref}")[0] == 200
    for status, told in (reader.post("evidence", facts(by)), reader.get("findings")):
        assert (status, told["detail"]) == (403, "The access token does not have the scope that this needs.")


def test_without_a_token_that_works_nothing_is_answered() -> None:
    by = gather.ready()
    for headers in ({}, {"Authorization": "Bearer concord_no"}, {"Authorization": "Basic eDp5"}):
        answer = Client(headers=headers).get("/api/v1/evidence")
        assert (answer.status_code, answer["WWW-Authenticate"], answer["Content-Type"]) == (
            401,
            "Bearer",
            "application/problem+json",
        )
    assert make.browser(by.lead).get("/api/v1/evidence").status_code == 401  # a session is no token
    headers = {"Authorization": f"Bearer {token(by.lead)}"}
    with writing():
        by.lead.memberships.update(until=AT, ended_by="person:0")
    assert Client(headers=headers).get("/api/v1/evidence").json()["items"] == []


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        ({"title": ""}, {"title": ["This field may not be blank."]}),
        ({"count": 0}, {"count": ["Ensure this value is greater than or equal to 1."]}),
        ({"titel": "x"}, {"titel": ["This field is not known here."]}),
        ({"summary": "a\x00b"}, {"summary": ["Null characters are not allowed."]}),
    ],
)
def test_input_that_cannot_be_read_is_refused_field_by_field(told: dict[str, Any], errors: dict[str, Any]) -> None:
    by = gather.ready()
    status, problem = Program(by.expert).post("evidence", facts(by, **told))
    assert (status, problem["errors"], EvidenceItem.objects.count()) == (400, errors, 0)


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"consent": "surely"}, 400, {"errors": {"consent": ['"surely" is not a valid choice.']}}),
        ({"consent": None}, 400, {"errors": {"consent": ["This field may not be null."]}}),
        ({}, 422, {"missing": [f"{EXPECTED}; it says nothing"]}),
    ],
)
def test_a_talk_without_what_was_agreed_to_is_refused_with_what_is_expected(
    said: dict[str, Any], status: int, told: dict[str, Any]
) -> None:
    by = gather.ready()
    sent = {name: value for name, value in facts(by).items() if name != "consent"} | said
    answer, problem = Program(by.expert).post("evidence", sent)
    assert (answer, {name: problem[name] for name in told}, EvidenceItem.objects.count()) == (status, told, 0)


def test_a_refusal_of_the_house_comes_with_its_sentence_and_what_is_missing() -> None:
    by = gather.ready()
    status, problem = Program(by.expert).post("evidence", facts(by, method="seance"))
    assert (status, problem["title"]) == (422, "Unprocessable Entity")
    assert problem["missing"][0].startswith("a plan in force that names “seance” for focus area 1;")


def test_lists_are_paged_by_key_and_ask_as_many_queries_for_one_row_as_for_fifty() -> None:
    by = gather.ready()
    client = Client(headers={"Authorization": f"Bearer {token(by.expert)}"})
    gather.item(by)
    before = query_count(client, "/api/v1/evidence")
    for _ in range(50):
        gather.item(by)
    assert query_count(client, "/api/v1/evidence") == before
    first = client.get("/api/v1/evidence").json()
    rest = client.get(f"/api/v1/evidence?after={first['next']}").json()
    refs = [one["ref"] for one in [*first["items"], *rest["items"]]]
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (50, 1, None)
    assert refs == list(EvidenceItem.objects.order_by("-pk").values_list("ref", flat=True))
    assert client.get("/api/v1/evidence?after=EVD-1999-0001").json() == {"items": [], "next": None}


def test_a_persons_programs_may_ask_so_often_in_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"read": "2/min", "write": "1/min"})
    by = gather.ready()
    client = Client(headers={"Authorization": f"Bearer {token(by.expert)}"})
    answers = [client.get("/api/v1/findings") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert (0 < int(answers[2]["Retry-After"]) <= 61, answers[2].json()["title"]) == (True, "Too Many Requests")
    assert api_settings.DEFAULT_THROTTLE_RATES == {"read": "600/min", "write": "120/min"}
    assert Finding.objects.count() == 0


def test_an_address_that_leads_nowhere_is_answered_as_a_program_reads_it() -> None:
    answer = Client().get("/api/v1/nothing")
    assert (answer.status_code, answer["Content-Type"], answer.json()["title"]) == (
        404,
        "application/problem+json",
        "Not Found",
    )


def test_the_description_is_public_and_names_every_address_and_scheme() -> None:
    answer = Client().get("/api/v1/schema")
    told = answer.json()
    assert (answer.status_code, told["openapi"], told["components"]["securitySchemes"]) == (
        200,
        "3.1.0",
        {"token": {"type": "http", "scheme": "bearer"}},
    )
    assert len(told["paths"]) == 14
    for name in ("NewEvidence", "NewCoding"):
        assert told["components"]["schemas"][name]["additionalProperties"] is False
