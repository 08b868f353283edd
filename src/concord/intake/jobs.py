"""Background work of intake, once a day: old drafts are emptied, chief executives who were asked are reminded."""

from datetime import timedelta

import structlog

from concord.core import clock
from concord.core.jobs import for_each, job, periodic
from concord.core.roles import SystemActor
from concord.intake import actions, queries
from concord.intake.actions import drafts
from concord.programme.queries import in_force, service_days

CONCORD = SystemActor("intake")
log = structlog.get_logger("concord.intake")


@periodic("17 3 * * *")
@job("intake.forget_drafts", queueing_lock="intake.forget_drafts")
def forget_drafts(timestamp: int = 0) -> None:
    """Empty each draft that was not saved for as long as the edition in force says; running again changes nothing."""
    del timestamp
    kept = _days("draft_kept")
    if kept is not None:
        now = clock.now()
        log.info("old drafts emptied", count=drafts.forget(before=now - timedelta(days=kept), at=now))


@periodic("23 12 * * *")
@job("intake.remind_chiefs", queueing_lock="intake.remind_chiefs")
def remind_chiefs(timestamp: int = 0) -> None:
    """Mail a new link to each chief executive who was asked so many days ago and has neither authorized nor refused; so
    often at most, and the last time the office has a task to call.

    One that cannot be reminded, because it was authorized this very moment, holds up no other."""
    del timestamp
    after = _days("authorization")
    if after is None:
        return
    now = clock.now()
    waiting = queries.unanswered(before=now - timedelta(days=after))
    for_each(
        "chiefs", waiting, lambda one: actions.ask_chief(one.request, chief_email=one.chief_email, by=CONCORD, at=now)
    )


def _days(service: str) -> int | None:
    """Return the days of a service standard; None where the edition in force names none."""
    return service_days(in_force(clock.today()), service)
