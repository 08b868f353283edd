"""How pieces of work are found and listed, and what changing several at once would alter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from concord.accounts.models import Person
from concord.core.errors import BadInput
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.reforms.models import Milestone, Project
from concord.reforms.queries.things import engagements_open_to
from concord.reforms.states import ProjectState


def project(ref: str) -> Project | None:
    """Return the piece of work with this reference, or None."""
    return Project.objects.select_related("engagement__agency", "engagement__edition").filter(ref=ref).first()


def projects_of(engagement: Engagement) -> QuerySet[Project]:
    """Return the pieces of work of an engagement."""
    return Project.objects.filter(engagement=engagement).select_related("engagement__agency")


def projects_for(recommendation: Recommendation) -> QuerySet[Project]:
    """Return the pieces of work that serve a recommendation, oldest first."""
    return Project.objects.filter(served__recommendation=recommendation, served__ended_at=None).order_by("pk")


def projects_open_for(person: Person) -> QuerySet[Project]:
    """Return the pieces of work with an open milestone that this person's side can note as reached."""
    theirs = Q(engagement__in=engagements_open_to(person, Permission.PROJECT_REACH), state=ProjectState.OPEN)
    waits = Q(milestones__isnull=False, milestones__reached_on=None, milestones__ended_at=None)
    return Project.objects.filter(theirs & waits).distinct().select_related("engagement__agency")


def projects_going_on(engagement: Engagement) -> QuerySet[Project]:
    """Return the pieces of work of an engagement that go on, oldest first."""
    return Project.objects.filter(engagement=engagement, state=ProjectState.OPEN).order_by("pk")


@dataclass(frozen=True)
class ForSeveral:
    """What several pieces of work are to have from now on: "" leaves an owner, a sponsor or a unit as it is, 0 the days
    of the milestones; else each that is not reached moves by so many days, back where they are fewer than 0."""

    owner: str = ""
    sponsor: str = ""
    unit: str = ""
    days: int = 0


@dataclass(frozen=True)
class Altered:
    """One line of a change of several pieces of work: `field` of the piece, or the day of its `milestone`."""

    project: Project
    field: str
    old: str
    new: str
    milestone: Milestone | None = None

    @property
    def due_on(self) -> date | None:
        """The day to which its milestone moves."""
        return date.fromisoformat(self.new) if self.milestone else None


def altered(projects: Iterable[Project], wanted: ForSeveral) -> Iterator[Altered]:
    """Yield what would change, and nothing that stays. Raises BadInput (a day beyond the calendar)."""
    for project in projects:
        for field in ("owner", "sponsor", "unit"):
            old, new = getattr(project, field), getattr(wanted, field)
            if new and new != old:
                yield Altered(project, field, old, new)
        if wanted.days:
            yield from _moved(project, wanted.days)


def _moved(project: Project, days: int) -> Iterator[Altered]:
    for milestone in project.milestones.filter(reached_on=None, ended_at=None).order_by("due_on", "pk"):
        try:
            new = milestone.due_on + timedelta(days=days)
        except OverflowError:
            raise BadInput(f"{milestone.due_on} and {days} days is no day of the calendar.") from None
        yield Altered(project, "due_on", milestone.due_on.isoformat(), new.isoformat(), milestone)
