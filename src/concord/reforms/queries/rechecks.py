"""When the team looks again at what is complete: due days come from the edition, and what it saw from its own voice."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Exists, OuterRef, QuerySet

from concord.accounts.models import Person
from concord.core.permissions import Permission
from concord.core.tasks.models import Task
from concord.core.tasks.states import OPEN
from concord.engagements.models import Engagement, Origin
from concord.engagements.states import EngagementState
from concord.findings.queries import shared
from concord.programme.document import Recheck
from concord.reforms.models import Judgement, Reform
from concord.reforms.queries.things import SAID, engagements_open_to
from concord.reforms.states import CoreState, ReformState

RECHECK = "recheck"
"""The kind of the task to look again."""


@dataclass(frozen=True)
class Due:
    """One look at a complete reform that is due, and the day from which it is."""

    reform: Reform
    recheck: Recheck
    on: date


def rechecks(engagement: Engagement) -> tuple[Recheck, ...]:
    """Return when the engagement's edition has the team look again; never, where it has no edition."""
    rows = engagement.edition.document.get("recheck", ()) if engagement.edition else ()
    return tuple(sorted((Recheck(**row) for row in rows), key=lambda one: one.months))


def to_look_at_again(engagement: Engagement, on: date) -> tuple[Due, ...]:
    """Return the complete reforms of an engagement that the team should have looked at again by a day and has not, each
    once with its latest look that is due; the longest due first. By three queries."""
    planned = rechecks(engagement)
    rows = _complete().filter(engagement=engagement).select_related("recommendation")
    found = [due for reform in rows.prefetch_related("judgements") if (due := _due(reform, planned, on))]
    return tuple(sorted(found, key=lambda due: (due.on, due.reform.pk)))


def rechecks_due(on: date) -> tuple[Due, ...]:
    """Return every look that is due by a day, over all engagements in which the team still works."""
    open_ones = Engagement.objects.filter(state=EngagementState.OPEN).exclude(origin=Origin.PUBLIC_RECORD)
    there = open_ones.filter(Exists(_complete().filter(engagement=OuterRef("pk"))))
    found = (to_look_at_again(each, on) for each in there.select_related("edition").order_by("pk"))
    return tuple(chain.from_iterable(found))


def to_confirm(person: Person) -> QuerySet[Reform]:
    """Return the complete reforms that this person may look at again and of which the team was asked to."""
    asked = Task.objects.filter(about=OuterRef("ref"), kind=RECHECK, state__in=OPEN)
    theirs = _complete().filter(engagement__in=engagements_open_to(person, Permission.REFORM_SUSTAIN))
    rows = theirs.filter(Exists(asked)).prefetch_related(*SAID)
    return rows.select_related("recommendation__finding", "engagement__agency", "engagement__edition")


def is_due(due: Due) -> bool:
    """Say whether a look is due still: nobody has looked meanwhile, and the reform is complete."""
    now = _complete().filter(pk=due.reform.pk).first()
    return now is not None and _due(now, rechecks(now.engagement), due.on) == due


def _complete() -> QuerySet[Reform]:
    """Return what is complete, but for what waits while its recommendation is reworded."""
    return Reform.objects.filter(shared("recommendation__"), state=ReformState.COMPLETE)


def _due(reform: Reform, planned: tuple[Recheck, ...], on: date) -> Due | None:
    said = list(_since_complete(reform))
    if not said:
        return None
    passed = [(one, after(said[0].as_of, one.months)) for one in planned]
    due = [(one, day) for one, day in passed if day <= on and not any(each.as_of >= day for each in said)]
    return Due(reform, *due[-1]) if due else None


def _since_complete(reform: Reform) -> Iterator[Judgement]:
    """Yield the judgements from the one by which it is complete now, oldest first."""
    run: list[Judgement] = []
    for said in reform.said_by_team:
        run = [*run, said] if said.core_state == CoreState.COMPLETE else []
    yield from run


def after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
