"""The tasks of an engagement, set and ended inside its verbs."""

from datetime import date, datetime, timedelta

from concord.core.permissions import OFFICE_SCOPE, Actor, Party
from concord.core.tasks import setting
from concord.engagements.models import CheckIn, Engagement, Escalation
from concord.programme.queries import of as programme_of
from concord.programme.queries import service_days as days_of

CHECK_IN, ELIGIBILITY, FLAG, CONCERN = "check_in", "eligibility", "eligibility_flag", "concern"


def service_days(engagement: Engagement, service: str) -> int | None:
    """Return the days of a service standard of the engagement's edition; None where it names none."""
    if engagement.edition is None:
        return None
    return days_of(programme_of(engagement.edition), service)


def next_check_in(engagement: Engagement, *, after: date, by: Actor, at: datetime) -> None:
    """Set the task for the check-in that follows a day, where the edition says how often there is one."""
    days = service_days(engagement, "check_in")
    if days is not None:
        for_office(engagement, CHECK_IN, f"Check in with {engagement.title}", after + timedelta(days=days), by, at)


def for_office(engagement: Engagement, kind: str, what: str, on: date | None, by: Actor, at: datetime) -> None:
    """Set a task for the programme office about an engagement."""
    setting.add(
        what=what, about=engagement.ref, scope=OFFICE_SCOPE, party=Party.OFFICE, due_on=on, kind=kind, by=by, at=at
    )


def agreed(
    check_in: CheckIn, number: int, party: Party, what: str, on: date | None, *, by: Actor, at: datetime
) -> None:
    """Set the task that was agreed at a check-in, with the side that is to do it."""
    on_engagement, on_agency = check_in.engagement.scopes
    scope = {Party.OFFICE: OFFICE_SCOPE, Party.AGENCY: on_agency, Party.TEAM: on_engagement}[party]
    setting.add(
        what=what,
        about=check_in.engagement.ref,
        scope=scope,
        party=party,
        due_on=on,
        kind=f"{check_in.ref}-{number}",
        by=by,
        at=at,
    )


def to_answer(concern: Escalation, *, by: Actor, at: datetime) -> None:
    """Set the officer with whom a concern was raised to answer it by its day."""
    setting.add(
        what=f"Answer the concern: {concern.about}",
        about=concern.ref,
        scope=OFFICE_SCOPE,
        party=Party.OFFICE,
        due_on=concern.due_on,
        kind=CONCERN,
        assignee=concern.officer.actor_key,
        by=by,
        at=at,
    )


def done(kind: str, engagement: Engagement, *, by: Actor, at: datetime) -> None:
    """End the task of one kind, if it is open."""
    setting.finish(kind, about=engagement.ref, by=by, at=at)


def over(engagement: Engagement, *, by: Actor, at: datetime) -> None:
    """Drop what is still to be done about an engagement that is over, about its request and its agreements, or by its
    team: whoever reads the task learns why. What somebody has to do all the same can be set anew."""
    request = engagement.request
    before = (request.ref, *request.agreements.values_list("ref", flat=True)) if request else ()
    why = f"Ended: the engagement is “{engagement.state_label}”."
    setting.drop([engagement.ref, *before], within=engagement.scopes[0], outcome=why, by=by, at=at)
