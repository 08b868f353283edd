"""Reads of engagements, focus areas and people."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from concord.accounts.models import Membership, Person
from concord.accounts.scoping import visible
from concord.core.permissions import Party, Permission
from concord.engagements.models import Engagement, FocusArea, Origin
from concord.engagements.states import EngagementState, FocusAreaState
from concord.intake.models import AssistanceRequest
from concord.intake.queries import visible_to as requests_visible_to
from concord.intake.states import RequestState
from concord.programme.document import Method
from concord.programme.queries import of as programme_of

P = Permission
GOES_ON = (EngagementState.OPEN, EngagementState.SUSPENDED)
"""The states in which an engagement is not over."""
_NOT_COMPLETE = (FocusAreaState.PLANNED, FocusAreaState.OPEN)


@dataclass(frozen=True)
class Side:
    """The people of one side of an engagement, by role and name."""

    party: Party
    members: tuple[Membership, ...]


def engagement(ref: str) -> Engagement | None:
    """Return the engagement with this reference, or None."""
    return Engagement.objects.select_related("agency", "edition").filter(ref=ref).first()


def by_slug(slug: str) -> Engagement | None:
    """Return the engagement with this public address, or None."""
    return Engagement.objects.select_related("agency", "edition").filter(slug=slug).first()


def focus_area(ref: str) -> FocusArea | None:
    """Return the focus area with this reference, or None."""
    return FocusArea.objects.select_related("engagement__agency", "engagement__edition").filter(ref=ref).first()


def visible_to(person: Person) -> QuerySet[Engagement]:
    """Return the engagements that a person may see: all for the office, their own for everybody else."""
    condition = visible(person, P.ENGAGEMENT_VIEW, agency="agency__ref", engagement="ref")
    return Engagement.objects.select_related("agency").filter(condition)


def open_for(person: Person) -> QuerySet[Engagement]:
    """Return the engagements of the programme that this person may see and that are not over."""
    ours = visible_to(person).exclude(origin=Origin.PUBLIC_RECORD)
    return ours.filter(state__in=GOES_ON)


def focus_areas_open_for(person: Person) -> QuerySet[FocusArea]:
    """Return the focus areas that this person may see and on which work goes on or comes next: each open one, and of
    the planned ones the first of its engagement."""
    condition = visible(person, P.ENGAGEMENT_VIEW, agency="engagement__agency__ref", engagement="engagement__ref")
    earlier = FocusArea.objects.filter(
        engagement=OuterRef("engagement"), number__lt=OuterRef("number"), state__in=_NOT_COMPLETE
    )
    return (
        FocusArea.objects.select_related("engagement__agency")
        .filter(condition, engagement__state=EngagementState.OPEN, state__in=_NOT_COMPLETE)
        .exclude(engagement__origin=Origin.PUBLIC_RECORD)
        .exclude(Exists(earlier), state=FocusAreaState.PLANNED)
    )


def focus_areas(of: Engagement) -> QuerySet[FocusArea]:
    """Return the focus areas of an engagement in their order; their engagement is the one that was given."""
    return of.focus_areas.order_by("number")


def has_begun(area: FocusArea) -> bool:
    """Say whether work in a focus area has begun: it was opened or is over, or something stands on it, of whatever app
    (a booking, a delivery, advice, evidence, a finding), even if it was called off since."""
    below = area._meta.related_objects  # noqa: SLF001 - Django's documented name
    return area.state != FocusAreaState.PLANNED or any(
        each.related_model._base_manager.filter(**{each.field.name: area}).exists()  # noqa: SLF001 - the same
        for each in below
    )


def earlier_incomplete(area: FocusArea) -> QuerySet[FocusArea]:
    """Return the focus areas that come before one and are not complete, in their order."""
    return focus_areas(area.engagement).filter(number__lt=area.number, state__in=_NOT_COMPLETE)


def methods(of: Engagement) -> tuple[Method, ...]:
    """Return the methods of the edition under which an engagement was opened; none for a public record."""
    return programme_of(of.edition).method if of.edition else ()


def method_named(of: Engagement, key: str) -> Method | None:
    """Return a method of the edition under which an engagement was opened, or None."""
    return next((method for method in methods(of) if method.key == key), None)


def people_of(engagement: Engagement) -> list[Side]:
    """Return the people of an engagement by side, the agency's first; in one query."""
    held = Membership.objects.filter(scope__in=engagement.scopes, until=None).select_related("person")
    members = sorted(held, key=lambda m: (m.role_class.title, m.person.name))
    sides = ((party, tuple(m for m in members if m.role_class.party == party)) for party in Party)
    return [Side(party, of_side) for party, of_side in sides if of_side]


def requests_to_open(person: Person) -> QuerySet[AssistanceRequest]:
    """Return the accepted requests that this person may see and that have no engagement yet, the oldest first."""
    accepted = requests_visible_to(person).filter(state=RequestState.ACCEPTED, engagement=None)
    asked_by_the_rules = accepted.select_related("agency", "engagement", "edition").prefetch_related(
        "decisions", "members"
    )
    return asked_by_the_rules.order_by("state_since")


def team_of(of: Engagement) -> list[Person]:
    """Return the people of the assessment team, by name."""
    held = Membership.objects.filter(scope=of.scopes[0], until=None).select_related("person")
    team = {m.person_id: m.person for m in held if m.role_class.party == Party.TEAM}
    return sorted(team.values(), key=lambda person: (person.name, person.pk))
