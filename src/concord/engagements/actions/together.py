"""How both sides see to it that expectations are met: check-ins, expectations, concerns."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Max

from concord.accounts.models import Person
from concord.accounts.queries import by_key
from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Party, Permission
from concord.core.tasks import setting
from concord.engagements import due, rules, telling
from concord.engagements.checks.reason import require_reason, require_words
from concord.engagements.models import CheckIn, Engagement, Escalation, Expectation
from concord.programme.queries import days
from concord.programme.queries import of as programme_of

P = Permission
EXPECT = {Party.AGENCY: P.EXPECTATION_AGENCY, Party.OFFICE: P.EXPECTATION_OFFICE, Party.TEAM: P.EXPECTATION_TEAM}
"""Side → the verb by which its people say what they expect."""


class Agreed(NamedTuple):
    """What a check-in agreed that somebody does: which side, what, by when."""

    party: Party
    what: str
    due_on: date | None = None


@verb
def record_check_in(
    engagement: Engagement,
    *,
    on: date,
    present: str,
    notes: str,
    actions: Sequence[Agreed] = (),
    by: Actor,
    at: datetime,
) -> Engagement:
    """Record a check-in with the agency. What was agreed becomes a task of the side that is to do it, and the next
    check-in falls due. The same again is one check-in (law 17).

    Raises Denied, BadInput (a day to come, a side that has no tasks), Incomplete (who was there, what was said)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.CHECK_IN_RECORD, locked).require()
    if on > zones.day(at):
        raise BadInput(f"A check-in cannot be of a day to come: {on.isoformat()}.")
    require_words(who_was_there=present, what_was_said=notes)
    if wrong := [each.party for each in actions if each.party not in EXPECT]:
        raise BadInput(f"“{wrong[0]}” has no tasks; expected one of: {', '.join(EXPECT)}.")
    said = {"on": on, "present": present, "notes": notes, "recorded_by": by.actor_key}
    if locked.check_ins.filter(**said).exists():
        raise Unchanged(locked)
    made = CheckIn.objects.create(
        ref=next_ref("CHK", at), engagement=locked, tasks=len(actions), recorded_at=at, **said
    )
    for number, agreed in enumerate(actions, start=1):
        due.agreed(made, number, agreed.party, agreed.what, agreed.due_on, by=by, at=at)
    due.done(due.CHECK_IN, locked, by=by, at=at)
    latest = locked.check_ins.aggregate(on=Max("on"))["on"]  # one that is noted late brings nothing forward
    due.next_check_in(locked, after=latest, by=by, at=at)
    record(locked, P.CHECK_IN_RECORD, by=by, at=at, new=made.ref, more={"on": on.isoformat(), "tasks": made.tasks})
    return locked


@verb
def expect_as_agency(
    engagement: Engagement, *, text: str, by_when: date | None = None, by: Actor, at: datetime
) -> Expectation:
    """Note what the agency expects, in its own words, and by when if that was said."""
    return _expect(engagement, Party.AGENCY, text, by_when, by=by, at=at)


@verb
def expect_as_office(
    engagement: Engagement, *, text: str, by_when: date | None = None, by: Actor, at: datetime
) -> Expectation:
    """Note what the programme office expects."""
    return _expect(engagement, Party.OFFICE, text, by_when, by=by, at=at)


@verb
def expect_as_team(
    engagement: Engagement, *, text: str, by_when: date | None = None, by: Actor, at: datetime
) -> Expectation:
    """Note what the assessment team expects."""
    return _expect(engagement, Party.TEAM, text, by_when, by=by, at=at)


def _expect(
    engagement: Engagement, side: Party, text: str, by_when: date | None, *, by: Actor, at: datetime
) -> Expectation:
    locked = lifecycle.lock(engagement)
    rules.may(by, EXPECT[side], locked).require()
    require_words(what_is_expected=text)
    said = {"side": str(side), "text": text, "by_when": by_when, "said_by": by.actor_key}
    if same := locked.expectations.filter(**said).first():
        raise Unchanged(same)
    return Expectation.begin(EXPECT[side], by=by, at=at, ref=next_ref("XPN", at), engagement=locked, said_at=at, **said)


@verb
def meet_expectation(expectation: Expectation, *, why: str = "", by: Actor, at: datetime) -> Expectation:
    """Note, for the side that expects it, that it was met, and what shows it if that is worth saying."""
    changes = {"why": why}
    return lifecycle.move(expectation, P.EXPECTATION_MEET, by=by, at=at, may=rules.may, reason=why, changes=changes)


@verb
def miss_expectation(expectation: Expectation, *, reason: str, by: Actor, at: datetime) -> Expectation:
    """Note, for the side that expects it, that it was not met, with the reason."""
    require_reason(reason, "That an expectation was not met is recorded with the reason.")
    changes = {"why": reason}
    return lifecycle.move(expectation, P.EXPECTATION_MISS, by=by, at=at, may=rules.may, reason=reason, changes=changes)


@verb
def raise_concern(
    engagement: Engagement, *, about: str, concern: str, officer: Person, by: Actor, at: datetime
) -> Escalation:
    """Raise a concern with a named officer, who answers within the days of the service standard.

    Raises Denied, BadInput (not an officer who answers, no service standard), Incomplete."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.ESCALATION_RAISE, locked).require()
    require_words(what_it_is_about=about, the_concern=concern)
    if not rules.answers_concerns(officer, locked):
        raise BadInput(f"{officer.name} is no officer who answers concerns of this agency.")
    if locked.edition is None:
        raise BadInput("The engagement has no edition, and so no service standard.")
    within = days(programme_of(locked.edition), "answer_escalation")
    said = {"about": about, "concern": concern, "officer": officer, "raised_by": by.actor_key}
    due_on = zones.day(at) + timedelta(days=within)
    if same := locked.escalations.filter(due_on=due_on, **said).first():
        raise Unchanged(same)
    made = Escalation.begin(
        P.ESCALATION_RAISE, by=by, at=at, ref=next_ref("ESC", at), engagement=locked, due_on=due_on, **said
    )
    due.to_answer(made, by=by, at=at)
    telling.write([officer], made, "A concern was raised with you", f"Answer it by {due_on}:", at)
    return made


@verb
def answer_concern(escalation: Escalation, *, answer: str, by: Actor, at: datetime) -> Escalation:
    """Answer a concern, as the officer with whom it was raised."""
    require_words(the_answer=answer)
    changes = {"answer": answer, "answered_at": at, "answered_by": by.actor_key}
    moved = lifecycle.move(escalation, P.ESCALATION_ANSWER, by=by, at=at, may=rules.may, changes=changes)
    setting.finish(due.CONCERN, about=moved.ref, by=by, at=at)
    telling.write([by_key(moved.raised_by)], moved, "Your concern is answered", "Read the answer here:", at)
    return moved
