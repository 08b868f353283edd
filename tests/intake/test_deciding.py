"""Decisions on a request: each with its reason, its letter as sent, and a mail that holds a link alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from concord.agencies.models import Agency
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.tasks.models import Task
from concord.intake import actions, letters, queries
from concord.intake.models import AssistanceRequest, Decided
from concord.programme.letters import Filled
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

Decide = Callable[..., AssistanceRequest]
DECISIONS = [asking.accepted, asking.deferred, asking.referred, asking.declined]


@pytest.mark.parametrize("state", ["submitted", "acknowledged", "defined", "eligible"])
def test_a_request_that_is_not_both_eligible_and_ready_cannot_be_accepted(state: str) -> None:
    by = asking.desk()
    with pytest.raises(NotAllowedNow):
        asking.accepted(asking.request(by, state), by.official)


@pytest.mark.owed("A51")
@pytest.mark.parametrize("decide", DECISIONS)
def test_a_decision_keeps_its_reason_its_letter_as_sent_and_its_mail(decide: Decide) -> None:
    by = asking.desk()
    request = decide(asking.request(by, "ready"), by.official, letter=Filled("About it", "CANARY-LETTER"))
    kept = Decided.objects.get()
    assert (kept.reason, kept.subject, kept.letter) == ("As was agreed.", "About it", "CANARY-LETTER")
    assert (kept.decided_at, kept.decided_by, kept.request) == (AT, by.official.actor_key, request)
    mail = OutboxMail.objects.latest("pk")
    assert (kept.mail, mail.subject, mail.to) == (mail, f"Your request {request.ref}", "robin@example.org")
    assert queries.link_token(request) in mail.body
    assert [word for word in ("CANARY", "agreed", "Alder Falls", request.state) if word in mail.body] == []
    row = AuditRow.objects.latest("pk").body
    assert ('"reason":"As was agreed."' in row, "CANARY" in row) == (True, False)


@pytest.mark.parametrize("decide", DECISIONS)
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reason": " \n"}, "recorded with its reason"),
        ({"letter": Filled("", "Read it.")}, "its subject"),
        ({"letter": Filled("About it", " ")}, "its text"),
    ],
)
def test_a_decision_without_reason_or_letter_is_not_made(decide: Decide, changed: dict[str, Any], words: str) -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    with pytest.raises(Incomplete, match=words):
        decide(request, by.official, **changed)
    request.refresh_from_db()
    assert (request.state, Decided.objects.count()) == ("ready", 0)


@pytest.mark.parametrize("decide", [asking.deferred, asking.referred, asking.declined])
def test_a_decision_against_needs_a_code_of_the_edition(decide: Decide) -> None:
    by = asking.desk()
    with pytest.raises(BadInput, match="The edition has no reason “because”"):
        decide(asking.request(by, "ready"), by.official, code="because")


@pytest.mark.owed("A47", "A48")
@pytest.mark.parametrize("decide", DECISIONS)
def test_where_a_matter_is_pending_the_decision_says_how_it_was_weighed(decide: Decide) -> None:
    by = asking.desk()
    request = asking.submitted(make.agency(), matters=asking.MATTER)
    make.put(request, "ready")
    with pytest.raises(Incomplete, match="how it was weighed"):
        decide(request, by.official, matters=" ")
    decide(request, by.official, matters="CANARY-MATTERS")
    assert Decided.objects.get().matters == "CANARY-MATTERS"
    assert "CANARY" not in AuditRow.objects.latest("pk").body + OutboxMail.objects.latest("pk").body


def test_what_is_not_declared_cannot_be_weighed() -> None:
    by = asking.desk()
    with pytest.raises(BadInput, match="No matter is declared"):
        asking.accepted(asking.request(by, "ready"), by.official, matters="A rumour.")


def test_a_request_is_accepted_to_another_tier_than_the_one_asked_for() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    with pytest.raises(BadInput, match="no tier “grant”; expected one of: organizational_assessment"):
        asking.accepted(request, by.official, tier="grant")
    request = asking.accepted(request, by.official, tier="topic_assistance")
    assert (request.tier, queries.tier_of(request)) == ("organizational_assessment", "topic_assistance")


def test_a_deferred_request_is_due_to_be_taken_up_on_its_day() -> None:
    by, today = asking.desk(), AT.date()
    request = asking.request(by, "acknowledged")
    for day in (today, today - timedelta(days=1)):
        with pytest.raises(BadInput, match="until a day to come"):
            asking.deferred(request, by.official, until=day)
    asking.deferred(request, by.official, until=today + timedelta(days=90))
    open_tasks = Task.objects.filter(about=request.ref, state="with_office")
    assert [(task.kind, task.due_on) for task in open_tasks] == [("take_up", today + timedelta(days=90))]


@pytest.mark.parametrize("decide", [asking.accepted, asking.referred, asking.declined])
def test_what_was_to_do_about_a_request_ends_with_the_decision(decide: Decide) -> None:
    by = asking.desk()
    request = asking.submitted(make.agency(), matters=asking.MATTER)
    make.put(request, "ready")
    decide(request, by.official)
    assert set(Task.objects.filter(about=request.ref).values_list("kind", "state")) == {
        ("first_contact", "done"),
        ("pending_matters", "done"),
        ("decision", "done"),
    }


@pytest.mark.parametrize("to", [{"tier": "", "refer_to": " "}, {"tier": "topic_assistance", "refer_to": "A council"}])
def test_a_request_is_referred_to_one_place(to: dict[str, str]) -> None:
    by = asking.desk()
    with pytest.raises(BadInput, match="name one of them"):
        asking.referred(asking.request(by, "acknowledged"), by.official, **to)


def test_a_request_is_referred_to_another_tier() -> None:
    by = asking.desk()
    asking.referred(asking.request(by, "acknowledged"), by.official, tier="topic_assistance", refer_to="")
    assert (Decided.objects.get().tier, Decided.objects.get().refer_to) == ("topic_assistance", "")


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("accept", {"reason": "CANARY", "tier": "Topic Assistance"}),
        ("defer", {"reason": "CANARY", "until": "1 March 2027"}),
        ("refer", {"reason": "CANARY", "to": "State training council"}),
        ("decline", {"reason": "CANARY"}),
    ],
)
def test_a_letter_is_the_editions_with_every_word_filled_in(key: str, facts: dict[str, str]) -> None:
    request = asking.submitted(make.agency())
    letter = letters.compose(request, key, facts)
    text = letter.subject + letter.text
    assert [fact for fact in (*facts.values(), request.ref, request.agency_name) if fact not in text] == []
    assert "$" not in text


def test_what_is_linked_to_another_agency_after_its_assessment_is_accepted_only_if_that_one_is_eligible() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    federal = make.agency("A Federal Service (fictional)")
    with writing():
        Agency.objects.filter(pk=federal.pk).update(kind="federal")
    federal.refresh_from_db()
    request = actions.relink(request, agency=federal, reason="It is theirs.", by=by.officer, at=AT)
    rows = make.rows_of(request.ref)
    with pytest.raises(Incomplete, match=f"{request.ref} cannot be accepted"):
        asking.accepted(request, by.official)
    request.refresh_from_db()
    assert (request.state, make.rows_of(request.ref)) == ("ready", rows)
