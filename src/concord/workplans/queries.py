"""Reads of work plans."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.queries import methods
from concord.programme.document import Method
from concord.workplans.models import Activity, Concurrence, Part, PlanPerson, WorkPlan
from concord.workplans.states import WorkPlanState

P = Permission
_WITH = ("engagement__agency", "engagement__edition")


@dataclass(frozen=True)
class Line:
    """One activity with its method in words."""

    activity: Activity
    method: str


@dataclass(frozen=True)
class Chapter:
    """One focus area and its activities, the earliest first."""

    area: FocusArea
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Document:
    """A version as a person reads it."""

    plan: WorkPlan
    chapters: tuple[Chapter, ...]
    experts: tuple[PlanPerson, ...]
    staff: tuple[PlanPerson, ...]


def work_plan(ref: str) -> WorkPlan | None:
    """Return the version with this reference, or None."""
    return WorkPlan.objects.select_related(*_WITH).filter(ref=ref).first()


def of(engagement: Engagement) -> QuerySet[WorkPlan]:
    """Return all versions of an engagement, the newest first."""
    return WorkPlan.objects.select_related(*_WITH).filter(engagement=engagement).order_by("-version")


def in_force(engagement: Engagement) -> WorkPlan | None:
    """Return the version with which the chief executive concurred and that no newer one has superseded, or None."""
    return of(engagement).filter(state=WorkPlanState.CONCURRED).first()


def open_for(person: Person) -> QuerySet[WorkPlan]:
    """Return the versions that this person may see and that wait for somebody."""
    condition = visible(person, P.PLAN_VIEW, agency="engagement__agency__ref", engagement="engagement__ref")
    coming = (WorkPlanState.DRAFT, WorkPlanState.PROPOSED, WorkPlanState.RETURNED)
    return WorkPlan.objects.select_related(*_WITH).filter(condition, state__in=coming)


def methods_in_force(area: FocusArea) -> list[Method]:
    """Return the methods that the plan in force names for a focus area; none without a plan in force."""
    plan = in_force(area.engagement)
    if plan is None:
        return []
    named = set(plan.activities.filter(focus_area=area).values_list("method", flat=True))
    return [method for method in methods(area.engagement) if method.key in named]


def first_concurred_on(engagement: Engagement) -> date | None:
    """Return the day of the first concurrence, before which nothing could start; None while there is none."""
    first = Concurrence.objects.filter(plan__engagement=engagement).aggregate(first=Min("at"))["first"]
    return first.date() if first else None


def document(plan: WorkPlan) -> Document:
    """Return a version as a person reads it; four queries, whatever its length."""
    names = {method.key: method.name for method in methods(plan.engagement)}
    lines: dict[int, list[Line]] = {}
    for activity in plan.activities.order_by("starts_on", "pk"):
        line = Line(activity, names.get(activity.method, activity.method))
        lines.setdefault(activity.focus_area_id, []).append(line)
    areas = plan.engagement.focus_areas.order_by("number")
    people = list(plan.people.order_by("name"))
    return Document(
        plan=plan,
        chapters=tuple(Chapter(area, tuple(lines.get(area.pk, ()))) for area in areas),
        experts=tuple(person for person in people if person.part == Part.EXPERT),
        staff=tuple(person for person in people if person.part == Part.STAFF),
    )
