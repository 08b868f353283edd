"""The verbs of a work plan, and the opening of a focus area, which needs a plan in force."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max

from concord.accounts.models import Person
from concord.accounts.queries import by_key, holder, names
from concord.core import lifecycle, notices
from concord.core.actions import verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete, Stale
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.core.roles import ChiefExecutive
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.queries import earlier_incomplete
from concord.workplans import checks, rules
from concord.workplans.content import MOST_ACTIVITIES, Named, Planned, content_hash
from concord.workplans.models import Activity, Concurrence, PlanPerson, WorkPlan
from concord.workplans.states import WorkPlanState

P = Permission


@verb
def draft(
    engagement: Engagement,
    *,
    description: str,
    scope: str,
    audiences: Sequence[str],
    people: Sequence[Named],
    exit_criteria: Sequence[str],
    starts_on: date,
    ends_on: date,
    activities: Sequence[Planned],
    by: Actor,
    at: datetime,
) -> WorkPlan:
    """Draft the next version. An earlier draft, and a version that was returned, are superseded by it.

    Raises Denied (a version is with the agency), BadInput (days in the wrong order, a focus area of another
    engagement, too many activities)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.PLAN_DRAFT, locked).require()
    _require_order(locked, starts_on, ends_on, activities)
    versions = WorkPlan.objects.filter(engagement=locked)
    for older in versions.filter(state__in=(WorkPlanState.DRAFT, WorkPlanState.RETURNED)):
        _supersede(older, at=at)
    plan = WorkPlan.begin(
        P.PLAN_DRAFT,
        by=by,
        at=at,
        ref=next_ref("PLN", at),
        engagement=locked,
        version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        description=description,
        scope=scope,
        audiences=list(audiences),
        exit_criteria=list(exit_criteria),
        starts_on=starts_on,
        ends_on=ends_on,
        drafted_by=by.actor_key,
    )
    Activity.objects.bulk_create(Activity(plan=plan, **activity._asdict()) for activity in activities)
    PlanPerson.objects.bulk_create(PlanPerson(plan=plan, name=n.person.name, **n._asdict()) for n in people)
    return plan


def _require_order(engagement: Engagement, starts_on: date, ends_on: date, activities: Sequence[Planned]) -> None:
    """Raise BadInput for what cannot even be drafted; everything else is said on the draft."""
    if len(activities) > MOST_ACTIVITIES:
        raise BadInput(f"The plan has {len(activities)} activities; at most {MOST_ACTIVITIES} can be taken.")
    windows: list[tuple[str, Any, Any]] = [("The plan", starts_on, ends_on)]
    windows += [(f"“{a.what}”", a.starts_on, a.ends_on) for a in activities]
    for what, first, last in windows:
        if last < first:
            raise BadInput(f"{what} ends on {last}, before it starts on {first}.")
    for activity in activities:
        if activity.focus_area.engagement_id != engagement.pk:
            raise BadInput(f"{activity.focus_area.ref} is a focus area of another engagement.")


def _supersede(older: WorkPlan, *, at: datetime) -> None:
    """Set aside a version in the verb of the one that takes its place; that one's audit row tells of both."""
    older.state, older.state_since = WorkPlanState.SUPERSEDED, at
    older.save(update_fields=["state", "state_since"])


@verb
def propose(plan: WorkPlan, *, by: Actor, at: datetime) -> WorkPlan:
    """Propose a draft to the agency: its content is hashed, and the chief executive is asked by mail.

    Raises Denied, Incomplete (each error of the checks)."""
    lifecycle.lock(plan.engagement)  # a draft in its place and a proposal exclude each other
    rules.may(by, P.PLAN_PROPOSE, plan).require()
    require_none(checks.run(plan), "The work plan cannot be proposed yet.")
    hashed = content_hash(plan)
    moved = lifecycle.move(
        plan,
        P.PLAN_PROPOSE,
        by=by,
        at=at,
        may=rules.may,
        changes={"content_hash": hashed},
        more={"content_hash": hashed, "version": plan.version},
    )
    chief = holder(ChiefExecutive.key, f"agency:{moved.engagement.agency.ref}")
    _write(chief, moved, "A work plan waits for you", "Read it, then concur or return it with your reason:", at)
    return moved


@verb
def send_back(plan: WorkPlan, *, reason: str, by: Actor, at: datetime) -> WorkPlan:
    """Return a proposed version to the team with the reason; the next version is a new draft."""
    moved = lifecycle.move(
        plan,
        P.PLAN_RETURN,
        by=by,
        at=at,
        may=rules.may,
        reason=_needed(reason),
        changes={"returned_because": reason},
    )
    _write(by_key(moved.drafted_by), moved, "A work plan was returned", "The chief executive's reason is here:", at)
    return moved


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Incomplete("A work plan is returned with a reason.", ["the reason"])
    return reason


@verb
def concur(plan: WorkPlan, *, expected_hash: str, statement: str = "", by: Actor, at: datetime) -> WorkPlan:
    """Concur with exactly the content whose hash the chief executive saw. The version before is superseded.

    Raises Denied, NotAllowedNow, Stale (what was seen, what was proposed and what is stored are not one content)."""
    rules.may(by, P.PLAN_CONCUR, plan).require()
    locked = lifecycle.lock(plan)
    if not expected_hash == locked.content_hash == content_hash(locked):
        raise Stale(f"The content of {plan.ref} is not the one that you were shown. Read it again, then decide.")
    for older in WorkPlan.objects.filter(engagement=locked.engagement, state=WorkPlanState.CONCURRED):
        _supersede(older, at=at)
    more = {"content_hash": expected_hash, "version": locked.version}
    moved = lifecycle.move(plan, P.PLAN_CONCUR, by=by, at=at, may=rules.may, more=more)
    Concurrence.objects.create(
        plan=moved,
        content_hash=expected_hash,
        name=names([by.actor_key])[by.actor_key],
        capacity=f"{ChiefExecutive.title}, {moved.engagement.agency.name}",
        statement=statement,
        at=at,
        by=by.actor_key,
    )
    _write(by_key(moved.drafted_by), moved, "The work plan is in force", "The chief executive has concurred:", at)
    return moved


@verb
def open_focus_area(area: FocusArea, *, overlap_reason: str = "", by: Actor, at: datetime) -> FocusArea:
    """Open a focus area under a plan in force; in order, or with the reason for the overlap.

    Raises Denied (no plan in force), Incomplete (an earlier one is not complete, and no reason is given), BadInput (a
    reason for an overlap that is none)."""
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


def _write(to: Person | None, plan: WorkPlan, subject: str, sentence: str, at: datetime) -> None:
    """Mail somebody a sentence and a link; nobody, where nobody holds the role now."""
    if to is not None:
        link = settings.CONCORD_BASE_URL + plan.get_absolute_url()
        notices.mail(to=to.email, subject=f"{subject}: {plan.ref}", body=f"{sentence}\n\n{link}\n", at=at)
