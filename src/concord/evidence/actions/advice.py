"""The verbs of advice: log, answer."""

from datetime import date, datetime
from typing import Any

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import FocusArea
from concord.evidence import queries, rules
from concord.evidence.foia import require_basis
from concord.evidence.models import Advice, Outcome

P = Permission


@verb
def log_advice(
    focus_area: FocusArea,
    *,
    voice: str,
    title: str,
    text: str,
    given_on: date,
    body: str = "",
    basis: str = "",
    by: Actor,
    at: datetime,
) -> Advice:
    """Log what a stakeholder advises about a focus area. `voice` is a key of the edition, `body` the organization that
    advises, `basis` a key of the edition: why it is withheld from a records request, where somebody can say. The same
    again is the same (law 17). Raises Denied, Incomplete (words), BadInput (a voice, day or basis)."""
    locked = lifecycle.lock(focus_area)
    rules.may(by, P.ADVICE_LOG, locked).require()
    missing = [name for name, words in (("a title", title), ("the advice", text)) if not words.strip()]
    if missing:
        raise Incomplete("Advice is logged in words.", missing)
    known = [each.key for each in queries.voices_known(locked.engagement)]
    if voice not in known:
        raise BadInput(f"“{voice}” is no voice of the edition; expected one of: {', '.join(known)}.")
    if given_on > zones.day(at):
        raise BadInput(f"It cannot have been given on a day to come: {given_on}.")
    require_basis(locked.engagement, basis)
    said: dict[str, Any] = {"voice": voice, "title": title, "text": text, "given_on": given_on, "body": body}
    said["basis"] = basis
    if same := Advice.objects.filter(focus_area=locked, logged_by=by.actor_key, **said).first():
        raise Unchanged(same)
    return Advice.begin(
        P.ADVICE_LOG,
        by=by,
        at=at,
        ref=next_ref("ADV", at),
        engagement=locked.engagement,
        focus_area=locked,
        logged_by=by.actor_key,
        **said,
    )


@verb
def answer_advice(advice: Advice, *, outcome: str, answer: str, by: Actor, at: datetime) -> Advice:
    """Say what was done about advice, and why. Raises Denied, NotAllowedNow, Incomplete (no words), BadInput."""
    if outcome not in Outcome.values:
        raise BadInput(f"“{outcome}” is no answer; expected one of: {', '.join(Outcome.values)}.")
    if not answer.strip():
        raise Incomplete("Advice is answered in words.", ["what was done about it, and why"])
    changes = {"outcome": outcome, "answer": answer, "answered_at": at, "answered_by": by.actor_key}
    more = {"outcome": outcome}
    return lifecycle.move(advice, P.ADVICE_ANSWER, by=by, at=at, may=rules.may, more=more, changes=changes)


@verb
def set_advice_basis(advice: Advice, *, basis: str, by: Actor, at: datetime) -> Advice:
    """Say on which basis advice is withheld from a records request, also when all is over; "" takes back what was said.
    The same again is the same (law 17). Raises Denied, BadInput (a basis that the edition does not have)."""
    locked = lifecycle.lock(advice)
    rules.may(by, P.ADVICE_BASIS, locked).require()
    require_basis(locked.engagement, basis)
    if basis == locked.basis:
        raise Unchanged(locked)
    told: dict[str, Any] = {"more": {"from": locked.basis, "to": basis}}
    told["changes"] = {"basis": basis, "state_since": locked.state_since}
    return lifecycle.move(advice, P.ADVICE_BASIS, by=by, at=at, may=rules.may, **told)
