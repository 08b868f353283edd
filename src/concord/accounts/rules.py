"""Who may change people and roles."""

from dataclasses import dataclass

from concord.accounts.models import Membership, Person
from concord.core.conditions import hold
from concord.core.permissions import ALLOWED, OFFICE_SCOPE, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import Administrator, ChiefExecutive, ConcordItself, Level, Role, permit

P = Permission


class _Everybody:
    """People as a whole, for what is done before there is a person."""

    scopes = (OFFICE_SCOPE,)


EVERYBODY = _Everybody()


@dataclass(frozen=True)
class _Place:
    """Where a role counts, as a thing."""

    scopes: tuple[str, ...]


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; nobody ends a role of their own."""
    decision = permit(by, verb, thing)
    if decision and verb == P.PERSON_END_ROLE and getattr(thing, "actor_key", None) == by.actor_key:
        return refuse("Nobody ends a role of their own; ask a colleague.")
    return decision


def may_there(by: Actor, verb: Permission, scope: str) -> Decision:
    """Decide by the conditions that apps set on giving and ending roles on a scope."""
    return hold(by, verb, _Place((scope,)))


def may_change_holders(by: Actor, role: type[Role]) -> Decision:
    """Only an administrator (or Concord at set-up) gives or ends an office-wide role; nobody what is not a person's."""
    if role.level in (Level.NONE, Level.REQUEST):
        return refuse(f"“{role.title}” is not a role that a person is given.")
    if role.level == Level.OFFICE and not by.roles_on(()) & {Administrator, ConcordItself}:
        return refuse("Only an administrator gives or ends a role in the programme office.")
    return ALLOWED


def may_invite_to(by: Actor, role: type[Role], person: Person | None) -> Decision:
    """A role in an engagement is given on the engagement's page, where what has to come before it is looked at; that of
    a chief executive by whoever may record one; and nobody (None: somebody new) is invited to a second side.

    Concord itself sets a house up, and is asked none of this."""
    if ConcordItself in by.roles_on(()):
        return ALLOWED
    if role.level == Level.ENGAGEMENT:
        return refuse("A role in an engagement is given on the engagement's own page: “Add a member”.")
    if role is ChiefExecutive and not permit(by, P.CHIEF_APPOINT, EVERYBODY):
        return refuse("Only who may record a chief executive gives that role.")
    return _one_side(person, role) if person is not None else ALLOWED


def _one_side(person: Person, role: type[Role]) -> Decision:
    """The office, an agency and a team judge each other's work. Whoever serves in the team of one agency and works for
    another is added on the page of an engagement, where it is known which agency it is."""
    for held in person.held():
        if held.role_class.party != role.party:
            who = f"{person.name} is {held.role_class.title.lower()} and so belongs to {held.role_class.party}"
            return refuse(f"{who}; nobody is invited to a second side. End that role first, or use “Add a member”.")
    return ALLOWED


def may_receive(by: Actor, person: Person) -> Decision:
    """Nobody gives a role to themselves: whoever invites could do the work and judge it, or read in confidence."""
    if person.actor_key == by.actor_key:
        return refuse("Nobody gives a role to themselves; ask a colleague.")
    return ALLOWED


def seat_is_free(person: Person, role: type[Role], scope: str) -> Decision:
    """An agency has one chief executive: whoever comes next is given the role when it has ended for the one before."""
    if role is not ChiefExecutive:
        return ALLOWED
    seats = Membership.objects.filter(role=role.key, scope=scope, until=None).exclude(person=person)
    seated = seats.select_related("person").first()
    if seated is None:
        return ALLOWED
    return refuse(f"{seated.person.name} holds the role of chief executive there; end it first.")


def scope_fits(role: type[Role], scope: str) -> Decision:
    """A role is held on its own kind of scope: office, agency:…, engagement:…"""
    kind, _, ref = scope.partition(":")
    if scope == OFFICE_SCOPE if role.level == Level.OFFICE else kind == role.level.value and ref:
        return ALLOWED
    return refuse(f"“{role.title}” is held on: {role.level.value}; the scope given is “{scope}”.")
