"""Background work of accounts: a role is ended when its last day is over."""

from concord.accounts import actions, queries
from concord.accounts.models import Membership, Person
from concord.core import clock, zones
from concord.core.jobs import for_each, job, periodic
from concord.core.roles import SystemActor


@periodic("4 * * * *")
@job("accounts.end_roles", queueing_lock="accounts.end_roles")
def end_roles(timestamp: int = 0) -> None:
    """End, once an hour, the roles whose last day is over; they give nothing any more since that day ended."""
    del timestamp
    by, now = SystemActor("end-roles"), clock.now()

    def end(held: Membership) -> Person:
        reason = f"Its last day was {held.last_day}."
        return actions.end_role(held.person, role=held.role, scope=held.scope, reason=reason, by=by, at=now)

    for_each("roles", queries.roles_to_end(zones.day(now)), end)
