"""What becomes of it when several come at once, on a database where commits are real."""

import threading
import time
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import transaction

from concord.accounts.models import Person
from concord.core import lifecycle
from concord.core.actions import verb
from concord.core.errors import Stale
from concord.core.ids import next_ref
from concord.core.models import AuditRow
from concord.core.permissions import Actor, Permission
from concord.intake.models import AssistanceRequest
from concord.intake.rules import may
from tests.conftest import owner_url
from tests.core.things import AT, in_threads, person, rows, submit

P = Permission
LATER = AT + timedelta(days=1)


def somebody_waits_for_a_lock(database: str) -> None:
    deadline = time.monotonic() + 20
    with psycopg.connect(owner_url(database), autocommit=True) as watcher:
        waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        while watcher.execute(waiting, [database]).fetchone() is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)


def test_of_two_who_race_for_one_move_one_wins_and_the_other_is_told(real_db: str) -> None:
    """The first holds the row until the second is seen to wait for it; without the lock nobody would wait."""
    request, officer = submit(), person("programme_officer")
    before, inside = rows(), threading.Event()

    def slowly(*asked: Any) -> Any:
        inside.set()
        somebody_waits_for_a_lock(real_db)
        return may(*asked)

    @verb
    def decline(rule: Any, *, by: Actor, at: datetime) -> Any:
        mine = AssistanceRequest.objects.get(pk=request.pk)
        if rule is may:
            inside.wait(20)
        return lifecycle.move(mine, P.REQUEST_DECLINE, by=by, at=at, may=rule, reason="Not now.")

    winner, loser = in_threads(
        partial(decline, slowly, by=officer, at=LATER), partial(decline, may, by=officer, at=LATER)
    )
    assert (type(winner), winner.state) == (AssistanceRequest, "declined")
    assert (type(loser), str(loser)) == (
        Stale,
        f"{request.ref} has moved to “Declined” since you opened it. Look again, then decide.",
    )
    assert rows() - before == 1


def test_references_have_no_gaps_when_eight_give_them_out_and_some_take_theirs_back(real_db: str) -> None:
    def give_out() -> list[str]:
        kept = []
        for number in range(30):
            with transaction.atomic():
                ref = next_ref("REQ", AT)
                transaction.set_rollback(number % 3 == 0)
            if number % 3:
                kept.append(ref)
        return kept

    found = in_threads(*[give_out] * 8)
    assert sorted(ref for refs in found for ref in refs) == [f"REQ-2026-{n:04d}" for n in range(1, 161)]


def test_one_request_sent_by_eight_at_once_is_one_request(real_db: str) -> None:
    submit()
    key = "6f1f0a1e-0000-4000-8000-000000000001"
    before = rows()
    found = in_threads(*[partial(submit, submission_key=key)] * 8)
    kept = AssistanceRequest.objects.get(submission_key=key)
    assert {getattr(answer, "ref", repr(answer)) for answer in found} == {kept.ref}
    assert (AssistanceRequest.objects.count(), rows() - before) == (2, 1)


def test_rows_of_one_stream_are_numbered_without_gaps_when_eight_append(real_db: str) -> None:
    in_threads(*[partial(person, "auditor")] * 8)
    numbers = AuditRow.objects.filter(stream="accounts").values_list("seq", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_verb_refuses_to_be_part_of_somebody_elses_transaction(real_db: str) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        person("auditor")
    assert (Person.objects.count(), rows()) == (0, 0)
