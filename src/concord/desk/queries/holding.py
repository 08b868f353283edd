"""Who in person holds what stands on the board, where somebody is named: the officer to whom a task about it was given,
the chief executive, the liaison, the lead of the team."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from concord.accounts.queries import holders, names
from concord.core.permissions import Party
from concord.core.roles import AssessmentLead, ChiefExecutive, Liaison
from concord.core.tasks.models import Task
from concord.core.tasks.queries import DUE_FIRST, is_overdue
from concord.core.tasks.states import TaskState


class Item(NamedTuple):
    """A request or an engagement and the side that holds it; `chief` is named in a request, `agency` the reference of
    an engagement's agency."""

    ref: str
    party: Party
    chief: str = ""
    agency: str = ""


class Held(NamedTuple):
    """Whose it is by name, or "", and whether a task about it is overdue."""

    who: str
    overdue: bool


def held(items: Sequence[Item], on: date) -> dict[str, Held]:
    """Return how each is held, by its reference; by three queries, however many."""
    late, given = _tasks([item.ref for item in items], on) if items else (set(), {})
    scopes = {scope for item in items for scope in _scopes(item)}
    people = holders(_ROLES, scopes) if scopes else {}
    known = names(given.values()) if given else {}

    def who(item: Item) -> str:
        if item.party == Party.OFFICE:
            return known.get(given.get(item.ref, ""), "")
        found = (people.get((role, scope)) for scope in _scopes(item) for role in _ROLES)
        return item.chief or next((person.name for person in found if person), "")

    return {item.ref: Held(who(item), item.ref in late) for item in items}


_ROLES = (AssessmentLead.key, ChiefExecutive.key, Liaison.key)  # the chief executive before the liaison


def _scopes(item: Item) -> tuple[str, ...]:
    """Return where somebody of the side holds a role; nowhere for a request, which itself names the chief."""
    if not item.agency or item.party == Party.OFFICE:
        return ()
    return (f"engagement:{item.ref}",) if item.party == Party.TEAM else (f"agency:{item.agency}",)


def _tasks(refs: Sequence[str], on: date) -> tuple[set[str], dict[str, str]]:
    """Return what has an overdue task, and to whom in the office the task that is due first was given."""
    to_somebody = Q(state=TaskState.WITH_OFFICE) & ~Q(assignee="")
    found = Task.objects.filter(is_overdue(on) | to_somebody, about__in=refs).order_by(*DUE_FIRST)
    late: set[str] = set()
    given: dict[str, str] = {}
    for about, state, due_on, assignee in found.values_list("about", "state", "due_on", "assignee"):
        if due_on is not None and due_on < on:
            late.add(about)
        if state == TaskState.WITH_OFFICE and assignee:
            given.setdefault(about, assignee)
    return late, given
