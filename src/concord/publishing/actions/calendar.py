"""The calendar of status reports: reminding of one that falls due, and saying in public why one is late."""

from datetime import date, datetime

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.publishing import falling_due, queries, rules
from concord.publishing.models import Delay

P = Permission
MOST_CHARACTERS = 600


@verb
def fall_due(engagement: Engagement, *, by: Actor, at: datetime) -> Engagement:
    """Remind the team of a report that is due soon, and ask the office why one is late. What has been reminded of is
    not reminded of again."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.REPORT_FALL_DUE, locked).require()
    due = queries.due(locked)
    if due is None or zones.day(at) < due.on - queries.REMINDED_BEFORE:
        raise Unchanged(locked)
    fresh = due.report is None and falling_due.remind_team(locked, due.on, by=by, at=at)
    if due.on < zones.day(at) and due.delay is None:
        fresh = falling_due.ask_why(locked, due.on, by=by, at=at) or fresh
    if not fresh:
        raise Unchanged(locked)
    record(locked, P.REPORT_FALL_DUE, by=by, at=at, new=due.on.isoformat())
    return locked


@verb
def explain(engagement: Engagement, *, words: str, expected_on: date, by: Actor, at: datetime) -> Engagement:
    """Say in public why the next status report is late, and by when it is expected; the site's page has it within a
    minute. Raises Denied, NotAllowedNow (none is promised), BadInput (the day), Incomplete (no words)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.REPORT_EXPLAIN, locked).require()
    due = queries.due(locked)
    if due is None:
        raise NotAllowedNow("No status report is promised, so none is late.")
    if not words.strip():
        raise Incomplete("The public is told why the report is late.", ["the words"])
    if len(words) > MOST_CHARACTERS:
        raise BadInput(f"The reason has {len(words)} characters; {MOST_CHARACTERS} at most.")
    if expected_on <= due.on or expected_on < zones.day(at):
        raise BadInput(f"The report was due on {due.on}: it is expected on a later day that has not passed.")
    Delay.objects.create(
        engagement=locked,
        due=due.on,
        words=words.strip(),
        expected_on=expected_on,
        given_by=by.actor_key,
        given_at=at,
    )
    falling_due.done(falling_due.EXPLAIN, locked, by=by, at=at)
    record(locked, P.REPORT_EXPLAIN, by=by, at=at, old=due.on.isoformat(), new=expected_on.isoformat(), reason=words)
    return locked
