"""The verbs about what stands in the way of a reform."""

from datetime import date, datetime

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.reforms import queries, rules
from concord.reforms.models import Blocker, Reform

P = Permission


@verb
def block(
    reform: Reform,
    *,
    kind: str,
    what: str,
    with_whom: str,
    moves_when: str,
    since: date,
    by: Actor,
    at: datetime,
) -> Reform:
    """Record what stands in the way of a reform: its kind (a key of the edition), what it is, with whom it is, what
    would move it, and the day from which it stands. The same obstacle again, while it stands, is one.

    It changes neither voice: what is outside the agency's control is not the same as no progress.
    Raises Denied, BadInput (no such kind; a day to come), Incomplete (a word is missing)."""
    locked = lifecycle.lock(reform)
    rules.may(by, P.REFORM_BLOCK, locked).require()
    kinds = queries.blocker_kinds(locked.engagement)
    if kind not in kinds:
        raise BadInput(f"“{kind}” is no kind of obstacle; expected one of: {', '.join(kinds) or 'none here'}.")
    if since > zones.day(at):
        raise BadInput(f"The day {since} is still to come; expected {zones.day(at)} or earlier.")
    words = {"what": what.strip(), "with_whom": with_whom.strip(), "moves_when": moves_when.strip()}
    asked = {"what": "what stands in the way", "with_whom": "with whom it is", "moves_when": "what would move it"}
    if missing := [asked[name] for name, text in words.items() if not text]:
        raise Incomplete("The obstacle cannot be recorded yet.", missing)
    if locked.blockers.filter(ended_at=None, kind=kind, since=since, **words).exists():
        raise Unchanged(locked)
    outside = kinds[kind].outside
    Blocker.objects.create(
        reform=locked, kind=kind, outside=outside, since=since, recorded_at=at, recorded_by=by.actor_key, **words
    )
    more = {"kind": kind, "outside": outside, "since": str(since)}
    record(locked, P.REFORM_BLOCK, by=by, at=at, new=kind, reason=words["what"], more=more)
    return locked


@verb
def unblock(reform: Reform, *, blocker: int, how: str, by: Actor, at: datetime) -> Reform:
    """Record that an obstacle (its number) is out of the way, and what became of it. Raises Denied, BadInput (none of
    that number stands), Incomplete (no words)."""
    locked = lifecycle.lock(reform)
    rules.may(by, P.REFORM_UNBLOCK, locked).require()
    found = locked.blockers.filter(pk=blocker, ended_at=None).first()
    if found is None:
        raise BadInput(f"No obstacle {blocker} stands in the way of {locked.ref}.")
    if not how.strip():
        raise Incomplete("The obstacle cannot be ended yet.", ["what became of it"])
    Blocker.objects.filter(pk=found.pk).update(ended_at=at, ended_by=by.actor_key, ended_how=how.strip())
    record(locked, P.REFORM_UNBLOCK, by=by, at=at, old=found.kind, reason=how.strip())
    return locked
