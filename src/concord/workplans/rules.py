"""Who may do what with a work plan, its comments and its scope, and when a focus area may open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from concord.core import zones
from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.rules import active, agreement_stands, still_leads
from concord.partners.rules import takes_part
from concord.workplans.carrying import not_carried
from concord.workplans.chiefs import newly_seated
from concord.workplans.models import PlanComment, ScopeChange, WorkPlan
from concord.workplans.states import CommentState, WorkPlanState

P = Permission
S = WorkPlanState
_READS = (P.PLAN_VIEW, P.ENGAGEMENT_VIEW)
NOT_BEFORE_CONCURRENCE = (
    "No work plan is in force: nothing starts before the agency's chief executive concurs with one."
)


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; work goes on only in an open engagement, nothing starts before concurrence (law 4), and who
    wrote in a version never concurs with it (law 9)."""
    decision, engagement = permit(by, verb, thing), _engagement_of(thing)
    if not decision or verb in _READS or engagement is None:
        return decision
    rule = _RULES.get(verb)
    return takes_part(by, verb, thing) and active(engagement) and (rule(by, thing) if rule else ALLOWED)


def _engagement_of(thing: Scoped) -> Engagement | None:
    if isinstance(thing, Engagement):
        return thing
    if isinstance(thing, PlanComment):
        return thing.plan.engagement
    return thing.engagement if isinstance(thing, WorkPlan | ScopeChange | FocusArea) else None


def _can_be_concurred_with(by: Actor, plan: WorkPlan) -> Decision:
    return (
        _not_the_author(by, plan)
        and agreement_stands(plan.engagement)
        and _speaks_for_the_agency(by, plan)  # an officer, who records a paper, holds no such role
    )


def _speaks_for_the_agency(by: Actor, thing: WorkPlan | ScopeChange) -> Decision:
    """The agency's word is that of who leads it now; whoever answers for another side holds no such role."""
    return still_leads(by, thing.engagement.agency)


def _can_be_edited(_by: Actor, plan: WorkPlan) -> Decision:
    return _stands(plan, S.DRAFT, "what it says stays as it is")


def _can_take_up_scope(by: Actor, plan: WorkPlan) -> Decision:
    if not (draft := _can_be_edited(by, plan)):
        return draft
    if plan.scope_change_id is not None:
        return refuse("This draft carries out a change of scope already; the next one is for the version after it.")
    if not plan.engagement.scope_changes.filter(not_carried()).exists():
        return refuse("No change of scope was agreed to that no version carries out yet.")
    return ALLOWED


def _can_have_progress(_by: Actor, plan: WorkPlan) -> Decision:
    return _stands(plan, S.CONCURRED, "progress is noted on the plan in force")


def _can_be_commented_on(_by: Actor, plan: WorkPlan) -> Decision:
    if plan.state in (S.SUPERSEDED, S.DISCARDED):
        return refuse(f"This version is “{plan.state_label}”; comment on the newest one.")
    return ALLOWED


def _can_be_amended(_by: Actor, plan: WorkPlan) -> Decision:
    return _stands(plan, S.CONCURRED, "the version in force is amended") and _nothing_on_its_way(plan.engagement)


def _is_open(_by: Actor, comment: PlanComment) -> Decision:
    return ALLOWED if comment.state == CommentState.OPEN else refuse("The comment is resolved; make a new one.")


def _scope_is_set(_by: Actor, engagement: Engagement) -> Decision:
    if engagement.work_plans.filter(state=S.CONCURRED).exists():
        return ALLOWED
    return refuse("No work plan is in force yet, so its scope is still open: comment on the draft.")


def _stands(plan: WorkPlan, state: WorkPlanState, why: str) -> Decision:
    return ALLOWED if plan.state == state else refuse(f"This version is “{plan.state_label}”: {why}.")


def _not_the_author(by: Actor, plan: WorkPlan) -> Decision:
    if plan.drafted_by == by.actor_key or plan.saved.filter(by=by.actor_key).exists():
        return refuse("You wrote in this version, so somebody else concurs with it.")
    return ALLOWED


@dataclass(frozen=True)
class NewChief:
    """A chief executive who came after the concurrence, and since when: in the post, or in the role here."""

    person_name: str
    since: date


def new_chief(plan: WorkPlan) -> NewChief | None:
    """Return the chief executive who came after the concurrence with the plan in force and has not reaffirmed it, as
    the directory has it, or else the roles; None where there is none, or the post is vacant."""
    if plan.state != S.CONCURRED:
        return None
    if recorded := _newly_recorded(plan):
        return recorded
    seat = newly_seated(plan)
    return NewChief(seat.person.name, zones.day(seat.since)) if seat else None


def _newly_recorded(plan: WorkPlan) -> NewChief | None:
    newest = plan.engagement.agency.chiefs.order_by("-since").first()
    if newest is None or newest.until is not None or newest.since <= plan.concurrence.signed_on:
        return None
    done = plan.reaffirmations.filter(signed_on__gte=newest.since).exists()
    return None if done else NewChief(newest.person_name, newest.since)


def _can_be_reaffirmed(by: Actor, plan: WorkPlan) -> Decision:
    if not (standing := _stands(plan, S.CONCURRED, "a plan in force is reaffirmed")):
        return standing
    if new_chief(plan) is None:
        return refuse("No chief executive has come since the concurrence, so nothing needs to be reaffirmed.")
    if plan.concurrence.by == by.actor_key:
        return refuse("You concurred with this version yourself; the new chief executive is asked.")
    return _not_the_author(by, plan) and _speaks_for_the_agency(by, plan)


def _is_in_force(_by: Actor, area: FocusArea) -> Decision:
    plan = area.engagement.work_plans.filter(state=S.CONCURRED).first()
    if plan is None:
        return refuse(NOT_BEFORE_CONCURRENCE)
    if area.number not in {planned.number for planned in plan.content.areas}:
        return refuse(f"The work plan in force, version {plan.version}, has no focus area {area.number}.")
    return ALLOWED


def _can_be_drafted(_by: Actor, engagement: Engagement) -> Decision:
    if not (free := _nothing_on_its_way(engagement, returned=False)):
        return free
    states = {plan.state: plan for plan in engagement.work_plans.filter(state__in=(S.CONCURRED, S.RETURNED))}
    if S.CONCURRED in states and S.RETURNED not in states:
        return refuse(f"Version {states[S.CONCURRED].version} is in force; amend it.")
    return ALLOWED


def _nothing_on_its_way(engagement: Engagement, *, returned: bool = True) -> Decision:
    """One version at a time is written or answered."""
    words = {
        S.DRAFT: "Version {} is a draft already; edit it.",
        S.PROPOSED: "Version {} is with the agency; the next is drafted once it has been answered.",
    }
    if returned:
        words[S.RETURNED] = "Version {} was returned; draft the next one from it."
    waiting = engagement.work_plans.filter(state__in=[str(state) for state in words]).first()
    return refuse(words[S(waiting.state)].format(waiting.version)) if waiting else ALLOWED


_RULES: dict[Permission, Callable[[Actor, Any], Decision]] = {
    P.PLAN_DRAFT: _can_be_drafted,
    P.PLAN_EDIT: _can_be_edited,
    P.PLAN_CONCUR: _can_be_concurred_with,
    P.PLAN_RECORD_CONCURRENCE: _can_be_concurred_with,
    P.PLAN_RETURN: _speaks_for_the_agency,
    P.PLAN_REAFFIRM: _can_be_reaffirmed,
    P.PLAN_AMEND: _can_be_amended,
    P.PLAN_TAKE_UP_SCOPE: _can_take_up_scope,
    P.PLAN_NOTE_PROGRESS: _can_have_progress,
    P.PLAN_COMMENT: _can_be_commented_on,
    P.PLAN_COMMENT_REPLY: _is_open,
    P.SCOPE_ASK_AGENCY: _scope_is_set,
    P.SCOPE_ASK_TEAM: _scope_is_set,
    P.SCOPE_AGREE: _speaks_for_the_agency,
    P.SCOPE_DECLINE: _speaks_for_the_agency,
    P.FOCUS_AREA_OPEN: _is_in_force,
}
"""What a verb asks beyond roles and an open engagement."""
