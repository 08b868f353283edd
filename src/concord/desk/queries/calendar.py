"""What has a day, for one person: tasks, the windows of focus areas and of planned activities, status reports,
deliveries, signatures, surveys and answers to concerns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from concord.accounts.models import Person
from concord.core.permissions import Permission
from concord.core.roles import permit
from concord.desk.tasks_of import tasks_to_do
from concord.engagements import queries as engagements
from concord.engagements.queries import open_for as engagements_open_for
from concord.engagements.states import EngagementState
from concord.programme.queries import of as programme_of
from concord.publishing.queries import dues as reports_due
from concord.workplans.content import Activity, Content
from concord.workplans.models import WorkPlan
from concord.workplans.queries.plans import visible_to as plans_visible_to
from concord.workplans.states import WorkPlanState
from concord.workplans.wording import means_named

P = Permission
MOST = 500
KEPT = timedelta(days=31)
"""For how long what has ended stays in a calendar elsewhere."""


@dataclass(frozen=True)
class Entry:
    """One thing with its days, both included. `summary` names it and says nothing of the matter: it travels to a
    calendar elsewhere. `detail` is for the page in Concord alone. `key` is the same for the same thing every time."""

    key: str
    summary: str
    detail: str
    first: date
    last: date
    href: str


def calendar(person: Person, *, since: date) -> list[Entry]:
    """Return what ends on a day or later, in the order of the days; at most MOST entries."""
    entries = [*_tasks(person), *_plans(person), *_reports(person), *_together(person)]
    return sorted((e for e in entries if e.last >= since), key=lambda e: (e.first, e.last, e.key))[:MOST]


def _tasks(person: Person) -> Iterator[Entry]:
    """Yield the tasks that this person could do and that have a day, overdue ones too."""
    for task in tasks_to_do(person).filter(due_on__isnull=False).order_by("due_on")[:MOST]:
        due = cast("date", task.due_on)
        summary = f"Due: {task.ref}, about {task.about}"
        yield Entry(task.ref, summary, task.what, due, due, task.get_absolute_url())


def _plans(person: Person) -> Iterator[Entry]:
    """Yield the windows of the plans in force of the engagements that go on."""
    going_on = engagements_open_for(person).values("pk")
    plans = plans_visible_to(person).filter(state=WorkPlanState.CONCURRED, engagement__in=going_on)
    for plan in plans:
        content = plan.content
        yield from _windows(plan, content)
        yield from _activities(plan, content)


def _windows(plan: WorkPlan, content: Content) -> Iterator[Entry]:
    """Yield from when to when each focus area is worked on: from its first activity to its last."""
    for area in content.areas:
        dated = [a for a in content.activities if a.area == area.number and a.starts_on and a.ends_on]
        if dated:
            first, last = min(a.starts_on for a in dated), max(a.ends_on for a in dated)
            summary = f"Focus area {area.number}: {plan.engagement.title}"
            yield _entry(plan, area.key, summary, area.title, first, last)


def _activities(plan: WorkPlan, content: Content) -> Iterator[Entry]:
    programme = programme_of(plan.engagement.edition) if plan.engagement.edition else None
    methods = means_named(programme) if programme else {}
    for activity in content.activities:
        if activity.starts_on and activity.ends_on:
            summary = f"{methods.get(activity.method, activity.method)}: {plan.engagement.title}"
            yield _entry(plan, activity.key, summary, _told(activity), activity.starts_on, activity.ends_on)


def _told(activity: Activity) -> str:
    return " – ".join(part for part in (activity.what, activity.audience) if part)


def _entry(plan: WorkPlan, key: str, summary: str, detail: str, first: str, last: str) -> Entry:
    days = date.fromisoformat(first), date.fromisoformat(last)
    return Entry(f"{plan.engagement.ref}-{key}", summary, detail, *days, plan.get_absolute_url())


def _reports(person: Person) -> Iterator[Entry]:
    """Yield the day by which the next status report of each engagement is due."""
    going_on = engagements_open_for(person).filter(state=EngagementState.OPEN).select_related("agency", "edition")
    for due in reports_due(e for e in going_on if permit(person, P.REPORT_VIEW, e)):
        engagement = due.engagement
        summary = f"Status report due: {engagement.title}"
        yield Entry(f"{engagement.ref}-report", summary, "", due.on, due.on, engagement.get_absolute_url())


def _together(person: Person) -> Iterator[Entry]:
    """Yield what both sides of an engagement have agreed to do by a day."""
    for planned in engagements.deliveries_planned(person):
        summary, day = f"Delivery: {planned.engagement.title}", planned.planned_on
        yield Entry(planned.ref, summary, planned.title, day, day, planned.get_absolute_url())
    for line in engagements.signatures_due(person):
        agreement, day = line.agreement, cast("date", line.due_on)
        summary = f"Signature due: {agreement.ref}, {agreement.request.agency_name}"
        yield Entry(f"{agreement.ref}-{line.role}", summary, line.who, day, day, agreement.get_absolute_url())
    for survey in engagements.surveys_open_for(person):
        summary, day = f"Last day of a survey: {survey.engagement.title}", survey.closes_on
        yield Entry(survey.ref, summary, survey.milestone, day, day, survey.get_absolute_url())
    for concern in engagements.concerns_raised(person):
        summary, day = f"Answer due: {concern.ref}, {concern.engagement.title}", concern.due_on
        yield Entry(concern.ref, summary, concern.about, day, day, concern.get_absolute_url())
