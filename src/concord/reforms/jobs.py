"""Background work of reforms: what is complete falls due to be looked at again."""

from concord.core import clock, zones
from concord.core.jobs import for_each, job, periodic
from concord.core.roles import SystemActor
from concord.reforms import actions, queries


@periodic("40 10 * * *")
@job("reforms.rechecks_fall_due", queueing_lock="reforms.rechecks_fall_due")
def rechecks_fall_due(timestamp: int = 0) -> None:
    """Set, once a day before people are reminded, the team's task for each complete reform that it is to look at
    again."""
    del timestamp
    by, now = SystemActor("rechecks"), clock.now()
    due = queries.rechecks_due(zones.day(now))
    for_each("rechecks", due, lambda one: actions.recheck_falls_due(one, by=by, at=now))
