"""Reads of eligibility, looked at again while engagements run."""

from datetime import date, timedelta

from django.db.models import Max, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core import history
from concord.core.models import AuditRow
from concord.core.permissions import Actor, Party, Permission
from concord.core.roles import permit
from concord.engagements.models import EligibilityReview, Engagement, Origin
from concord.engagements.queries.engagement import GOES_ON
from concord.engagements.states import EligibilityState
from concord.intake.models import ComponentCheck
from concord.intake.queries import components
from concord.programme.queries import of as programme_of

P = Permission
_WITH = ("engagement__agency", "engagement__edition")
_WITH_THE_AGENCY = (P.ENGAGEMENT_SUSPEND, P.ENGAGEMENT_RESUME, P.ENGAGEMENT_END)
_FOR_THE_OFFICE = (P.ELIGIBILITY_FALL_DUE, P.ENGAGEMENT_ASK_COMPONENT, P.ENGAGEMENT_NOTE_COMPONENT)


def eligibility_review(ref: str) -> EligibilityReview | None:
    """Return the review with this reference, or None."""
    return EligibilityReview.objects.select_related(*_WITH).filter(ref=ref).first()


def history_for(by: Actor, of: Engagement) -> QuerySet[AuditRow]:
    """Return the rows about an engagement that somebody may read, newest first: that its eligibility is to be looked
    at again, and which other offices were asked, reads whoever sees the reviews. Why it was suspended or ended may be
    a matter of the agency's own, so that the agency reads it and the team does not: its page says that it is."""
    rows = history.of(of.ref)
    if permit(by, P.ELIGIBILITY_VIEW, of):
        return rows
    rows = rows.exclude(verb__in=_FOR_THE_OFFICE)
    agency = any(role.party == Party.AGENCY for role in by.roles_on(of.scopes))
    return rows if agency else rows.exclude(verb__in=_WITH_THE_AGENCY)


def reviews_of(engagement: Engagement) -> QuerySet[EligibilityReview]:
    """Return the reviews of an engagement, the newest first."""
    return engagement.eligibility_reviews.select_related(*_WITH).order_by("-looked_on", "-pk")


def offices_asked(of: Engagement) -> QuerySet[ComponentCheck]:
    """Return what other offices were asked about the agency since it made its request, the newest first."""
    asked = of.request.component_checks.all() if of.request else ComponentCheck.objects.none()
    return asked.order_by("-asked_on", "-pk")


def office_names(of: Engagement) -> dict[str, str]:
    """Return what the other offices are called that can be asked, by their keys."""
    return {each.key: each.label for each in components(of.request)} if of.request else {}


def reviews_open_for(person: Person) -> QuerySet[EligibilityReview]:
    """Return the flagged matters that this person may see and on which nobody has decided; not their own flags."""
    seen = visible(person, P.ELIGIBILITY_VIEW, agency="engagement__agency__ref", engagement="engagement__ref")
    flagged = EligibilityReview.objects.filter(engagement__state__in=GOES_ON, state=EligibilityState.FLAGGED)
    return flagged.select_related(*_WITH).filter(seen).exclude(looked_by=person.actor_key)


def due_on(engagement: Engagement, last: date | None) -> date | None:
    """Return the day on which eligibility is to be looked at again: so many days after the last look, or after the
    opening, as the edition's service standard says; None where it says nothing."""
    services = programme_of(engagement.edition).service if engagement.edition else ()
    days = next((each.days for each in services if each.key == "recheck_eligibility"), None)
    since = last or date.fromisoformat(engagement.started)
    return None if days is None else since + timedelta(days=days)


def eligibility_due(today: date) -> list[tuple[Engagement, date]]:
    """Return the engagements that go on and whose eligibility is to be looked at again by a day, each with the day."""
    running = Engagement.objects.select_related("agency", "edition").filter(state__in=GOES_ON)
    running = running.exclude(origin=Origin.PUBLIC_RECORD).annotate(last=Max("eligibility_reviews__looked_on"))
    days = ((each, due_on(each, each.last)) for each in running.order_by("pk"))
    return [(each, day) for each, day in days if day is not None and day <= today]
