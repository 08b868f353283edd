"""The verbs of retention: propose and carry out a disposal, place and lift a legal hold."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from concord.core import files, lifecycle, zones
from concord.core.actions import Unchanged, hold, verb
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.ids import next_ref
from concord.core.models import StoredFile
from concord.core.permissions import Actor, Permission
from concord.core.tasks.models import Task
from concord.engagements.models import Engagement
from concord.evidence import rules
from concord.evidence.models import (
    EVERYTHING,
    Advice,
    CodedProject,
    DataSet,
    Disposal,
    Document,
    DocumentRequest,
    EvidenceItem,
    Fieldwork,
    Identity,
    LegalHold,
)
from concord.evidence.retention import Due, due, record_of
from concord.evidence.states import DisposalState, HoldState
from concord.intake.models import AssistanceRequest

P = Permission
_ONE_AT_A_TIME = "retention"


@verb
def propose_disposal(*, rule: str, authority: str, by: Actor, at: datetime) -> Disposal:
    """Propose to destroy what a rule lets be destroyed today, on the authority of an approved records schedule.

    The list of what would go is stored. The same list again is the same disposal. Raises Denied, Incomplete (no
    authority), BadInput (no such rule), NotAllowedNow (nothing is due)."""
    rules.may(by, P.DISPOSAL_PROPOSE, rules.OFFICE).require()
    if not authority.strip():
        raise Incomplete("Records are destroyed on an approved schedule alone.", ["its item"])
    hold(_ONE_AT_A_TIME)
    found = _due(rule, at)
    if not found.things:
        raise NotAllowedNow(f"Nothing of “{found.rule.label}” is due, or all that is due is under a legal hold.")
    told = _told(found, authority.strip(), by, at)
    same = Disposal.objects.filter(state=DisposalState.PROPOSED, rule=rule, manifest=told["manifest"])
    if (before := same.first()) is not None:
        raise Unchanged(before)
    return Disposal.begin(P.DISPOSAL_PROPOSE, by=by, at=at, ref=next_ref("DSP", at), **told)


@verb
def carry_out_disposal(disposal: Disposal, *, by: Actor, at: datetime) -> Disposal:
    """Destroy for good what is on the list, is still due and is under no hold: rows, files, and the keys of what is
    sealed, so that no backup opens it. What something else stands on stays.

    Raises Denied (who proposed it does not decide), NotAllowedNow."""
    hold(_ONE_AT_A_TIME)
    found = _due(disposal.rule, at)
    listed = set(_manifest(disposal).splitlines())
    things = [t for t in found.things if found.record is not None and found.record.row(t) in listed]
    done = {"carried_out_at": at, "carried_out_by": by.actor_key}
    counts = {"listed": disposal.things}
    more = disposal.audit_more
    moved = lifecycle.move(disposal, P.DISPOSAL_CARRY_OUT, by=by, at=at, may=rules.may, changes=done, more=more)
    _destroy(moved, things, counts)
    return moved


@verb
def decline_disposal(disposal: Disposal, *, reason: str, by: Actor, at: datetime) -> Disposal:
    """Decline to destroy, with the reason."""
    if not reason.strip():
        raise Incomplete("A disposal is declined with a reason.", ["the reason"])
    changes = {"declined_because": reason}
    return lifecycle.move(disposal, P.DISPOSAL_DECLINE, by=by, at=at, may=rules.may, reason=reason, changes=changes)


@verb
def dispose_by_rule(*, rule: str, by: Actor, at: datetime) -> Disposal | None:
    """Destroy what a rule that says so lets be destroyed today; None, and no row, where nothing is due.

    Raises Denied, BadInput (no such rule), NotAllowedNow (the rule leaves it to two people)."""
    rules.may(by, P.DISPOSAL_BY_RULE, rules.OFFICE).require()
    hold(_ONE_AT_A_TIME)
    found = _due(rule, at)
    if found.rule.then != "destroy" or not found.rule.authority:
        raise NotAllowedNow(f"The rule leaves “{found.rule.label}” to two people.")
    if not found.things:
        raise Unchanged(None)
    told = _told(found, found.rule.authority, by, at)
    disposal = Disposal.begin(
        P.DISPOSAL_BY_RULE,
        by=by,
        at=at,
        ref=next_ref("DSP", at),
        carried_out_at=at,
        carried_out_by=by.actor_key,
        **told,
    )
    _destroy(disposal, list(found.things), {"listed": disposal.things})
    return disposal


@verb
def place_hold(*, heading: str, covers: str, reason: str, by: Actor, at: datetime) -> LegalHold:
    """Place a legal hold on one thing, an engagement, a request (by its reference), or on everything.

    Raises Denied, Incomplete, Unchanged to the same hold when it is there already."""
    rules.may(by, P.HOLD_PLACE, rules.OFFICE).require()
    missing = [name for name, said in (("what it is about", heading), ("what it covers", covers)) if not said.strip()]
    missing += [] if reason.strip() else ["the reason"]
    if missing:
        raise Incomplete("The hold cannot be placed.", missing)
    told = {"heading": heading.strip(), "covers": covers.strip(), "reason": reason}
    if same := LegalHold.objects.filter(state=HoldState.IN_FORCE, **told).first():
        raise Unchanged(same)
    _require_known(told["covers"])
    hold(_ONE_AT_A_TIME)
    return LegalHold.begin(P.HOLD_PLACE, by=by, at=at, ref=next_ref("HLD", at), placed_by=by.actor_key, **told)


@verb
def lift_hold(placed: LegalHold, *, reason: str, by: Actor, at: datetime) -> LegalHold:
    """Lift a hold, with the reason. Raises Denied (who placed it does not lift it)."""
    if not reason.strip():
        raise Incomplete("A hold is lifted with a reason.", ["the reason"])
    lifted = {"lifted_at": at, "lifted_by": by.actor_key, "lifted_because": reason}
    return lifecycle.move(placed, P.HOLD_LIFT, by=by, at=at, may=rules.may, reason=reason, changes=lifted)


def _require_known(covers: str) -> None:
    """Refuse a hold on what is not there. Raises BadInput."""
    kinds: dict[str, Any] = {"ENG": Engagement, "REQ": AssistanceRequest, "EVD": EvidenceItem, "DOC": Document}
    kinds |= {"IDN": Identity, "FLD": Fieldwork, "DST": DataSet, "DRQ": DocumentRequest, "ADV": Advice}
    kinds |= {"PRJ": CodedProject, "TSK": Task}
    kind = kinds.get(covers.partition("-")[0])
    if covers != EVERYTHING and (kind is None or not kind.objects.filter(ref=covers).exists()):
        raise BadInput(
            f"A hold covers an engagement, a request, an item of evidence, a document, a data set, field work, a "
            f"request for a document, advice, a coded project, a task, an identity, or everything; there is no "
            f"“{covers}”."
        )


def _due(rule: str, at: datetime) -> Due:
    found = due(rule, zones.day(at))
    if found is None or record_of(rule) is None:
        raise BadInput(f"The edition in force has no rule “{rule}” by which Concord can destroy anything.")
    return found


def _told(found: Due, authority: str, by: Actor, at: datetime) -> dict[str, Any]:
    manifest: StoredFile = files.store([found.manifest.encode()], at=at)
    return {
        "rule": found.rule.key,
        "label": found.rule.label,
        "authority": f"{found.in_words}. {authority}",
        "as_of": zones.day(at),
        "manifest": manifest,
        "things": len(found.things),
        "proposed_by": by.actor_key,
    }


def _manifest(disposal: Disposal) -> str:
    return files.path_of(disposal.manifest_id).read_text("utf-8")


def _destroy(disposal: Disposal, things: list[Any], counts: dict[str, int]) -> None:
    """Destroy each thing by itself, and note on the disposal how much went and what stayed."""
    record = record_of(disposal.rule)
    total: Counter[str] = Counter(counts)
    for thing in things if record is not None else []:
        try:
            with transaction.atomic():
                total.update(record.erase(thing, disposal.ref))  # type: ignore[union-attr]  # there are things
        except ProtectedError:
            total["kept, since something stands on them"] += 1
    disposal.counts = {name: count for name, count in total.items() if count}
    disposal.save(update_fields=["counts"])
