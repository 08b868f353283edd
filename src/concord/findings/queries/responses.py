"""Reads of what agencies answer to recommendations."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core import zones
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, Origin
from concord.engagements.states import EngagementState
from concord.findings.models import AgencyResponse, Answer, Recommendation
from concord.findings.queries.statements import shared

P = Permission


def responses_to(recommendation: Recommendation) -> QuerySet[AgencyResponse]:
    """Return what the agency answered, the newest first."""
    return recommendation.responses.order_by("-pk")


def responses_on(engagement: Engagement, day: date) -> dict[int, AgencyResponse]:
    """Return the response that stood at the end of a day (UTC) to each recommendation of an engagement as it reads now,
    by its number in the database; in one query. What answered an earlier wording answers no other."""
    to_these_words = Q(recommendation__validated_at=None) | Q(responded_at__gte=F("recommendation__validated_at"))
    rows = AgencyResponse.objects.filter(
        to_these_words, recommendation__engagement=engagement, responded_at__lt=zones.ends(day)
    )
    return {each.recommendation_id: each for each in rows.order_by("pk")}


def refused() -> Exists:
    """Return the condition that the agency does not concur with a recommendation, as it said last."""
    said = AgencyResponse.objects.filter(recommendation=OuterRef("pk"))
    later = AgencyResponse.objects.filter(recommendation=OuterRef("recommendation"), pk__gt=OuterRef("pk"))
    return Exists(said.filter(~Exists(later), answer=Answer.NOT))


def refuses(recommendation: Recommendation) -> bool:
    """Say whether the agency does not concur with one recommendation, as it said last."""
    return recommendation.answered_last == Answer.NOT


def to_respond_to(person: Person) -> QuerySet[Recommendation]:
    """Return the recommendations to which this person is to respond, for the agency: issued or taken up, and without a
    response since their words were validated last."""
    theirs = visible(person, P.RECOMMENDATION_RESPOND, agency="engagement__agency__ref", engagement="engagement__ref")
    rows = Recommendation.objects.select_related("engagement__agency", "finding__focus_area").filter(theirs)
    rows = rows.filter(shared(), engagement__state=EngagementState.OPEN)
    since = AgencyResponse.objects.filter(recommendation=OuterRef("pk"), responded_at__gte=OuterRef("validated_at"))
    return rows.exclude(engagement__origin=Origin.PUBLIC_RECORD).filter(~Exists(since)).order_by("pk")
