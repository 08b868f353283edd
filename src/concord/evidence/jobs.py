"""Background work of evidence: reminders of requests for documents."""

from concord.core import clock
from concord.core.jobs import job, periodic
from concord.core.roles import SystemActor
from concord.core.telling import actions as telling
from concord.evidence import queries
from concord.programme.queries import in_force

_BY = SystemActor("remind-of-documents")
_SERVICE, _REMINDED_BEFORE = "task_reminder", 3


@periodic("55 10 * * *")
@job("evidence.remind_of_documents", queueing_lock="evidence.remind_of_documents")
def remind_of_documents(timestamp: int = 0) -> None:
    """Remind, once a day, of requests for documents that fall due, and tell of overdue ones; each is told once."""
    del timestamp
    now = clock.now()
    standards = {each.key: each.days for each in in_force(now.date()).service}
    within = standards.get(_SERVICE, _REMINDED_BEFORE)
    telling.tell(told=list(queries.to_remind(now.date(), within=within)), by=_BY, at=now)
