"""How measures and reforms are found and listed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.states import EngagementState
from concord.findings.models import Recommendation
from concord.findings.queries import recommendations_visible_to
from concord.programme.document import StatusLabel
from concord.programme.models import Edition
from concord.programme.queries import edition_in_force
from concord.reforms.models import Measure, Reform
from concord.reforms.states import MeasureState, ReformState

P = Permission
_LISTED = (
    *("ref", "label", "text", "text_available", "state", "state_since", "engagement__ref", "engagement__title"),
    *("reform__state", "reform__state_since", "reform__recommendation"),
    *("reform__reported_status", "reform__reported_on", "reform__assessed_status", "reform__assessed_on"),
)
NONE_YET = "none"
"""The filter value for a voice that has not spoken yet on a reform that has been taken up."""


def measure(ref: str) -> Measure | None:
    """Return the measure with this reference, or None."""
    return Measure.objects.select_related("recommendation__engagement__agency").filter(ref=ref).first()


def reform(ref: str) -> Reform | None:
    """Return the reform with this reference, or None."""
    rows = Reform.objects.select_related("recommendation__finding", "engagement__agency", "engagement__edition")
    return rows.prefetch_related("reports", "judgements").filter(ref=ref).first()


def labels(engagement: Engagement) -> tuple[StatusLabel, ...]:
    """Return the status labels of the engagement's edition by rank; none where it has no edition (public records)."""
    return _labels(engagement.edition) if engagement.edition else ()


def labels_in_force(on: date) -> tuple[StatusLabel, ...]:
    """Return the status labels in force on a day, by rank."""
    return _labels(edition_in_force(on))


def _labels(edition: Edition) -> tuple[StatusLabel, ...]:
    """Read the labels alone: the whole document was read when it was published, and pages ask this each time."""
    return tuple(sorted((StatusLabel(**row) for row in edition.document["status"]), key=lambda label: label.rank))


def measures(of: Recommendation) -> QuerySet[Measure]:
    """Return every version of every measure of a recommendation, in the order of labels and versions."""
    return of.measures.order_by("label", "version")


def measures_in_force(of: Recommendation) -> QuerySet[Measure]:
    """Return the newest approved version of each measure of a recommendation."""
    approved = Measure.objects.filter(recommendation=of, state=MeasureState.APPROVED)
    return approved.order_by("label", "-version").distinct("label")


def measures_open_for(person: Person) -> QuerySet[Measure]:
    """Return the measures that wait for this person's approval."""
    theirs = _engagements(person, P.MEASURE_APPROVE)
    waiting = Measure.objects.filter(state=MeasureState.PROPOSED, recommendation__engagement__in=theirs)
    return waiting.exclude(proposed_by=person.actor_key).select_related("recommendation__engagement__agency")


def open_for(person: Person) -> QuerySet[Reform]:
    """Return the reforms on which this person's side has the ball: with the agency for whoever may report, with the
    team for whoever may assess; with both voices, which the rules ask for."""
    theirs = Q(state=ReformState.WITH_AGENCY, engagement__in=_engagements(person, P.REFORM_REPORT))
    ours = Q(state=ReformState.WITH_TEAM, engagement__in=_engagements(person, P.REFORM_ASSESS))
    rows = Reform.objects.select_related("recommendation__finding", "engagement__agency").filter(theirs | ours)
    return rows.prefetch_related("reports", "judgements")


def _engagements(person: Person, permission: Permission) -> QuerySet[Engagement]:
    """Return the engagements that go on and in which a role permits it, so that a list reads an index of theirs and
    what cannot be done now crowds nothing out of it."""
    theirs = visible(person, permission, agency="agency__ref", engagement="ref")
    return Engagement.objects.filter(theirs, state=EngagementState.OPEN)


def of(engagement: Engagement) -> QuerySet[Reform]:
    """Return the reforms of an engagement, oldest first, with their recommendations."""
    rows = Reform.objects.filter(engagement=engagement).order_by("pk")
    return rows.select_related("recommendation__finding__focus_area")


@dataclass(frozen=True)
class Filters:
    """What a staff list is narrowed to. `assessed` and `reported` are status keys or NONE_YET; `held` is a state of a
    reform; "" and None leave a filter out."""

    engagement: Engagement | None = None
    focus_area: FocusArea | None = None
    assessed: str = ""
    reported: str = ""
    held: str = ""


def listed(person: Person, filters: Filters) -> QuerySet[Recommendation]:
    """Return the recommendations that a person may see, each with its engagement and reform, through the filters; of
    each only what a list shows.

    Each filter is a column with an index in the order of the list, so that a page costs the same at any size."""
    rows = recommendations_visible_to(person).select_related(None).select_related("engagement", "reform")
    rows = rows.only(*_LISTED)
    if filters.engagement is not None:
        rows = rows.filter(engagement=filters.engagement)
    if filters.focus_area is not None:
        rows = rows.filter(finding__focus_area=filters.focus_area)
    if filters.held:
        rows = rows.filter(reform__state=filters.held)
    for voice, status in (("assessed", filters.assessed), ("reported", filters.reported)):
        if status == NONE_YET:
            rows = rows.filter(**{"reform__isnull": False, f"reform__{voice}_status": None})
        elif status:
            rows = rows.filter(**{f"reform__{voice}_status": status})
    return rows
