"""A version comes into being, is proposed, or is set aside."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Max

from concord.core import lifecycle
from concord.core.actions import record, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.workplans import checks, due, queries, rules, telling
from concord.workplans.content import Content, hash_of, text_of
from concord.workplans.models import ScopeChange, WorkPlan
from concord.workplans.states import WORK_PLAN, WorkPlanState
from concord.workplans.superseding import supersede

P = Permission


@verb
def draft(
    engagement: Engagement, *, template: str = "", content: Content | None = None, by: Actor, at: datetime
) -> WorkPlan:
    """Begin a version: from a template (its key; "" for an empty one), from the version that was last returned, which
    is then superseded, or from a content that was written elsewhere (its edition and focus areas are the engagement's).

    Raises Denied (a version is on its way, or one is in force and is to be amended)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.PLAN_DRAFT, locked).require()
    returned = queries.last_returned(locked)
    if content is not None:
        begun = queries.first_content(locked, "")
        content = replace(content, edition=begun.edition, areas=content.areas or begun.areas)
    elif returned is not None:
        content = queries.next_content(returned, changes="")
    else:
        content = queries.first_content(locked, template)
    if returned is not None and returned.state == WorkPlanState.RETURNED:
        supersede(returned, at=at)
    carried = returned.scope_change if returned is not None else None
    return _begin(P.PLAN_DRAFT, locked, content, follows=returned, scope_change=carried, by=by, at=at)


@verb
def amend(plan: WorkPlan, *, reason: str, scope_change: ScopeChange | None = None, by: Actor, at: datetime) -> WorkPlan:
    """Begin a version from the one in force, which stays in force until there is concurrence with the new one.

    `reason` is what changes and why, and the new version says so; `scope_change` is one that both sides agreed to and
    that no version carries yet. Raises Denied, Incomplete (no reason), BadInput (another change of scope)."""
    engagement = lifecycle.lock(plan.engagement)
    locked = lifecycle.lock(plan)
    rules.may(by, P.PLAN_AMEND, locked).require()
    if not reason.strip():
        raise Incomplete("A work plan is amended with a reason.", ["what changes, and why"])
    if scope_change is not None:
        _require_agreed(engagement, scope_change)
    content = queries.next_content(locked, changes=reason)
    return _begin(
        P.PLAN_AMEND, engagement, content, follows=locked, scope_change=scope_change, reason=reason, by=by, at=at
    )


@verb
def take_up_scope(plan: WorkPlan, *, scope_change: ScopeChange, by: Actor, at: datetime) -> WorkPlan:
    """Let a draft that carries out no change of scope carry out one that both sides agreed to since it was begun.

    Raises Denied (no draft, it carries one already, or none waits), BadInput (another change of scope)."""
    engagement = lifecycle.lock(plan.engagement)
    locked = lifecycle.lock(plan)
    rules.may(by, P.PLAN_TAKE_UP_SCOPE, locked).require()
    _require_agreed(engagement, scope_change)
    locked.scope_change = scope_change
    locked.save(update_fields=["scope_change"])
    record(locked, P.PLAN_TAKE_UP_SCOPE, by=by, at=at, new=scope_change.ref)
    return locked


def _require_agreed(engagement: Engagement, change: ScopeChange) -> None:
    if change not in queries.agreed_changes(engagement):
        raise BadInput(f"{change.ref} is no change of scope that this engagement has agreed to and not made yet.")


def _begin(
    verb_: Permission,
    engagement: Engagement,
    content: Content,
    *,
    follows: WorkPlan | None,
    scope_change: ScopeChange | None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> WorkPlan:
    last = WorkPlan.objects.filter(engagement=engagement).aggregate(last=Max("version"))["last"] or 0
    plan = WorkPlan(
        ref=next_ref("PLN", at),
        state=WORK_PLAN.first(verb_),
        state_since=at,
        engagement=engagement,
        version=last + 1,
        document=text_of(content),
        drafted_by=by.actor_key,
        follows=follows,
        scope_change=scope_change,
    )
    plan.save(force_insert=True)
    record(plan, verb_, by=by, at=at, new=plan.state, reason=reason)
    return plan


@verb
def propose(plan: WorkPlan, *, by: Actor, at: datetime) -> WorkPlan:
    """Propose a draft to the agency: its text is hashed and stays, and the chief executive is asked by mail.

    Raises Denied, Incomplete (each error of the checks)."""
    lifecycle.lock(plan.engagement)  # a draft in its place and a proposal exclude each other
    locked = lifecycle.lock(plan)
    rules.may(by, P.PLAN_PROPOSE, locked).require()
    hashed = hash_of(locked.document)
    require_none(checks.run(locked), "The work plan cannot be proposed yet.")
    moved = lifecycle.move(
        plan,
        P.PLAN_PROPOSE,
        by=by,
        at=at,
        may=rules.may,
        changes={"content_hash": hashed},
        more={"content_hash": hashed, "version": locked.version},
    )
    due.to_concur(moved, by=by, at=at)
    sentence = "Read it, then concur or return it with your reason:"
    telling.tell(telling.chief(moved.engagement), moved, "A work plan waits for you", sentence, at)
    return moved


@verb
def discard(plan: WorkPlan, *, reason: str, by: Actor, at: datetime) -> WorkPlan:
    """Set a draft aside; what was written stays on record, and the change of scope that it carried can be carried by
    another. Raises Denied, NotAllowedNow, Incomplete (no reason)."""
    if not reason.strip():
        raise Incomplete("A draft is set aside with a reason.", ["the reason"])
    return lifecycle.move(plan, P.PLAN_DISCARD, by=by, at=at, may=rules.may, reason=reason)


@verb
def take_back(plan: WorkPlan, *, reason: str, by: Actor, at: datetime) -> WorkPlan:
    """Withdraw a proposed version, such as one that can no longer come into force: it counts as returned, so that the
    next draft begins with it, and the agency is told.

    Raises Denied, NotAllowedNow, Incomplete (no reason)."""
    if not reason.strip():
        raise Incomplete("A work plan is withdrawn with a reason.", ["the reason"])
    moved = lifecycle.move(
        plan, P.PLAN_WITHDRAW, by=by, at=at, may=rules.may, reason=reason, changes={"returned_because": reason}
    )
    due.decided(moved, by=by, at=at)
    for one in telling.agency(moved.engagement):
        telling.tell(one, moved, "A work plan was withdrawn", "You need not decide on it. The reason is here:", at)
    return moved
