"""The verbs of a task that a person sets or ends by hand. What a verb of another app sets or ends is in `setting`."""

from datetime import date, datetime

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, hold, verb
from concord.core.audit import Audited
from concord.core.checks import require_none
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Party, Permission
from concord.core.tasks import checks, rules
from concord.core.tasks.models import Task

P = Permission


@verb
def set_for_office(
    thing: Audited, *, what: str, due_on: date | None = None, assignee: str = "", by: Actor, at: datetime
) -> Task:
    """Set a task for the programme office about a thing. The same again, while it is open, is one task (law 17).

    Raises Denied, Incomplete (what is to be done, a day gone)."""
    return _set(Party.OFFICE, thing, what, due_on, assignee, by, at)


@verb
def set_for_agency(
    thing: Audited, *, what: str, due_on: date | None = None, assignee: str = "", by: Actor, at: datetime
) -> Task:
    """Set a task for the agency. Raises as `set_for_office`, and Denied where the thing has no agency."""
    return _set(Party.AGENCY, thing, what, due_on, assignee, by, at)


@verb
def set_for_team(
    thing: Audited, *, what: str, due_on: date | None = None, assignee: str = "", by: Actor, at: datetime
) -> Task:
    """Set a task for the assessment team. Raises as `set_for_office`, and Denied where the thing has no engagement."""
    return _set(Party.TEAM, thing, what, due_on, assignee, by, at)


@verb
def set_together(thing: Audited, *, what: str, due_on: date | None = None, by: Actor, at: datetime) -> Task:
    """Set a task for the agency and the team together: each does its part. Raises as `set_for_office`, and Denied where
    the thing lacks one of them."""
    rules.may(by, P.TASK_SET_TOGETHER, thing).require()
    return _begin(P.TASK_SET_TOGETHER, rules.place_together(thing), thing, what, due_on, "", by, at)


@verb
def do_agency_part(task: Task, *, outcome: str, by: Actor, at: datetime) -> Task:
    """Note the agency's part of a task of both as done; what is left is the team's.

    Raises Denied, NotAllowedNow, Stale, and Incomplete where nothing is said for the other side to go on from."""
    return _do_part(P.TASK_AGENCY_PART, task, outcome, by, at)


@verb
def do_team_part(task: Task, *, outcome: str, by: Actor, at: datetime) -> Task:
    """Note the team's part of a task of both as done; what is left is the agency's. Raises as `do_agency_part`."""
    return _do_part(P.TASK_TEAM_PART, task, outcome, by, at)


@verb
def do(task: Task, *, outcome: str = "", by: Actor, at: datetime) -> Task:
    """Note a task as done, with what came of it. Raises Denied, NotAllowedNow (it is another side's), Stale."""
    changes = {"outcome": outcome, "ended_at": at, "ended_by": by.actor_key}
    return lifecycle.move(task, P.TASK_DO, by=by, at=at, may=rules.may, changes=changes)


@verb
def hand_over(task: Task, *, assignee: str, by: Actor, at: datetime) -> Task:
    """Give a task to somebody else of the side that has it (an actor key), or to nobody in particular (""); it waits
    for them from now on. To whom it was given already, it is not given again. Raises as `do`."""
    if assignee == task.assignee:
        raise Unchanged(task)
    more = {"from": task.assignee, "to": assignee}
    return lifecycle.move(
        task, P.TASK_HAND_OVER, by=by, at=at, may=rules.may, more=more, changes={"assignee": assignee}
    )


@verb
def drop(task: Task, *, reason: str, by: Actor, at: datetime) -> Task:
    """Drop a task that is not needed any more, with the reason. Raises as `do`, and Incomplete without a reason."""
    require_none(checks.reason(reason), "A task is dropped with its reason.")
    changes = {"outcome": reason, "ended_at": at, "ended_by": by.actor_key}
    return lifecycle.move(task, P.TASK_DROP, by=by, at=at, may=rules.may, reason=reason, changes=changes)


def _do_part(permission: P, task: Task, outcome: str, by: Actor, at: datetime) -> Task:
    require_none(checks.part(outcome), "The part is not noted.")
    changes = {"part": outcome.strip()}
    return lifecycle.move(task, permission, by=by, at=at, may=rules.may, changes=changes)


def _set(party: Party, thing: Audited, what: str, due_on: date | None, assignee: str, by: Actor, at: datetime) -> Task:
    permission = rules.SET_FOR[party]
    rules.may(by, permission, thing).require()
    return _begin(permission, rules.place(by, thing, party), thing, what, due_on, assignee, by, at)


def _begin(
    permission: P,
    place: rules.Place,
    thing: Audited,
    what: str,
    due_on: date | None,
    assignee: str,
    by: Actor,
    at: datetime,
) -> Task:
    require_none(checks.setting(what, due_on, zones.day(at)), "The task is not set.")
    said = {
        "what": what.strip(),
        "about": thing.audit_ref,
        "scope": place.scope,
        "also": place.also,
        "assignee": assignee,
        "due_on": due_on,
        "set_by": by.actor_key,
    }
    hold(f"tasks about {thing.audit_ref}")  # of the same twice at once, one is set
    if same := Task.objects.filter(state=Task.lifecycle.first(permission), **said).first():
        raise Unchanged(same)
    return Task.begin(permission, by=by, at=at, ref=next_ref("TSK", at), set_at=at, **said)
