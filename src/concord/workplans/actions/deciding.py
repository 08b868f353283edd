"""The agency decides on a version; and a focus area opens, which needs one in force."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from concord.accounts.models import Identity
from concord.accounts.queries import by_key, names
from concord.core import files, lifecycle, zones
from concord.core.actions import record, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete, Stale
from concord.core.ids import next_ref
from concord.core.jobs import once
from concord.core.permissions import Actor, Permission
from concord.core.roles import ChiefExecutive
from concord.engagements.checks.signed import signed_in_its_time
from concord.engagements.models import FocusArea
from concord.engagements.queries import earlier_incomplete
from concord.engagements.states import FOCUS_AREA, FocusAreaState
from concord.workplans import checks, due, queries, rules, telling
from concord.workplans.checks.scan import scan_is_readable
from concord.workplans.content import Area, hash_of
from concord.workplans.models import Concurrence, Reaffirmation, ScopeChange, WorkPlan
from concord.workplans.states import WorkPlanState
from concord.workplans.superseding import supersede

P = Permission
_LEFT_OUT = "The first work plan with which the agency concurred leaves it out."
SHORT_HASH = 12  # hexadecimal digits of the hash that a paper bears


@verb
def send_back(plan: WorkPlan, *, reason: str, by: Actor, at: datetime) -> WorkPlan:
    """Return a proposed version to the team with the reason; the next version is a new draft.

    Raises Denied, NotAllowedNow, Incomplete (no reason)."""
    if not reason.strip():
        raise Incomplete("A work plan is returned with a reason.", ["the reason"])
    moved = lifecycle.move(
        plan, P.PLAN_RETURN, by=by, at=at, may=rules.may, reason=reason, changes={"returned_because": reason}
    )
    sentence = "The chief executive's reason is here:"
    due.decided(moved, by=by, at=at)
    telling.tell(by_key(moved.drafted_by), moved, "A work plan was returned", sentence, at)
    return moved


@verb
def concur(
    plan: WorkPlan, *, expected_hash: str, shown_by: str, statement: str = "", by: Actor, at: datetime
) -> WorkPlan:
    """Concur with exactly the content whose hash the chief executive saw. The version before is superseded.

    `shown_by` is by what the chief executive showed who they are at this moment (an `Identity`).
    Raises Denied, NotAllowedNow, Stale (what was seen, what was proposed and what is stored are not one content; or
    the areas or the people are not so any more)."""
    rules.may(by, P.PLAN_CONCUR, plan).require()
    lifecycle.lock(plan.engagement)  # before its versions, as whoever amends does
    locked = lifecycle.lock(plan)
    if not expected_hash == locked.content_hash == hash_of(locked.document):
        raise Stale(f"The content of {plan.ref} is not the one that you were shown. Read it again, then decide.")
    signed = {"shown_by": Identity(shown_by), "statement": statement, "signed_on": zones.day(at)}
    return _bring_into_force(plan, P.PLAN_CONCUR, by=by, at=at, **_signatory(plan, by), **signed)


@verb
def record_concurrence(
    plan: WorkPlan,
    *,
    fingerprint: str,
    name: str,
    capacity: str,
    signed_on: date,
    scan: Iterable[bytes],
    scan_name: str,
    statement: str = "",
    by: Actor,
    at: datetime,
) -> WorkPlan:
    """Record a concurrence that the chief executive signed on paper. The paper bears the version's fingerprint, the
    first twelve digits of its hash, and its scan (PDF, PNG or JPEG, in chunks of bytes) is kept.

    Raises Denied, NotAllowedNow, Stale (the paper bears another fingerprint; or the areas or the people are not so any
    more), BadInput (days, file)."""
    rules.may(by, P.PLAN_RECORD_CONCURRENCE, plan).require()
    lifecycle.lock(plan.engagement)  # before its versions, as whoever amends does
    locked = lifecycle.lock(plan)
    read = "".join(fingerprint.split()).lower()
    if len(read) < SHORT_HASH or not (locked.content_hash or "").startswith(read):
        raise Stale(
            f"The paper bears “{fingerprint}”, and this version's fingerprint is “{locked.short_hash}”: it was signed "
            "for another text."
        )
    for problem in signed_in_its_time(signed_on, first=queries.proposed_on(locked), today=zones.day(at)):
        raise BadInput(problem.text)
    whole = b"".join(scan)
    require_none(scan_is_readable(scan_name, len(whole), whole[:16]), "The scan cannot be kept.")
    kept = files.store([whole], at=at)
    signed = {"shown_by": Identity.PAPER, "statement": statement, "signed_on": signed_on}
    paper = {"scan": kept, "scan_name": scan_name, "name": name, "capacity": capacity}
    return _bring_into_force(plan, P.PLAN_RECORD_CONCURRENCE, by=by, at=at, **paper, **signed)


def _signatory(plan: WorkPlan, by: Actor) -> dict[str, str]:
    """Name and capacity of the chief executive, as they are now."""
    capacity = f"{ChiefExecutive.title}, {plan.engagement.agency.name}"
    return {"name": names([by.actor_key])[by.actor_key], "capacity": capacity}


def _bring_into_force(plan: WorkPlan, verb_: Permission, *, by: Actor, at: datetime, **signed: Any) -> WorkPlan:
    """Move a proposed version into force: it supersedes the one before, and the focus areas are as it says."""
    locked = lifecycle.lock(plan)
    list(FocusArea.objects.select_for_update(no_key=True).filter(engagement=locked.engagement))  # nothing begins there
    if said := checks.no_longer_so(locked):
        raise Stale(said)
    for older in WorkPlan.objects.filter(engagement=locked.engagement, state=WorkPlanState.CONCURRED):
        supersede(older, at=at)
    more: dict[str, Any] = {
        "content_hash": locked.content_hash,
        "version": locked.version,
        "shown_by": str(signed["shown_by"]),
    }
    more |= {"focus_areas": areas} if (areas := _set_focus_areas(locked, at)) else {}
    moved = lifecycle.move(plan, verb_, by=by, at=at, may=rules.may, more=more)
    if moved.scope_change is not None:
        _add_topics(moved, moved.scope_change)
    due.decided(moved, by=by, at=at)
    Concurrence.objects.create(plan=moved, content_hash=moved.content_hash or "", at=at, by=by.actor_key, **signed)
    sentence = "The chief executive has concurred:"
    telling.tell(by_key(moved.drafted_by), moved, "The work plan is in force", sentence, at)
    return moved


def _set_focus_areas(plan: WorkPlan, at: datetime) -> dict[str, list[str]]:
    """Make the engagement's focus areas those of the version, and return which were dropped, reworded and added."""
    done: dict[str, list[str]] = {"dropped": [], "reworded": [], "added": []}
    planned = {area.number: area for area in plan.content.areas}
    why = plan.scope_change.reason if plan.scope_change else plan.content.changes
    there = plan.engagement.focus_areas.exclude(state=FocusAreaState.DROPPED)
    for area in there.order_by("number"):
        wanted = planned.pop(area.number, None)
        if wanted is None:
            area.state, area.state_since, area.dropped_because = FocusAreaState.DROPPED, at, why or _LEFT_OUT
            area.save(update_fields=["state", "state_since", "dropped_because"])
            done["dropped"].append(area.ref)
        elif (area.title, area.objective) != (wanted.title, wanted.objective):
            area.title, area.objective = wanted.title, wanted.objective
            area.save(update_fields=["title", "objective"])
            done["reworded"].append(area.ref)
    done["added"] = [_add_focus_area(plan, area, at).ref for area in planned.values()]
    return {how: refs for how, refs in done.items() if refs}


def _add_focus_area(plan: WorkPlan, area: Area, at: datetime) -> FocusArea:
    return FocusArea.objects.create(
        ref=next_ref("FA", at),
        state=FOCUS_AREA.first(P.ENGAGEMENT_OPEN),
        state_since=at,
        engagement=plan.engagement,
        number=area.number,
        title=area.title,
        objective=area.objective,
    )


def _add_topics(plan: WorkPlan, change: ScopeChange) -> None:
    """Keep with the engagement the topics that the change of scope names and the plan has: nothing warns of them any
    more."""
    engagement = lifecycle.lock(plan.engagement)
    planned = {area.topic for area in plan.content.areas} - {*engagement.agreed_topics}
    engagement.added_topics += [topic for topic in change.topics if topic in planned]
    engagement.save(update_fields=["added_topics"])


@verb
def reaffirm(
    plan: WorkPlan, *, expected_hash: str, shown_by: str, statement: str = "", by: Actor, at: datetime
) -> WorkPlan:
    """A chief executive who came after the concurrence says that the agency stands by the plan. It was valid before.

    Raises Denied, Stale (the hash is not the one in force)."""
    locked = lifecycle.lock(plan)
    rules.may(by, P.PLAN_REAFFIRM, locked).require()
    if expected_hash != locked.content_hash:
        raise Stale(f"The content of {plan.ref} is not the one that you were shown. Read it again, then decide.")
    Reaffirmation.objects.create(
        plan=locked,
        content_hash=locked.content_hash,
        statement=statement,
        shown_by=Identity(shown_by),
        signed_on=zones.day(at),
        at=at,
        by=by.actor_key,
        **_signatory(locked, by),
    )
    record(locked, P.PLAN_REAFFIRM, by=by, at=at, more={"content_hash": locked.content_hash, "shown_by": shown_by})
    return locked


@verb
def ask_to_reaffirm(plan: WorkPlan, *, by: Actor, at: datetime) -> WorkPlan:
    """Ask a new chief executive by mail, once, to reaffirm the plan in force. Raises Denied."""
    locked = lifecycle.lock(plan)
    rules.may(by, P.PLAN_ASK_TO_REAFFIRM, locked).require()
    chief = telling.chief(locked.engagement)
    if chief is None or not rules.may(chief, P.PLAN_REAFFIRM, locked):
        raise BadInput(f"There is nobody new to ask about {plan.ref}.")
    once(f"{locked.ref} reaffirm {chief.actor_key}", at=at)
    telling.tell(chief, locked, "Please read the work plan in force", "It stays valid; say that you stand by it:", at)
    record(locked, P.PLAN_ASK_TO_REAFFIRM, by=by, at=at)
    return locked


@verb
def open_focus_area(area: FocusArea, *, overlap_reason: str = "", by: Actor, at: datetime) -> FocusArea:
    """Open a focus area under a plan in force; in order, or with the reason for the overlap.

    Raises Denied (no plan in force, or none that has it), Incomplete (an earlier one is not complete, and no reason is
    given), BadInput (a reason for an overlap that is none)."""
    rules.may(by, P.FOCUS_AREA_OPEN, area).require()
    earlier = [str(before.number) for before in earlier_incomplete(area)]
    if earlier and not overlap_reason.strip():
        what = f"Focus areas open in order, and before {area.number} these are not complete: {', '.join(earlier)}."
        raise Incomplete(what, ["the reason for the overlap"])
    if overlap_reason and not earlier:
        raise BadInput("Every earlier focus area is complete, so there is no overlap to give a reason for.")
    return lifecycle.move(
        area,
        P.FOCUS_AREA_OPEN,
        by=by,
        at=at,
        may=rules.may,
        reason=overlap_reason,
        changes={"opened_at": at, "overlap_reason": overlap_reason},
    )
