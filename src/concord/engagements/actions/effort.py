"""The verbs of time and money that an engagement took."""

from datetime import date, datetime
from decimal import Decimal

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements import rules
from concord.engagements.checks.reason import require_reason, require_words
from concord.engagements.models import EffortEntry, Engagement
from concord.programme.queries import of as programme_of

P = Permission


@verb
def record_effort(
    engagement: Engagement,
    *,
    on: date,
    category: str,
    hours: Decimal,
    cost: Decimal,
    what: str,
    by: Actor,
    at: datetime,
) -> EffortEntry:
    """Record hours and cost under a category of the edition. The same again is one entry (law 17).

    Raises Denied, BadInput (the category or why it cannot be paid, a day to come, less than nothing or nothing at
    all), Incomplete (what it was)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.EFFORT_RECORD, locked).require()
    _require_category(locked, category)
    if on > zones.day(at):
        raise BadInput(f"It cannot be of a day to come: {on.isoformat()}.")
    if min(hours, cost) < 0 or hours == cost == 0:
        raise BadInput("Give hours, cost or both, counted from nothing up.")
    require_words(what_it_was=what)
    said = {"on": on, "category": category, "hours": hours, "cost": cost, "what": what, "recorded_by": by.actor_key}
    if same := locked.effort.filter(withdrawn_at=None, **said).first():
        raise Unchanged(same)
    entry = EffortEntry.objects.create(ref=next_ref("EFF", at), engagement=locked, recorded_at=at, **said)
    more = {"on": on.isoformat(), "hours": str(hours), "cost": str(cost)}
    record(entry, P.EFFORT_RECORD, by=by, at=at, new=category, more=more)
    return entry


def _require_category(engagement: Engagement, category: str) -> None:
    known = {each.key: each for each in programme_of(engagement.edition).cost_category} if engagement.edition else {}
    if category not in known:
        raise BadInput(f"The edition has no cost category “{category}”; expected one of: {', '.join(known)}.")
    if not known[category].allowed:
        raise BadInput(f"{known[category].label}: {known[category].why}")


@verb
def withdraw_effort(entry: EffortEntry, *, reason: str, by: Actor, at: datetime) -> EffortEntry:
    """Withdraw an entry that was wrong, with the reason; it stays on record and counts no more."""
    require_reason(reason, "An entry is withdrawn with a reason.")
    lifecycle.lock(entry.engagement)
    locked = EffortEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    rules.may(by, P.EFFORT_WITHDRAW, locked).require()
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_because = at, by.actor_key, reason
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    record(locked, P.EFFORT_WITHDRAW, by=by, at=at, old=locked.category, reason=reason)
    return locked
