from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import connection

from concord.core import audit, history
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.intake import actions as intake
from concord.programme.letters import Filled
from tests.core.things import AT, person, submit

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def test_the_history_of_a_thing_reads_as_sentences_newest_first() -> None:
    request, officer = submit(), person("programme_officer")
    letter = Filled("Your request", "A letter.")
    why = {"code": "not_supported", "letter": letter}
    intake.decline(request, reason="The topic is outside this edition.", **why, by=officer, at=LATER)
    newest, oldest = (asdict(history.event(row)) for row in history.of(request.ref))
    assert newest == {
        "stream": request.ref,
        "seq": 2,
        "at": LATER,
        "who": officer.actor_key,
        "role": "Programme officer",
        "did": "declined the request",
        "what": request.ref,
        "old": "submitted",
        "new": "declined",
        "reason": "The topic is outside this edition.",
    }
    assert (oldest["who"], oldest["role"], oldest["did"]) == ("visitor", "Public", "submitted the request")


def test_a_history_holds_the_rows_of_one_thing_alone() -> None:
    first, second = submit(), submit()
    assert [row.what for row in history.of(first.ref)] == [first.ref]
    assert [row.what for row in history.everything()] == [second.ref, first.ref, "EDITION-1"]


def test_a_verb_or_role_that_is_no_more_is_shown_by_its_key() -> None:
    row = audit.Entry("S", "X", Permission.REQUEST_ACCEPT, "person:1", "assessor", AT)
    body = row.body().replace("request.accept", "request.bless").replace('"assessor"', '"vicar"')
    with connection.cursor() as cursor:
        cursor.execute("SELECT concord_audit_append('S', %s)", [body])
    event = history.event(AuditRow.objects.get())
    assert (event.did, event.role) == ("request.bless", "vicar")


def test_a_state_of_two_words_is_shown_as_two_words() -> None:
    audit.append(
        audit.Entry("S", "X", Permission.REFORM_REPORT, "person:1", "liaison", AT, old="not_started", new="in_progress")
    )
    event = history.event(AuditRow.objects.get())
    assert (event.old, event.new) == ("not started", "in progress")
