"""The verbs of reforms: taking up, and the two voices."""

from datetime import date, datetime
from typing import Any

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete, Stale
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.findings.models import Recommendation
from concord.programme.document import StatusLabel
from concord.reforms import checks, due, queries, rules
from concord.reforms.models import Judgement, ProgressReport, Reform
from concord.reforms.states import JUDGES, CoreState

P = Permission


@verb
def plan(recommendation: Recommendation, *, by: Actor, at: datetime) -> Reform:
    """Take up a validated recommendation once a completion measure is approved, issued or not: the agency reads it and
    its finding from now on, and nothing of it is public before it is issued. Raises Denied, Incomplete."""
    recommendation = lifecycle.lock(recommendation)
    rules.may(by, P.REFORM_PLAN, recommendation).require()
    require_none(checks.before_planning(recommendation), f"{recommendation.ref} cannot be taken up yet.")
    recommendation.finding = lifecycle.lock(recommendation.finding)
    for statement in (recommendation, recommendation.finding):
        statement.taken_up_at = statement.taken_up_at or at
        statement.save(update_fields=["taken_up_at"])
    return Reform.begin(
        P.REFORM_PLAN,
        by=by,
        at=at,
        ref=next_ref("RFM", at),
        recommendation=recommendation,
        engagement=recommendation.engagement,
        planned_at=at,
    )


@verb
def report(reform: Reform, *, status: str, as_of: date, note: str = "", by: Actor, at: datetime) -> Reform:
    """Report, for the agency, where it sees a reform on a day. What the team assessed stays as it is (law 8).

    `status` is a key of the engagement's edition. The same words again are no second report (law 17).
    Raises Denied, BadInput, Stale."""
    held = lifecycle.lock(reform)
    label = _label(held, status, tuple(CoreState))
    last = next(reversed(held.said_by_agency), None)
    words = (status, as_of, note.strip(), by.actor_key)
    if last and _stays(held, P.REFORM_REPORT) and (last.status, last.as_of, last.note, last.reported_by) == words:
        raise Unchanged(held)
    _require_order(as_of, at, earliest=_known_from(held), last=last.as_of if last else None)
    _require_after(held, at)
    said = {"reported_status": status, "reported_on": as_of}
    moved = _speak(held, reform, P.REFORM_REPORT, said, by=by, at=at, more={"status": status, "as_of": str(as_of)})
    ProgressReport.objects.create(
        reform=moved,
        status=status,
        core_state=label.core_state,
        note=note.strip(),
        as_of=as_of,
        reported_at=at,
        reported_by=by.actor_key,
    )
    return moved


@verb
def assess(reform: Reform, *, status: str, as_of: date, note: str, by: Actor, at: datetime) -> Reform:
    """Assess, for the team, a reform on which work is to go on; with a report of the agency or without.

    `status` is a key of the engagement's edition that ends nothing. Raises Denied, NotAllowedNow, BadInput,
    Incomplete (no note), Stale."""
    return _judge(reform, P.REFORM_ASSESS, status=status, as_of=as_of, note=note, by=by, at=at)


@verb
def complete(reform: Reform, *, as_of: date, note: str, by: Actor, at: datetime) -> Reform:
    """Assess a reform as complete by the measures in force. Raises as `assess` does, and Incomplete without one
    that shows completion, as `reopen` and `sustain` do too."""
    return _judge(reform, P.REFORM_COMPLETE, status=None, as_of=as_of, note=note, by=by, at=at)


@verb
def stop(reform: Reform, *, reason: str, as_of: date, by: Actor, at: datetime) -> Reform:
    """Record that work stops with part of it done, and why: the agency has decided so, or another recommendation takes
    its place. Raises as `assess` does."""
    return _judge(reform, P.REFORM_STOP, status=None, as_of=as_of, note=reason, reason=reason, by=by, at=at)


@verb
def reopen(reform: Reform, *, reason: str, as_of: date, by: Actor, at: datetime) -> Reform:
    """Open a complete or stopped reform again, and say why. Raises as `assess` does."""
    return _judge(reform, P.REFORM_REOPEN, status=None, as_of=as_of, note=reason, reason=reason, by=by, at=at)


@verb
def sustain(reform: Reform, *, as_of: date, note: str, by: Actor, at: datetime) -> Reform:
    """Confirm, after looking again at a complete reform, that the change lasts. Raises as `assess` does."""
    return _judge(reform, P.REFORM_SUSTAIN, status=None, as_of=as_of, note=note, by=by, at=at)


def _judge(
    reform: Reform,
    permission: Permission,
    *,
    status: str | None,
    as_of: date,
    note: str,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Reform:
    """Speak in the team's voice; a status of None is the edition's first label that the verb can give.

    The same words again are no second judgement (law 17)."""
    lifecycle.lock(reform.recommendation)  # no measure of it is withdrawn meanwhile
    held = lifecycle.lock(reform)
    label = _label(held, status, JUDGES[permission])
    last = next(reversed(held.said_by_team), None)
    words = (label.key, as_of, note.strip(), by.actor_key)
    if last and _stays(held, permission) and (last.status, last.as_of, last.note, last.assessed_by) == words:
        raise Unchanged(held)
    _require_order(as_of, at, earliest=zones.day(held.planned_at), last=last.as_of if last else None)
    _require_after(held, at)
    if not note.strip():
        raise Incomplete("The assessment cannot be recorded yet.", ["what it rests on"])
    require_none(checks.before_judging(held, permission), "The assessment cannot be recorded yet.")
    said = {"assessed_status": label.key, "assessed_on": as_of}
    more = {"status": label.key, "as_of": str(as_of)}
    moved = _speak(held, reform, permission, said, by=by, at=at, more=more, reason=reason)
    Judgement.objects.create(
        reform=moved,
        status=label.key,
        core_state=label.core_state,
        note=note.strip(),
        as_of=as_of,
        assessed_at=at,
        assessed_by=by.actor_key,
        measures=[measure.ref for measure in queries.measures_in_force(moved.recommendation)],
    )
    due.looked_again(moved, as_of=as_of, by=by, at=at)
    return moved


def _speak(
    held: Reform,
    reform: Reform,
    permission: Permission,
    said: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
    more: dict[str, Any],
    reason: str = "",
) -> Reform:
    """Move the reform with what was said. Who has the ball already has had it all along, so that wait goes on."""
    changes = {**said, "state_since": held.state_since} if _stays(held, permission) else said
    return lifecycle.move(reform, permission, by=by, at=at, may=rules.may, reason=reason, more=more, changes=changes)


def _stays(held: Reform, permission: Permission) -> bool:
    """Whether the side that a verb gives the ball to has it already."""
    row = held.lifecycle.find(held.state, permission)
    return row is not None and row.target == held.state


def _label(reform: Reform, status: str | None, allowed: tuple[CoreState, ...]) -> StatusLabel:
    """Return the label of a status key, or the first that stands for what is allowed. Raises BadInput."""
    labels = [label for label in queries.labels(reform.engagement) if label.core_state in allowed]
    found = [label for label in labels if status in (None, label.key)]
    if not found:
        raise BadInput(
            f"The status {status or 'that this verb gives'} cannot be given here; "
            f"expected one of: {', '.join(label.key for label in labels) or 'none in this edition'}."
        )
    return found[0]


def _known_from(reform: Reform) -> date:
    """Return the day from which the agency could speak of it: on which it was issued, or taken up before."""
    issued_at = reform.recommendation.issued_at
    return zones.day(min(issued_at, reform.planned_at) if issued_at else reform.planned_at)


def _require_order(as_of: date, at: datetime, *, earliest: date | None, last: date | None) -> None:
    """Each voice speaks of days in their order, of none before there was something to speak of, and of no future."""
    if as_of > zones.day(at):
        raise BadInput(f"The day {as_of} is still to come; expected {zones.day(at)} or earlier.")
    first = max((day for day in (earliest, last) if day is not None), default=as_of)
    if as_of < first:
        raise BadInput(f"The day {as_of} is too early; expected {first} or later: that is where the record stands.")


def _require_after(held: Reform, at: datetime) -> None:
    """Both voices are replayed in the order of their moments, so nobody speaks before what has been said."""
    said = [r.reported_at for r in held.said_by_agency[-1:]] + [j.assessed_at for j in held.said_by_team[-1:]]
    if any(at < moment for moment in said):
        raise Stale("Somebody spoke a moment before you. Look again, then decide.")
