"""Where one engagement stands, for its page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from concord.accounts.models import Person
from concord.core.permissions import Party
from concord.core.tasks.models import Task
from concord.core.tasks.queries import DUE_FIRST
from concord.core.tasks.states import OPEN
from concord.desk.queries.inbox import Step, Waiting, longest
from concord.desk.task_pages import SET_VERBS
from concord.desk.tasks_of import tasks_seen_by
from concord.engagements.models import Engagement
from concord.engagements.states import FocusAreaState
from concord.findings.queries import recommendations_of
from concord.publishing.models import StatusReport
from concord.publishing.queries import of as reports_of
from concord.publishing.states import ReportState
from concord.reforms.models import Reform
from concord.reforms.states import REFORM, ReformState
from concord.workplans.models import WorkPlan
from concord.workplans.queries import in_force

SHOWN = 5
_TASKS = 10


@dataclass(frozen=True)
class Held:
    """How many reforms of an engagement a side holds, and since when the oldest of them."""

    party: Party
    items: int
    oldest: datetime


@dataclass(frozen=True)
class Hub:
    """Where an engagement stands now, and what has waited there longest for one person; `more` when there is more than
    that. `tasks` are the open ones that this person may see, whoever has to do them; `set` leads to setting one.

    `plan` is the one in force; `complete` of `areas` focus areas are; `issued` counts recommendations; `report` is the
    last one published."""

    waiting: tuple[Waiting, ...]
    more: bool
    tasks: tuple[Task, ...]
    set: tuple[Step, ...]
    plan: WorkPlan | None
    complete: int
    areas: int
    issued: int
    held: tuple[Held, ...]
    report: StatusReport | None


def hub(person: Person, engagement: Engagement) -> Hub:
    """Return where an engagement stands, for its page."""
    items = longest(person, engagement, shown=SHOWN)
    states = list(engagement.focus_areas.exclude(state=FocusAreaState.DROPPED).values_list("state", flat=True))
    tasks = tasks_seen_by(person).filter(about=engagement.ref, state__in=OPEN).order_by(*DUE_FIRST)
    return Hub(
        waiting=tuple(items[:SHOWN]),
        more=len(items) > SHOWN,
        tasks=tuple(tasks[:_TASKS]),
        set=tuple(Step(page.label, page.address(engagement)) for page in SET_VERBS if page.decide(person, engagement)),
        plan=in_force(engagement),
        complete=states.count(FocusAreaState.COMPLETE),
        areas=len(states),
        issued=recommendations_of(engagement).count(),
        held=tuple(held(engagement)),
        report=reports_of(engagement).filter(state=ReportState.PUBLISHED).order_by("number").last(),
    )


def held(engagement: Engagement) -> list[Held]:
    """Return which sides hold reforms of an engagement now, most first, by one query; what nobody holds is left out."""
    rows = Reform.objects.filter(engagement=engagement).order_by().values("state")
    counted = rows.annotate(items=Count("pk"), oldest=Min("state_since"))
    sides = [Held(REFORM.holders[ReformState(r["state"])], r["items"], r["oldest"]) for r in counted]
    return sorted((side for side in sides if side.party != Party.NOBODY), key=lambda side: -side.items)
