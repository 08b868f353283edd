"""Who may change people and roles."""

from concord.core.permissions import ALLOWED, OFFICE_SCOPE, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import BY_KEY, Administrator, Level, Role, permit

P = Permission


class _Everybody:
    """People as a whole, for what is done before there is a person."""

    scopes = (OFFICE_SCOPE,)


EVERYBODY = _Everybody()


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; nobody ends a role of their own."""
    decision = permit(by, verb, thing)
    if decision and verb == P.PERSON_END_ROLE and getattr(thing, "actor_key", None) == by.actor_key:
        return refuse("Nobody ends a role of their own; ask a colleague.")
    return decision


def may_give(by: Actor, role: type[Role]) -> Decision:
    """Only an administrator (or Concord at set-up) gives an office-wide role; nobody gives what is not a person's."""
    if role.level in (Level.NONE, Level.REQUEST):
        return refuse(f"“{role.title}” is not a role that a person is given.")
    office_roles = by.roles_on(())
    if role.level == Level.OFFICE and not office_roles & {Administrator, BY_KEY["concord"]}:
        return refuse("Only an administrator gives a role in the programme office.")
    return ALLOWED


def scope_fits(role: type[Role], scope: str) -> Decision:
    """A role is held on its own kind of scope: office, agency:…, engagement:…"""
    kind = scope.partition(":")[0]
    if kind == role.level.value:
        return ALLOWED
    return refuse(f"“{role.title}” is held on: {role.level.value}; the scope given is “{scope}”.")
