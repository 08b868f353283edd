"""The verbs of compliance measures."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.findings.models import Recommendation
from concord.reforms import checks, queries, rules
from concord.reforms.models import AgencyAnswer, Measure
from concord.reforms.states import MeasureState

P = Permission


@verb
def propose(
    recommendation: Recommendation,
    *,
    text: str,
    kind: str,
    label: str = "",
    reason: str = "",
    level: str = "",
    best_practice: bool = False,
    by: Actor,
    at: datetime,
) -> Measure:
    """Propose a measure; with the label of one that is there, a new version of it, which needs a reason (law 6).

    An empty label gives the next number; the same proposal again, while it waits, is the same measure (law 17);
    `level` is a key of the edition. Raises Denied, NotAllowedNow (a version waits already), BadInput, Incomplete."""
    recommendation = lifecycle.lock(recommendation)
    rules.may(by, P.MEASURE_PROPOSE, recommendation).require()
    _require_level(recommendation, level)
    words = {"text": text, "kind": kind, "level": level, "best_practice": best_practice}
    _require_new(recommendation, label.strip(), words, by=by)
    label = label.strip() or _next_label(recommendation)
    before = recommendation.measures.filter(label=label).order_by("-version").first()
    if before is not None:
        _require_change(before, kind=kind, reason=reason)
    return Measure.begin(
        P.MEASURE_PROPOSE,
        by=by,
        at=at,
        ref=next_ref("MSR", at),
        recommendation=recommendation,
        label=label,
        **words,
        version=before.version + 1 if before else 1,
        reason=reason.strip() if before else "",
        proposed_by=by.actor_key,
        proposed_at=at,
        agency_days=queries.agreement_window(recommendation.engagement),
    )


@verb
def agree(measure: Measure, *, by: Actor, at: datetime) -> Measure:
    """Say for the agency that it agrees to be measured so. Said again, it is said once (law 17). Raises Denied,
    NotAllowedNow."""
    return _answer(measure, P.MEASURE_AGREE, AgencyAnswer.AGREES, "", by=by, at=at)


@verb
def ask_for_change(measure: Measure, *, reason: str, by: Actor, at: datetime) -> Measure:
    """Ask for the agency for another measure, and say what should be otherwise. The office then returns it, or approves
    it with the reason. Raises Denied, NotAllowedNow, Incomplete."""
    if not reason.strip():
        raise Incomplete(f"Another measure than {measure.ref} is asked for in words.", ["what should be otherwise"])
    return _answer(measure, P.MEASURE_ASK, AgencyAnswer.ANOTHER, reason.strip(), by=by, at=at)


def _answer(
    measure: Measure, permission: Permission, answer: AgencyAnswer, words: str, *, by: Actor, at: datetime
) -> Measure:
    held = lifecycle.lock(measure)
    held.lifecycle.require(held.state, permission)
    rules.may(by, permission, held).require()
    if (held.agency_answer, held.agency_words) == (answer, words):
        raise Unchanged(held)
    said = {"agency_answer": answer, "agency_words": words, "answered_at": at, "answered_by": by.actor_key}
    changes = {**said, "state_since": held.state_since}
    return lifecycle.move(measure, permission, by=by, at=at, may=rules.may, reason=words, changes=changes)


@verb
def approve(measure: Measure, *, reason: str = "", by: Actor, at: datetime) -> Measure:
    """Approve a version of a measure that somebody else proposed; work is judged by it from now on. The agency has
    agreed to it before; where it does not, or says nothing in its window, the reason is recorded. Raises Denied,
    NotAllowedNow, Incomplete (the window goes on; no reason)."""
    lifecycle.lock(measure.recommendation)  # no packet is handed in or accepted by other measures meanwhile
    held = lifecycle.lock(measure)
    require_none(checks.before_approving(held, zones.day(at)), f"{measure.ref} cannot be approved yet.")
    unagreed = held.recommendation.is_shared and held.agency_answer != AgencyAnswer.AGREES
    if unagreed and not reason.strip():
        raise Incomplete(f"{measure.ref} is approved without the agency's agreement with a reason.", ["the reason"])
    because = reason.strip() if unagreed else ""
    approved = {"approved_by": by.actor_key, "approved_at": at, "unagreed_because": because}
    return lifecycle.move(measure, P.MEASURE_APPROVE, by=by, at=at, may=rules.may, reason=because, changes=approved)


@verb
def return_(measure: Measure, *, reason: str, by: Actor, at: datetime) -> Measure:
    """Return a version of a measure, with the reason; a new version may follow. Raises Denied, NotAllowedNow,
    Incomplete."""
    if not reason.strip():
        raise Incomplete(f"{measure.ref} is returned with a reason.", ["the reason"])
    return lifecycle.move(measure, P.MEASURE_RETURN, by=by, at=at, may=rules.may, reason=reason)


@verb
def withdraw_measure(measure: Measure, *, reason: str, by: Actor, at: datetime) -> Measure:
    """Withdraw a measure that is in force, and say why; the public reads the reason. Nothing is judged by it from now
    on, and it stays on record. Raises Denied, NotAllowedNow, Incomplete (no reason; the last by which open work would
    be judged)."""
    if not reason.strip():
        raise Incomplete(f"{measure.ref} is withdrawn with a reason.", ["the reason; the public reads it"])
    lifecycle.lock(measure.recommendation)
    require_none(checks.before_withdrawing(lifecycle.lock(measure)), f"{measure.ref} cannot be withdrawn yet.")
    told = {"ended_at": at, "ended_by": by.actor_key, "ended_because": reason.strip()}
    return lifecycle.move(measure, P.MEASURE_WITHDRAW, by=by, at=at, may=rules.may, reason=reason, changes=told)


def _require_level(recommendation: Recommendation, level: str) -> None:
    levels = queries.measure_levels(recommendation.engagement)
    if level and level not in levels:
        raise BadInput(f"“{level}” is no level of measures; expected one of: {', '.join(levels) or 'none here'}.")


def _require_new(recommendation: Recommendation, label: str, words: Mapping[str, Any], *, by: Actor) -> None:
    """Raise Incomplete without a text, and Unchanged when the same proposal waits already: a form sent twice."""
    if not words["text"].strip():
        raise Incomplete("The measure cannot be proposed yet.", ["what must be shown"])
    waiting = recommendation.measures.filter(state=MeasureState.PROPOSED, proposed_by=by.actor_key)
    same_number = {"label": label} if label else {}
    if same := waiting.filter(**words, **same_number).first():
        raise Unchanged(same)


def _next_label(recommendation: Recommendation) -> str:
    labels = recommendation.measures.values_list("label", flat=True)
    return str(max((int(label) for label in labels if label.isdecimal()), default=0) + 1)


def _require_change(before: Measure, *, kind: str, reason: str) -> None:
    """A change says why, is of the same kind, and waits until the change before it is decided."""
    if before.state == MeasureState.PROPOSED:
        raise NotAllowedNow(
            f"{before.ref}, version {before.version} of this measure, waits for approval. Decide that first."
        )
    if kind != before.kind:
        raise BadInput(
            f"Measure {before.label} is one of {before.kind}; a measure of another kind gets its own number."
        )
    if not reason.strip():
        raise Incomplete(
            f"Measure {before.label} cannot be changed yet.", ["why it changes; the public reads the reason"]
        )
