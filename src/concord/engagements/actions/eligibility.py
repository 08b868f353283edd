"""Eligibility looked at again while an engagement runs: it falls due, is unchanged, or a matter is flagged; and what
other offices are asked about the agency meanwhile."""

from datetime import date, datetime, timedelta

from django.db.models import Max

from concord.core import jobs, lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Denied
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements import due, rules
from concord.engagements.checks.reason import require_reason, require_words
from concord.engagements.models import EligibilityReview, Engagement
from concord.engagements.states import EligibilityState
from concord.intake import offices
from concord.intake.due import conflict
from concord.intake.models import AssistanceRequest, MatterKind

P = Permission


@verb
def eligibility_falls_due(engagement: Engagement, *, day: date, by: Actor, at: datetime) -> Engagement:
    """Set the task to look at eligibility again, which has been due since a day. Once for each such day."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.ELIGIBILITY_FALL_DUE, locked).require()
    try:
        jobs.once(f"eligibility {locked.ref} {day}", at=at)
    except Unchanged:
        raise Unchanged(locked) from None
    what = f"Look at eligibility again: {locked.title}"
    due.for_office(locked, due.ELIGIBILITY, what, day, by, at)
    record(locked, P.ELIGIBILITY_FALL_DUE, by=by, at=at, more={"due_on": day.isoformat()})
    return locked


@verb
def confirm_eligibility(
    engagement: Engagement, *, looked_on: date, source: str, by: Actor, at: datetime
) -> EligibilityReview:
    """Record that eligibility was looked at and is unchanged, and where it was looked.

    Raises Denied (a matter is flagged), BadInput (a day to come), Incomplete (the source)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.ELIGIBILITY_CONFIRM, locked).require()
    return _looked(locked, P.ELIGIBILITY_CONFIRM, looked_on, source, by=by, at=at)


@verb
def flag_eligibility(
    engagement: Engagement, *, looked_on: date, source: str, kind: str, detail: str, by: Actor, at: datetime
) -> EligibilityReview:
    """Flag a new matter that bears on eligibility, such as an investigation. An approving official decides: lets the
    engagement go on, with the reason, or suspends it.

    Raises Denied, BadInput (a day to come, no such kind), Incomplete (source, detail)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.ELIGIBILITY_FLAG, locked).require()
    if kind not in MatterKind.values:
        raise BadInput(f"“{kind}” is no kind of matter; expected one of: {', '.join(MatterKind.values)}.")
    require_words(what_is_known_of_it=detail)
    review = _looked(locked, P.ELIGIBILITY_FLAG, looked_on, source, by=by, at=at, kind=kind, detail=detail)
    what = f"An approving official decides whether it goes on: {locked.title}"
    due.for_office(locked, due.FLAG, what, _answer_by(locked, at), by, at)
    return review


def _looked(
    engagement: Engagement,
    verb: Permission,
    looked_on: date,
    source: str,
    *,
    by: Actor,
    at: datetime,
    **matter: str,
) -> EligibilityReview:
    if looked_on > zones.day(at):
        raise BadInput(f"It cannot have been looked at on a day to come: {looked_on.isoformat()}.")
    require_words(where_it_was_looked=source)
    said = {"looked_on": looked_on, "source": source, "looked_by": by.actor_key, **matter}
    decided = EligibilityState.CLEARED  # what is flagged again after that is a new matter, on which nobody has decided
    if same := engagement.eligibility_reviews.exclude(state=decided).filter(**({"kind": ""} | said)).first():
        raise Unchanged(same)
    last = engagement.eligibility_reviews.aggregate(last=Max("looked_on"))["last"]
    if last is None or looked_on > last:  # an earlier look moves no due day, so the task for the next one stays
        due.done(due.ELIGIBILITY, engagement, by=by, at=at)
    return EligibilityReview.begin(verb, by=by, at=at, ref=next_ref("ELR", at), engagement=engagement, **said)


@verb
def clear_flag(review: EligibilityReview, *, reason: str, by: Actor, at: datetime) -> EligibilityReview:
    """Decide, as an approving official, that the engagement can go on in spite of a flagged matter, with the reason.

    The reason is kept with the review, which only the office reads."""
    require_reason(reason, "A flag is cleared with a reason.")
    moved = lifecycle.move(
        review,
        P.ELIGIBILITY_CLEAR,
        by=by,
        at=at,
        may=rules.may,
        reason="Kept with the review.",
        changes={"cleared_because": reason},
    )
    if rules.open_flag(moved.engagement) is None:
        due.done(due.FLAG, moved.engagement, by=by, at=at)
    return moved


@verb
def ask_component(engagement: Engagement, *, component: str, on: date, by: Actor, at: datetime) -> Engagement:
    """Note that another office was asked again about the agency, in the log that began with the request. Asked while
    its answer is open, it changes nothing.

    Raises Denied, BadInput (no such office, or a day to come)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.ENGAGEMENT_ASK_COMPONENT, locked).require()
    if not offices.ask(_request_of(locked), component=component, on=on, by=by, at=at):
        raise Unchanged(locked)
    record(locked, P.ENGAGEMENT_ASK_COMPONENT, by=by, at=at, new=component)
    return locked


@verb
def note_component(
    engagement: Engagement, *, component: str, on: date, clear: bool, note: str, by: Actor, at: datetime
) -> Engagement:
    """Note what another office answered. One that is not clear becomes a task of the office, until the same office
    answers that it is.

    Raises Denied, BadInput (it was not asked, or a day before it was or to come), Incomplete (not clear, no note)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.ENGAGEMENT_NOTE_COMPONENT, locked).require()
    offices.note(_request_of(locked), component=component, on=on, clear=clear, note=note, by=by, at=at)
    kind = conflict(component)
    if clear:
        due.done(kind, locked, by=by, at=at)
    else:
        what = f"An approving official weighs what another office has there: {locked.title}"
        due.for_office(locked, kind, what, _answer_by(locked, at), by, at)
    record(locked, P.ENGAGEMENT_NOTE_COMPONENT, by=by, at=at, new=component)
    return locked


def _request_of(engagement: Engagement) -> AssistanceRequest:
    if engagement.request is None:  # compiled from public records: the rules have refused it already
        raise Denied("This engagement is compiled from public records; nobody is asked about it here.")
    return engagement.request


def _answer_by(engagement: Engagement, at: datetime) -> date | None:
    days = due.service_days(engagement, "answer_escalation")
    return zones.day(at) + timedelta(days=days) if days is not None else None
