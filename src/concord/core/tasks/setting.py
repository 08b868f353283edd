"""Setting and ending tasks inside the verbs of other apps, whose audit row tells of it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q

from concord.core.ids import next_ref
from concord.core.permissions import Actor, Party
from concord.core.tasks.kinds import ended_by
from concord.core.tasks.models import Task
from concord.core.tasks.states import OPEN, WITH, TaskState


def add(
    *,
    what: str,
    about: str,
    scope: str,
    party: Party,
    due_on: date | None,
    kind: str,
    assignee: str = "",
    by: Actor,
    at: datetime,
) -> Task:
    """Set a task; the same kind about the same thing is set once while it is open. Call inside a verb.

    Raises HouseError where `kinds` does not say how such a task ends."""
    ended_by(kind)
    if open_one := Task.objects.filter(about=about, kind=kind, state__in=OPEN).first():
        return open_one
    return Task.objects.create(
        ref=next_ref("TSK", at),
        state=WITH[party],
        state_since=at,
        kind=kind,
        what=what,
        about=about,
        scope=scope,
        assignee=assignee,
        due_on=due_on,
        set_at=at,
        set_by=by.actor_key,
    )


def finish(kind: str, *, about: str, by: Actor, at: datetime, outcome: str = "") -> None:
    """Note as done what the verb does; nothing where no such task is open. Call inside a verb."""
    Task.objects.filter(about=about, kind=kind, state__in=OPEN).update(
        state=TaskState.DONE, state_since=at, ended_at=at, ended_by=by.actor_key, outcome=outcome
    )


def drop(about: Collection[str], *, within: str, outcome: str, by: Actor, at: datetime) -> None:
    """Drop every open task about things that are over, or that was to be done within a scope that is over, with the
    reason. Call inside a verb."""
    Task.objects.filter(Q(about__in=about) | Q(scope=within), state__in=OPEN).update(
        state=TaskState.DROPPED, state_since=at, ended_at=at, ended_by=by.actor_key, outcome=outcome
    )
