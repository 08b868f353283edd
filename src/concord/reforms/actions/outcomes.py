"""The verbs of outcome measures."""

from datetime import date, datetime
from decimal import Decimal

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.findings.models import Recommendation
from concord.reforms import rules
from concord.reforms.models import Judgement, Outcome, OutcomeValue
from concord.reforms.states import CoreState

P = Permission


@verb
def register(
    recommendation: Recommendation,
    *,
    name: str,
    unit: str,
    baseline: Decimal,
    baseline_as_of: date,
    target: Decimal,
    source: str,
    by: Actor,
    at: datetime,
) -> Recommendation:
    """Register what should change, before it is measured: baseline, target and source are fixed from now on. One that
    is registered after the work began says so wherever it is shown, and by how many days.

    Raises Denied, BadInput (the name is taken, the target is the baseline, a day to come, the reform is complete),
    Incomplete."""
    locked = lifecycle.lock(recommendation)
    rules.may(by, P.OUTCOME_REGISTER, locked).require()
    words = {"name": name.strip(), "unit": unit.strip(), "source": source.strip()}
    if missing := [what for what, text in words.items() if not text]:
        raise Incomplete("The outcome cannot be registered yet.", missing)
    _require_past(baseline_as_of, at)
    _require_not_complete(locked)
    if target == baseline:
        raise BadInput(f"The target is the baseline, {baseline}: say where it should go.")
    known = {**words, "baseline": baseline, "baseline_as_of": baseline_as_of, "target": target}
    standing = locked.outcomes.filter(ended_at=None)
    if standing.filter(**known).exists():
        raise Unchanged(locked)
    if standing.filter(name=words["name"]).exists():
        raise BadInput(f"“{words['name']}” is registered already, and what is registered stays.")
    Outcome.objects.create(recommendation=locked, registered_at=at, registered_by=by.actor_key, **known)
    more = {"name": words["name"], "baseline": str(baseline), "target": str(target)}
    record(locked, P.OUTCOME_REGISTER, by=by, at=at, more=more)
    return locked


@verb
def record_value(
    recommendation: Recommendation,
    *,
    outcome: int,
    value: Decimal,
    as_of: date,
    source: str,
    by: Actor,
    at: datetime,
) -> Recommendation:
    """Record a value of an outcome (its number) of a recommendation, with its day and source; of a day that has one
    already it is a correction, and the earlier one stays on record.

    Raises Denied, BadInput (no such outcome, a day before the baseline or to come), Incomplete."""
    locked = lifecycle.lock(recommendation)
    rules.may(by, P.OUTCOME_RECORD, locked).require()
    found = locked.outcomes.filter(pk=outcome, ended_at=None).first()
    if found is None:
        raise BadInput(f"{locked.ref} has no outcome {outcome}.")
    _require_past(as_of, at)
    if as_of < found.baseline_as_of:
        raise BadInput(f"The day {as_of} is before the baseline's, {found.baseline_as_of}.")
    if not source.strip():
        raise Incomplete("The value cannot be recorded yet.", ["its source"])
    last = found.recorded.filter(as_of=as_of).order_by("-pk").first()
    if last is not None and (last.value, last.source) == (value, source.strip()):
        raise Unchanged(locked)
    OutcomeValue.objects.create(
        outcome=found, as_of=as_of, value=value, source=source.strip(), recorded_at=at, recorded_by=by.actor_key
    )
    more = {"name": found.name, "as_of": str(as_of)}
    old = str(last.value) if last else ""
    record(locked, P.OUTCOME_RECORD, by=by, at=at, old=old, new=str(value), more=more)
    return locked


@verb
def withdraw_outcome(
    recommendation: Recommendation, *, outcome: int, reason: str, by: Actor, at: datetime
) -> Recommendation:
    """Withdraw an outcome (its number) that was registered by mistake, and say why; the public reads the reason, and it
    stays on record with its values. Raises Denied, BadInput (no such outcome), Incomplete (no reason)."""
    locked = lifecycle.lock(recommendation)
    rules.may(by, P.OUTCOME_WITHDRAW, locked).require()
    if not reason.strip():
        raise Incomplete("An outcome is withdrawn with a reason.", ["the reason; the public reads it"])
    found = locked.outcomes.filter(pk=outcome, ended_at=None).first()
    if found is None:
        raise BadInput(f"{locked.ref} has no outcome {outcome}.")
    told = {"ended_at": at, "ended_by": by.actor_key, "ended_because": reason.strip()}
    locked.outcomes.filter(pk=outcome).update(**told)
    record(locked, P.OUTCOME_WITHDRAW, by=by, at=at, old=found.name, reason=reason, more={"name": found.name})
    return locked


def _require_not_complete(recommendation: Recommendation) -> None:
    last = Judgement.objects.filter(reform__recommendation=recommendation).order_by("-pk").first()
    if last is not None and last.core_state == CoreState.COMPLETE:
        raise BadInput(
            f"The reform of {recommendation.ref} is complete, so no target can be set before its work any more. Say in "
            "the status report, under “Outcomes”, what was measured; or reopen the reform first, if its work goes on."
        )


def _require_past(day: date, at: datetime) -> None:
    if day > zones.day(at):
        raise BadInput(f"The day {day} is still to come; expected {zones.day(at)} or earlier.")
