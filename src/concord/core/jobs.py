"""Machines' work: procrastinate's queue in PostgreSQL, with our own recovery of stalled jobs.

A job whose worker was killed runs again within 15 seconds; its effect happens once, because it is written in the same
transaction as a receipt (`once`). Rule of thumb that a test asserts: the stall limit is at least three heartbeats.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app

from concord.core.actions import Unchanged
from concord.core.errors import HouseError

HEARTBEAT_S = 2.0
STALLED_AFTER_S = 6.0
RETRIES = 5

_F = TypeVar("_F", bound=Callable[..., Any])


def job(name: str, **options: Any) -> Callable[[_F], Any]:
    """Declare a background entry point: a plain function that takes plain values, and may run more than once."""
    return app.task(name=name, retry=RETRIES, **options)


def periodic(cron: str) -> Callable[[Any], Any]:
    """Declare when a job queues itself; `cron` has five fields, or six with seconds last."""
    return app.periodic(cron=cron)


def defer(name: str, *, lock: str | None = None, **values: Any) -> None:
    """Queue a job inside the caller's transaction: it exists if and only if the verb was committed.

    `lock` (a key) keeps two jobs of one key from running at the same time."""
    app.configure_task(name, lock=lock).defer(**values)


def once(key: str, *, at: datetime) -> None:
    """Write the receipt of an effect inside a verb. Raises Unchanged when the effect has happened already."""
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            raise HouseError("once() belongs inside the verb whose effect it guards.")
        cursor.execute("INSERT INTO core_jobreceipt (key, at) VALUES (%s, %s) ON CONFLICT DO NOTHING", [key, at])
        if cursor.rowcount == 0:
            raise Unchanged(None)


@periodic("* * * * * */5")
@app.task(name="core.recover_stalled", pass_context=True, queueing_lock="core.recover_stalled")
async def recover_stalled(context: JobContext, timestamp: int) -> None:
    """Bring back each job whose worker has shown no heartbeat for STALLED_AFTER_S seconds."""
    del timestamp
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        await manager.retry_job(stalled)
