"""Background work of evidence: reminders of requests for documents; contacts are sealed after their day, rules that
say so destroy, loose ends go."""

from datetime import timedelta

import structlog

from concord.core import clock, files, sealing
from concord.core.errors import Refused
from concord.core.jobs import job, periodic
from concord.core.roles import SystemActor
from concord.core.telling import actions as telling
from concord.evidence import actions, queries
from concord.programme.queries import in_force

_KEEPER = SystemActor("retention")
_REMINDER = SystemActor("remind-of-documents")
_SERVICE, _REMINDED_BEFORE = "task_reminder", 3
_LOOSE_AFTER = timedelta(days=1)  # no verb takes that long
log = structlog.get_logger("concord.evidence")


@periodic("7 * * * *")
@job("evidence.seal_identities", queueing_lock="evidence.seal_identities")
def seal_identities(timestamp: int = 0) -> None:
    """Seal, once an hour, each contact whose day has passed; one that was sealed this very moment holds up no other."""
    del timestamp
    now = clock.now()
    for identity in queries.due_to_seal(now.date()):
        try:
            actions.seal_due_identity(identity, by=_KEEPER, at=now)
        except Refused as refused:
            log.info("contact not sealed", identity=identity.ref, reason=type(refused).__name__)


@periodic("37 2 * * *")
@job("evidence.dispose", queueing_lock="evidence.dispose")
def dispose(timestamp: int = 0) -> None:
    """Destroy, once a day, what the rules of the edition say by themselves, and what no row has any more."""
    del timestamp
    now = clock.now()
    for rule in in_force(now.date()).retention:
        if rule.then == "destroy":
            actions.dispose_by_rule(rule=rule.key, by=_KEEPER, at=now)
    before = now - _LOOSE_AFTER
    log.info("loose ends removed", halves=sealing.sweep(before=before), files=files.sweep(before=before))


@periodic("55 10 * * *")
@job("evidence.remind_of_documents", queueing_lock="evidence.remind_of_documents")
def remind_of_documents(timestamp: int = 0) -> None:
    """Remind, once a day, of requests for documents that fall due, and tell of overdue ones; each is told once."""
    del timestamp
    now = clock.now()
    standards = {each.key: each.days for each in in_force(now.date()).service}
    within = standards.get(_SERVICE, _REMINDED_BEFORE)
    telling.tell(told=list(queries.to_remind(now.date(), within=within)), by=_REMINDER, at=now)
