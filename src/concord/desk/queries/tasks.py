"""Tasks over all capabilities: whose they are, and what they are about."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from concord.accounts.models import Person
from concord.core.permissions import OFFICE_SCOPE, Permission
from concord.core.tasks.models import Task
from concord.core.tasks.queries import DUE_FIRST, is_overdue
from concord.core.tasks.states import HELD, OPEN
from concord.desk.tasks_of import left_behind, tasks_seen_by

P = Permission


@dataclass(frozen=True)
class TaskFilters:
    """What the list is narrowed to: `whose` is "" (mine and my side's), "mine", "left" (with somebody who has left) or
    "every"; `state` is "" (open), "overdue" or a state; `about` a reference."""

    whose: str = ""
    state: str = ""
    about: str = ""


def tasks(person: Person, filters: TaskFilters, *, on: date) -> QuerySet[Task]:
    """Return the tasks that a person may see, through the filters: those that are due first."""
    rows = tasks_seen_by(person)
    if filters.whose == "mine":
        rows = rows.filter(assignee=person.actor_key)
    elif filters.whose == "":
        nobodys = Q(assignee="") | left_behind()
        rows = rows.filter(Q(assignee=person.actor_key) | _of_my_side(person) & nobodys)
    elif filters.whose == "left":
        rows = rows.filter(left_behind())
    if filters.about:
        rows = rows.filter(about=filters.about)
    if filters.state == "overdue":
        rows = rows.filter(is_overdue(on))
    else:
        rows = rows.filter(state=filters.state) if filters.state else rows.filter(state__in=OPEN)
    return rows.annotate(left=ExpressionWrapper(left_behind(), BooleanField())).order_by(*DUE_FIRST)


def _of_my_side(person: Person) -> Q:
    """Return the condition under which a task is, or was, with a side of this person, where they belong to it."""
    theirs = Q(pk__in=())
    for held in person.held():
        party = held.role_class.party
        if party in HELD:
            there = Q() if held.scope == OFFICE_SCOPE else Q(scope=held.scope) | Q(also=held.scope)
            theirs |= ~Q(state__in=set(OPEN).difference(HELD[party])) & there
    return theirs
