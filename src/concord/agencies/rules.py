"""Who may change the directory."""

from concord.core.conditions import hold
from concord.core.permissions import ALLOWED, Actor, Decision, Party, Permission, Scoped, refuse
from concord.core.roles import permit

P = Permission


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles, on the agency for its own people, on the office for the directory as a whole; and by the
    conditions that apps set."""
    return permit(by, verb, thing) and hold(by, verb, thing)


def may_settle(by: Actor) -> Decision:
    """What kind an agency is decides whether it may ask, so the office records that and the ORI, not the agency."""
    if any(role.party in (Party.OFFICE, Party.CONCORD) for role in by.roles_on(())):
        return ALLOWED
    return refuse("The kind of an agency and its ORI are recorded by the programme office.")
