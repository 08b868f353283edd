"""The verb by which Concord asks the team to look again at what is complete."""

from datetime import datetime

from concord.core import jobs, lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.permissions import Actor, Permission
from concord.reforms import due as tasks
from concord.reforms import rules
from concord.reforms.models import Reform
from concord.reforms.queries import Due, is_due

P = Permission


@verb
def recheck_falls_due(due: Due, *, by: Actor, at: datetime) -> Reform:
    """Set the team's task to look at a complete reform again, unless it has looked meanwhile. Once for each day on
    which a look falls due."""
    locked = lifecycle.lock(due.reform)
    rules.may(by, P.REFORM_FALL_DUE, locked).require()
    if not is_due(due):
        raise Unchanged(locked)
    try:
        jobs.once(f"recheck {locked.ref} {due.on}", at=at)
    except Unchanged:
        raise Unchanged(locked) from None
    tasks.look_again(due, by=by, at=at)
    record(locked, P.REFORM_FALL_DUE, by=by, at=at, more={"due_on": due.on.isoformat(), "recheck": due.recheck.key})
    return locked
