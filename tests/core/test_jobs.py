import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from structlog.testing import capture_logs

from concord.core import jobs, notices
from concord.core.actions import record, verb
from concord.core.errors import HouseError
from concord.core.guard import writing
from concord.core.models import JobReceipt, OutboxMail
from concord.core.permissions import OFFICE_SCOPE, Permission
from concord.core.roles import SystemActor
from tests.conftest import owner_url
from tests.core.things import AT
from tests.drills.mailbox import Mailbox, mailbox


@pytest.fixture
def box(settings: Any) -> Iterator[Mailbox]:
    """A mail server that this installation is told to use."""
    with mailbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


def queue(*recipients: str) -> None:
    with writing():
        for to in recipients:
            notices.mail(to=to, subject="A link for you", body="http://localhost/", at=AT)


def waiting() -> list[str]:
    return list(OutboxMail.objects.filter(sent_at=None).order_by("pk").values_list("to", flat=True))


def queued(task: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [task])
        return int(cursor.fetchone()[0])


def test_one_thing_that_fails_holds_up_no_other_and_the_log_names_it() -> None:
    done: list[int] = []

    def do(number: int) -> None:
        done.append(12 // number)

    with capture_logs() as heard:
        jobs.for_each("numbers", (1, 0, 3), do)
    said = {"what": "numbers", "thing": "0", "error": "ZeroDivisionError"}
    assert (done, [{key: one[key] for key in said} for one in heard]) == ([12, 4], [said])


def test_a_worker_is_given_up_after_three_heartbeats_at_the_earliest() -> None:
    assert jobs.STALLED_AFTER_S >= 3 * jobs.HEARTBEAT_S


BY_THE_CLOCK = {
    "accounts.end_roles": "4 * * * *",
    "core.recover_stalled": "* * * * * */5",
    "core.send_outbox": "* * * * *",
    "desk.digest": "0 11 * * *",
    "desk.remind": "50 10 * * *",
    "desk.tell": "* * * * *",
    "engagements.close_surveys": "50 5 * * *",
    "engagements.eligibility_falls_due": "40 11 * * *",
    "engagements.remind_signatories": "30 11 * * *",
    "evidence.dispose": "37 2 * * *",
    "evidence.learn_meanings": "* * * * *",
    "evidence.remind_of_documents": "55 10 * * *",
    "evidence.seal_identities": "7 * * * *",
    "findings.end_fact_checks": "27 6 * * *",
    "findings.tell_of_consent": "47 * * * *",
    "intake.forget_drafts": "17 3 * * *",
    "intake.remind_chiefs": "23 12 * * *",
    "publishing.build_daily": "5 0 * * *",
    "publishing.end_checks": "10 * * * *",
    "publishing.forget_unconfirmed": "37 3 * * *",
    "publishing.publish_reports": "* * * * *",
    "publishing.release_programme": "2 * * * *",
    "publishing.release_standings": "* * * * *",
    "publishing.reports_fall_due": "20 0 * * *",
    "reforms.rechecks_fall_due": "40 10 * * *",
    "workplans.ask_to_reaffirm": "17 6 * * *",
}
ASKED_FOR = (
    *("evidence.analyse", "evidence.look_at_project", "evidence.read_document", "evidence.take_project"),
    "evidence.try_mapping",
    *("publishing.build_site", "publishing.forget_withheld", "publishing.print_reports"),
    *("publishing.push_site", "publishing.tell_followers"),
)


def test_the_worker_finds_every_job_of_the_house_by_itself() -> None:
    ours = sorted(name for name in app.tasks if "builtin" not in name)
    assert ours == sorted({*BY_THE_CLOCK, *ASKED_FOR})


def test_what_runs_by_the_clock_is_this() -> None:
    periodic = app.periodic_registry.periodic_tasks.items()
    assert {name: task.cron for (name, _), task in periodic} == BY_THE_CLOCK


def test_a_job_that_fails_is_tried_again_later_and_later() -> None:
    assert app.tasks["publishing.build_site"].retry_strategy == jobs.RETRIES
    assert (jobs.RETRIES.max_attempts, jobs.RETRIES.exponential_wait) == (5, 4)


class _Thing:
    scopes = (OFFICE_SCOPE,)
    audit_ref = "a-thing"
    audit_stream = "things"


@verb
def _effect(*, by: SystemActor, at: Any) -> str:
    jobs.once("effect-1", at=at)
    record(_Thing(), Permission.AUDIT_CHECKPOINT, by=by, at=at)
    return "done"


@pytest.mark.django_db
def test_the_effect_of_a_job_that_runs_twice_happens_once() -> None:
    assert [_effect(by=SystemActor("drill"), at=AT) for _ in range(2)] == ["done", None]
    assert list(JobReceipt.objects.values_list("key", "at")) == [("effect-1", AT)]


def test_a_receipt_outside_a_verb_is_refused(real_db: str) -> None:
    with pytest.raises(HouseError):
        jobs.once("effect-1", at=AT)


@pytest.mark.django_db
def test_a_mail_waits_in_the_outbox_until_the_job_has_sent_it_once(box: Mailbox) -> None:
    queue("robin@example.org", "kim@example.org")
    assert (waiting(), box.taken) == (["robin@example.org", "kim@example.org"], [])
    jobs.send_outbox()
    jobs.send_outbox()
    assert (waiting(), [to for to, _ in box.taken]) == ([], ["robin@example.org", "kim@example.org"])
    assert "Subject: A link for you" in box.to("robin@example.org")[0]


@pytest.mark.django_db
def test_a_mail_queues_its_sending_in_the_same_transaction() -> None:
    with transaction.atomic():
        queue("robin@example.org")
        assert queued("core.send_outbox") == 1
        transaction.set_rollback(True)
    assert (queued("core.send_outbox"), OutboxMail.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_mail_that_is_refused_waits_and_holds_up_no_other(box: Mailbox) -> None:
    box.refused.add("gone@example.org")
    queue("gone@example.org", "kim@example.org")
    jobs.send_outbox()
    assert (waiting(), [to for to, _ in box.taken]) == (["gone@example.org"], ["kim@example.org"])
    box.refused.clear()
    jobs.send_outbox()
    assert (waiting(), len(box.taken)) == ([], 2)


@pytest.mark.django_db
def test_a_mail_that_is_refused_counts_its_tries_with_what_the_server_said_and_ends_when_they_are_too_many(
    box: Mailbox,
) -> None:
    box.refused.add("gone@example.org")
    queue("gone@example.org")
    seen = []
    for _ in range(3):
        jobs.send_outbox()
        mail = OutboxMail.objects.get()
        seen.append((mail.tries, mail.state_label, mail.last_error[:3]))
    assert seen == [(number, "Refused, tried again every minute", "550") for number in (1, 2, 3)]
    with writing():
        OutboxMail.objects.update(tries=OutboxMail.MOST_TRIES - 1, about="REQ-2026-0001")
    jobs.send_outbox()
    box.refused.clear()
    jobs.send_outbox()
    mail.refresh_from_db()
    assert (mail.state_label, mail.has_failed, box.taken) == ("Not sent", True, [])


@pytest.mark.django_db
def test_a_mail_about_nothing_that_has_a_page_is_tried_for_as_long_as_it_is_refused(box: Mailbox) -> None:
    box.refused.add("gone@example.org")
    queue("gone@example.org")
    with writing():
        OutboxMail.objects.update(tries=OutboxMail.MOST_TRIES)
    jobs.send_outbox()
    assert (waiting(), OutboxMail.objects.get().tries) == (["gone@example.org"], OutboxMail.MOST_TRIES)
    box.refused.clear()
    jobs.send_outbox()
    assert (waiting(), len(box.taken)) == ([], 1)


@pytest.mark.django_db
@pytest.mark.parametrize("backend", sorted(jobs.NO_MAIL_SERVER))
def test_without_a_mail_server_every_mail_waits(settings: Any, backend: str) -> None:
    settings.EMAIL_BACKEND = backend
    queue("robin@example.org")
    jobs.send_outbox()
    assert waiting() == ["robin@example.org"]


@pytest.mark.django_db
def test_while_the_mail_server_is_down_every_mail_waits(settings: Any, box: Mailbox) -> None:
    with mailbox() as gone:
        settings.EMAIL_PORT = gone.port
    queue("robin@example.org")
    jobs.send_outbox()
    assert waiting() == ["robin@example.org"]


def test_a_mail_that_another_worker_is_sending_is_left_to_it(real_db: str, box: Mailbox) -> None:
    queue("robin@example.org", "kim@example.org")
    box.hold()

    def send() -> None:
        jobs.send_outbox()
        connection.close()

    other = threading.Thread(target=send)
    other.start()
    assert box.holding.wait(20)
    with closing(psycopg.connect(owner_url(real_db))) as here:
        free = 'SELECT "to" FROM core_outboxmail WHERE sent_at IS NULL FOR UPDATE SKIP LOCKED'
        assert here.execute(free).fetchall() == [("kim@example.org",)]
    box.may_take.set()
    jobs.send_outbox()
    other.join(20)
    assert (waiting(), sorted(to for to, _ in box.taken)) == ([], ["kim@example.org", "robin@example.org"])


A_JOB = "INSERT INTO procrastinate_jobs"


def recover() -> None:
    """Do the job as a worker does it, in this test's own database."""

    async def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            async with worker.open_async():
                await jobs.recover_stalled(SimpleNamespace(app=worker), 0)

    asyncio.run(run())


def test_a_stalled_job_comes_back_and_one_that_cannot_holds_up_no_other(real_db: str) -> None:
    with connection.cursor() as cursor:
        for row in (("first", "doing", "key"), ("second", "doing", None), ("first", "todo", "key")):
            cursor.execute(f"{A_JOB} (queue_name, task_name, status, queueing_lock) VALUES ('', %s, %s, %s)", row)
    recover()
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [("first", "doing"), ("second", "todo"), ("first", "todo")]
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'first'")
    recover()
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [("first", "todo"), ("second", "todo")]


def test_a_job_of_a_worker_that_lives_is_left_alone(real_db: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        doing = (
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) VALUES ('default', %s, %s, %s)"
        )
        cursor.execute(doing, ("long", "doing", worker))
    recover()
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs")
        assert cursor.fetchall() == [("doing",)]
