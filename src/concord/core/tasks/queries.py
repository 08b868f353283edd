"""Reads of tasks. Whose tasks somebody may see is a matter of their roles, which stand below: see the desk."""

from datetime import date

from django.db.models import F, Q, QuerySet

from concord.core.permissions import Party
from concord.core.tasks.models import Task
from concord.core.tasks.states import HELD, OPEN

DUE_FIRST = (F("due_on").asc(nulls_last=True), "state_since", "pk")
"""The order in which tasks are done: what is due first stands first, what has no day last."""


def task(ref: str) -> Task | None:
    """Return the task with this reference, or None."""
    return Task.objects.filter(ref=ref).first()


def about(ref: str) -> QuerySet[Task]:
    """Return the tasks about a thing, open ones first, then the newest."""
    return Task.objects.filter(about=ref).order_by(F("ended_at").desc(nulls_first=True), *DUE_FIRST)


def open_tasks() -> QuerySet[Task]:
    """Return the tasks that are not done and not dropped."""
    return Task.objects.filter(state__in=OPEN)


def is_overdue(on: date) -> Q:
    """Return the condition under which a task is overdue on a day: its day has passed and it is open."""
    return Q(state__in=OPEN, due_on__lt=on)


def with_side(party: Party) -> Q:
    """Return the condition under which a task is with a side, alone or with another."""
    return Q(state__in=HELD[party])
