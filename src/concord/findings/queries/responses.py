"""Reads of what agencies answer to recommendations."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core import zones
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, Origin
from concord.engagements.states import EngagementState
from concord.findings.models import AgencyResponse, Answer, Recommendation
from concord.findings.states import StatementState

P = Permission


def responses_to(recommendation: Recommendation) -> QuerySet[AgencyResponse]:
    """Return what the agency answered, the newest first."""
    return recommendation.responses.order_by("-pk")


def responses_on(engagement: Engagement, day: date) -> dict[int, AgencyResponse]:
    """Return the response that stood at the end of a day (UTC) to each recommendation of an engagement, by its number
    in the database; in one query."""
    rows = AgencyResponse.objects.filter(recommendation__engagement=engagement, responded_at__lt=zones.ends(day))
    return {each.recommendation_id: each for each in rows.order_by("pk")}


def refused() -> Exists:
    """Return the condition that the agency does not concur with a recommendation, as it said last."""
    said = AgencyResponse.objects.filter(recommendation=OuterRef("pk"))
    later = AgencyResponse.objects.filter(recommendation=OuterRef("recommendation"), pk__gt=OuterRef("pk"))
    return Exists(said.filter(~Exists(later), answer=Answer.NOT))


def to_respond_to(person: Person) -> QuerySet[Recommendation]:
    """Return the issued recommendations to which this person is to respond, for the agency."""
    theirs = visible(person, P.RECOMMENDATION_RESPOND, agency="engagement__agency__ref", engagement="engagement__ref")
    rows = Recommendation.objects.select_related("engagement__agency", "finding__focus_area").filter(theirs)
    rows = rows.filter(engagement__state=EngagementState.OPEN, state=StatementState.ISSUED)
    answered = AgencyResponse.objects.filter(recommendation=OuterRef("pk"))
    return rows.exclude(engagement__origin=Origin.PUBLIC_RECORD).filter(~Exists(answered)).order_by("pk")
