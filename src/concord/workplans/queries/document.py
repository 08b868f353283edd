"""A version as a person reads it: every key in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from concord.engagements.states import FocusAreaState
from concord.programme.document import Programme
from concord.programme.queries import of as programme_of
from concord.workplans.content import SECTIONS, Activity, Area, Content, Criterion, Named, Need, Question
from concord.workplans.models import ExitProgress, WorkPlan
from concord.workplans.queries.plans import in_force
from concord.workplans.states import WorkPlanState
from concord.workplans.wording import means_named

_SHOWN = 6  # activities that are named among what waits


@dataclass(frozen=True)
class Line:
    """One activity with its method and its cost in words."""

    activity: Activity
    method: str
    cost: str


@dataclass(frozen=True)
class Chapter:
    """One focus area, its topic in words, and its activities, the earliest first."""

    area: Area
    topic: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Exit:
    """One exit criterion, and what was noted of it last; None while nothing was."""

    criterion: Criterion
    latest: ExitProgress | None


@dataclass(frozen=True)
class Document:
    """A version as a person reads it. `exits` alone holds what a concurrence does not bind: the progress.
    `titles` calls each section by its name."""

    plan: WorkPlan
    content: Content
    chapters: tuple[Chapter, ...]
    experts: tuple[Named, ...]
    staff: tuple[Named, ...]
    documents: tuple[Need, ...]
    data: tuple[Need, ...]
    questions: tuple[tuple[Question, str], ...]
    exits: tuple[Exit, ...]
    titles: ClassVar[Mapping[str, str]] = {section.key: section.title for section in SECTIONS}

    @property
    def met(self) -> int:
        """How many exit criteria were last noted as met."""
        return sum(exit_.latest is not None and exit_.latest.standing == "met" for exit_ in self.exits)


def document(plan: WorkPlan) -> Document:
    """Return a version as a person reads it; one query, whatever its length."""
    content = plan.content
    programme = programme_of(plan.engagement.edition) if plan.engagement.edition else None
    latest = _latest_progress(plan)
    titles = {area.number: area.title for area in content.areas}
    return Document(
        plan=plan,
        content=content,
        chapters=tuple(_chapters(content, programme)),
        experts=tuple(person for person in content.people if person.part == "expert"),
        staff=tuple(person for person in content.people if person.part == "staff"),
        documents=tuple(need for need in content.needs if need.kind == "document"),
        data=tuple(need for need in content.needs if need.kind == "data"),
        questions=tuple((question, titles.get(question.area, "")) for question in content.questions),
        exits=tuple(Exit(criterion, latest.get(criterion.key)) for criterion in content.exit_criteria),
    )


def _chapters(content: Content, programme: Programme | None) -> list[Chapter]:
    methods = means_named(programme) if programme else {}
    costs = {cost.key: cost.label for cost in programme.cost_category} if programme else {}
    topics = {topic.key: topic.text for topic in programme.topic} if programme else {}
    lines: dict[int, list[Line]] = {}
    for a in content.activities:
        lines.setdefault(a.area, []).append(Line(a, methods.get(a.method, a.method), costs.get(a.cost, a.cost)))
    return [
        Chapter(area, topics.get(area.topic, area.topic), tuple(lines.get(area.number, ()))) for area in content.areas
    ]


def _latest_progress(plan: WorkPlan) -> dict[str, ExitProgress]:
    """Return what was noted last of each criterion, whichever version was in force then: a criterion keeps its key."""
    rows = ExitProgress.objects.filter(plan__engagement=plan.engagement, plan__version__lte=plan.version)
    return {row.criterion: row for row in rows.order_by("at", "pk")}


def waits_on(plan: WorkPlan) -> list[str]:
    """Return what waits for the concurrence with a version, in sentences; nothing once it has been given, or when the
    version never had it and never will."""
    if plan.state not in (WorkPlanState.DRAFT, WorkPlanState.PROPOSED, WorkPlanState.RETURNED):
        return []
    standing = in_force(plan.engagement)
    if standing is None:
        planned = plan.engagement.focus_areas.filter(state=FocusAreaState.PLANNED).order_by("number")
        first = planned.first()
        opens = [f"Focus area {first.number}, “{first.title}”, cannot open."] if first else []
        return [*opens, "No interview, review, observation or session can be held, and no evidence can be kept."]
    before = {activity.key: activity for activity in standing.content.activities}
    waiting = [a for a in plan.content.activities if before.get(a.key) != a]
    areas = {area.number for area in standing.content.areas}
    new = [f"Focus area {a.number}, “{a.title}”, is new." for a in plan.content.areas if a.number not in areas]
    shown = [f"“{a.what}”, from {a.starts_on} to {a.ends_on}." for a in waiting[:_SHOWN]]
    more = len(waiting) - len(shown)
    return [*new, *shown, *([f"{more} more activities that are new or changed."] if more > 0 else [])]
