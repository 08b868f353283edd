"""Machines' work: procrastinate's queue in PostgreSQL, with our own recovery of stalled jobs.

A job whose worker was killed runs again within 15 seconds; its effect happens once, because it is written in the same
transaction as a receipt (`once`). Rule of thumb that a test asserts: the stall limit is at least three heartbeats.
A job that fails is tried again after 4, 16, 64, 256 and 1024 seconds, which outlasts most full disks and restarts.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from typing import Any, TypeVar, cast

import structlog
from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Q
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from concord.core import clock
from concord.core.actions import Unchanged
from concord.core.errors import HouseError
from concord.core.models import OutboxMail
from concord.core.remembering import remembering

HEARTBEAT_S = 2.0
STALLED_AFTER_S = 6.0
RETRIES = RetryStrategy(max_attempts=5, exponential_wait=4)
BEFORE_OTHERS = 10  # the priority of bringing jobs back: a long queue must not hold it up
MAIL_TIMEOUT_S = 20.0  # a mail server that hangs must not hold the worker for ever
_LONGEST_WHY = 200  # of what a mail server said
NO_MAIL_SERVER = frozenset(f"django.core.mail.backends.{name}.EmailBackend" for name in ("locmem", "dummy"))

log = structlog.get_logger("concord.jobs")
_F = TypeVar("_F", bound=Callable[..., Any])
_T = TypeVar("_T")


def job(name: str, **options: Any) -> Callable[[_F], Any]:
    """Declare a background entry point: a plain function that takes plain values, and may run more than once."""

    def declare(function: _F) -> Any:
        @wraps(function)
        def run(*args: Any, **values: Any) -> Any:
            with remembering():
                return function(*args, **values)

        task: Callable[[_F], Any] = app.task(name=name, retry=RETRIES, **options)
        return task(cast("_F", run))

    return declare


def periodic(cron: str) -> Callable[[Any], Any]:
    """Declare when a job queues itself; `cron` has five fields, or six with seconds last."""
    return app.periodic(cron=cron)


def defer(name: str, *, lock: str | None = None, **values: Any) -> None:
    """Queue a job inside the caller's transaction: it exists if and only if the verb was committed.

    `lock` (a key) keeps two jobs of one key from running at the same time."""
    app.configure_task(name, lock=lock).defer(**values)


def for_each(what: str, things: Iterable[_T], do: Callable[[_T], object]) -> None:
    """Do something for each of several things, each by itself: one that fails is logged and holds up no other.

    `what` names it in the log. What failed is tried again by the next round of whatever calls this."""
    for thing in things:
        try:
            do(thing)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one thing, the others go on
            name = getattr(thing, "ref", str(thing))
            log.warning("one failed; it is tried again", what=what, thing=name, error=type(error).__name__)


def once(key: str, *, at: datetime) -> None:
    """Write the receipt of an effect inside a verb. Raises Unchanged when the effect has happened already."""
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            raise HouseError("once() belongs inside the verb whose effect it guards.")
        cursor.execute("INSERT INTO core_jobreceipt (key, at) VALUES (%s, %s) ON CONFLICT DO NOTHING", [key, at])
        if cursor.rowcount == 0:
            raise Unchanged(None)


@periodic("* * * * * */5")
@app.task(name="core.recover_stalled", pass_context=True, queueing_lock="core.recover_stalled", priority=BEFORE_OTHERS)
async def recover_stalled(context: JobContext, timestamp: int) -> None:
    """Bring back each job whose worker has shown no heartbeat for STALLED_AFTER_S seconds.

    One that cannot be brought back must not hold up the others: another worker was faster, or the same job waits in
    the queue already (a queueing lock); then the next round sees to it."""
    del timestamp
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        with suppress(ConnectorException):
            await manager.retry_job(stalled)


@periodic("* * * * *")
@app.task(name="core.send_outbox")
def send_outbox(timestamp: int = 0) -> None:
    """Send each mail that waits in the outbox; queued with every mail, and once a minute for those that were refused,
    until those about something were refused too often.

    A mail is locked while it is sent, so two workers do not send it twice, and marked in the same transaction. It is
    sent at least once, not exactly once: a worker that dies after the mail server took a mail and before the mark is
    committed sends it again. Without a mail server (EMAIL_BACKEND) every mail stays in the outbox."""
    del timestamp
    if settings.EMAIL_BACKEND in NO_MAIL_SERVER:
        return
    unsent = OutboxMail.objects.filter(Q(about="") | Q(tries__lt=OutboxMail.MOST_TRIES), sent_at=None)
    waiting = list(unsent.order_by("pk").values_list("pk", flat=True))
    if not waiting:
        return
    try:
        with mail.get_connection(timeout=MAIL_TIMEOUT_S) as server:
            for number in waiting:
                _send(number, server)
    except OSError as error:  # smtplib's own errors are OSErrors too
        log.warning("mail server does not answer; mails wait", error=type(error).__name__)


def _send(number: int, server: BaseEmailBackend) -> None:
    """Send one mail unless it is sent, or being sent by another worker; one that is refused holds up no other."""
    try:
        with transaction.atomic():
            one = OutboxMail.objects.select_for_update(skip_locked=True).filter(pk=number, sent_at=None).first()
            if one is None:
                return
            mail.EmailMessage(one.subject, one.body, to=[one.to], connection=server, headers=_leaving(one)).send()
            one.sent_at = clock.now()
            one.save(update_fields=["sent_at"])
    except (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, ValueError) as error:
        log.warning("mail refused; it waits", mail=number, error=type(error).__name__)
        _note(number, error)


def _note(number: int, error: Exception) -> None:
    """Keep that a mail was refused, and why, for the office to see."""
    with transaction.atomic():
        one = OutboxMail.objects.select_for_update().get(pk=number)
        one.tries, one.last_error = min(one.tries + 1, OutboxMail.MOST_TRIES), _why(error)[:_LONGEST_WHY]
        one.save(update_fields=["tries", "last_error"])


def _why(error: Exception) -> str:
    """Return what the mail server said; of a mail that cannot even be written, no more than that."""
    said: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return "The address or the subject cannot stand in a mail."
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"


def _leaving(one: OutboxMail) -> dict[str, str]:
    """Return what makes mail programs offer one click to get no more of them (RFC 8058)."""
    if not one.leave:
        return {}
    return {"List-Unsubscribe": f"<{one.leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
