"""Background work of engagements: reminders of signatures, eligibility that is to be looked at again, and surveys whose
last day is over."""

from concord.core import clock, zones
from concord.core.jobs import for_each, job, periodic
from concord.core.roles import SystemActor
from concord.engagements import actions, queries


@periodic("30 11 * * *")
@job("engagements.remind_signatories", queueing_lock="engagements.remind_signatories")
def remind_signatories(timestamp: int = 0) -> None:
    """Write, once a day, to whoever has not signed an agreement that is due soon or overdue, or came after the letters
    were sent."""
    del timestamp
    by, now = SystemActor("remind-signatories"), clock.now()
    due = queries.agreements_to_remind(zones.day(now))
    for_each("signatories", due, lambda one: actions.remind_signatories(one[0], roles=one[1], by=by, at=now))


@periodic("40 11 * * *")
@job("engagements.eligibility_falls_due", queueing_lock="engagements.eligibility_falls_due")
def eligibility_falls_due(timestamp: int = 0) -> None:
    """Set, once a day, the task to look at eligibility again where it is due."""
    del timestamp
    by, now = SystemActor("eligibility"), clock.now()
    due = queries.eligibility_due(zones.day(now))
    for_each("eligibility", due, lambda one: actions.eligibility_falls_due(one[0], day=one[1], by=by, at=now))


@periodic("50 5 * * *")
@job("engagements.close_surveys", queueing_lock="engagements.close_surveys")
def close_surveys(timestamp: int = 0) -> None:
    """Close, once a day, the surveys whose last day is over; both sides then read what was said."""
    del timestamp
    by, now = SystemActor("close-surveys"), clock.now()
    over = queries.surveys_to_close(zones.day(now))
    for_each("surveys", over, lambda survey: actions.survey_runs_out(survey, by=by, at=now))
