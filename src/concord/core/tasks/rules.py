"""Who may do what with a task, and where a task counts that one side sets for another."""

from collections.abc import Iterable
from typing import NamedTuple

from concord.core.conditions import hold
from concord.core.permissions import ALLOWED, OFFICE_SCOPE, Actor, Decision, Party, Permission, Scoped, refuse
from concord.core.roles import acting_role, permit
from concord.core.tasks.kinds import ended_by
from concord.core.tasks.models import Task

P = Permission
BY_HAND = frozenset({P.TASK_DO, P.TASK_DROP})
"""The verbs by which people end a task that no other verb ends."""
SET_FOR = {
    Party.OFFICE: P.TASK_SET_OFFICE,
    Party.AGENCY: P.TASK_SET_AGENCY,
    Party.TEAM: P.TASK_SET_TEAM,
}
"""The verb that sets a task for each side."""
_PLACES = {Party.AGENCY: "agency:", Party.TEAM: "engagement:"}


class Place(NamedTuple):
    """Where a task counts: where it is done, and from where it is followed ("" where that is the same)."""

    scope: str
    also: str


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles and by the conditions that apps set; a task that was given to one person is theirs to do, one
    that a verb ends is ended by that verb alone; and a task is set only for a side that the thing has."""
    decision = permit(by, verb, thing) and hold(by, verb, thing)
    if decision and isinstance(thing, Task):
        return _ends(by, verb, thing)
    if decision and verb in SET_FOR.values():
        party = next(party for party, sets in SET_FOR.items() if sets == verb)
        return _placed(by, thing, party)[1]
    if decision and verb == P.TASK_SET_TOGETHER:
        return _placed_together(thing)[1]
    return decision


def done_elsewhere(by: Actor, task: Task) -> str:
    """Return in words by what a task is done that is with somebody and that no hand ends; "" for any other."""
    verbs = ended_by(task.kind)
    if not verbs or task.assignee not in ("", by.actor_key):
        return ""
    return _either(verbs) if permit(by, P.TASK_DO, task) and hold(by, P.TASK_DO, task) else ""


def _ends(by: Actor, verb: Permission, task: Task) -> Decision:
    if verb == P.TASK_DO and task.assignee not in ("", by.actor_key):
        return refuse("This task was given to somebody else.")
    if verb in BY_HAND and (verbs := ended_by(task.kind)):
        return refuse(f"It ends when it is done, on the page of {task.about}: {_either(verbs)}.")
    return ALLOWED


def _either(verbs: Iterable[Permission]) -> str:
    *first, last = [verb.label for verb in verbs]
    return f"{', '.join(first)}{' or ' if first else ''}{last}"


def place(by: Actor, thing: Scoped, party: Party) -> Place:
    """Return where a task counts that `by` sets about a thing for a side. Raises Denied where the thing has no such
    side.

    A side sees what it is to do and what it has set, and not what another side sets for itself; the office sees all."""
    found, decision = _placed(by, thing, party)
    decision.require()
    return found


def place_together(thing: Scoped) -> Place:
    """Return where a task of agency and team counts. Raises Denied where the thing has one of them only."""
    found, decision = _placed_together(thing)
    decision.require()
    return found


def _placed_together(thing: Scoped) -> tuple[Place, Decision]:
    team, agency = _scope(thing.scopes, Party.TEAM), _scope(thing.scopes, Party.AGENCY)
    if team is None or agency is None:
        return Place("", ""), refuse("This has no agency and team that could do it together.")
    return Place(team, agency), ALLOWED


def _placed(by: Actor, thing: Scoped, party: Party) -> tuple[Place, Decision]:
    role = acting_role(by, SET_FOR[party], thing.scopes)
    own = _scope(thing.scopes, role.party) if role else None
    done = _scope(thing.scopes, party) if party != Party.OFFICE else own
    if own is None or done is None:
        return Place("", ""), refuse(f"This has no place for {party}: it belongs to none of its own.")
    follows = own if own not in (done, OFFICE_SCOPE) else ""
    if role is not None and role.party == Party.OFFICE and party == Party.AGENCY:
        follows = _scope(thing.scopes, Party.TEAM) or ""  # the team follows what the office asks of the agency
    return Place(done, follows), ALLOWED


def where(task: Task) -> str:
    """Return the scope on which the side holds its roles that has a task now."""
    return _scope(task.scopes, task.held_by) or task.scope


def _scope(scopes: Iterable[str], party: Party) -> str | None:
    if party == Party.OFFICE:
        return OFFICE_SCOPE
    return next((scope for scope in scopes if scope.startswith(_PLACES[party])), None)
