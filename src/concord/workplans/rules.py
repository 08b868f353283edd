"""Who may do what with a work plan, and when a focus area may open."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.rules import active
from concord.workplans.models import WorkPlan
from concord.workplans.states import WorkPlanState

P = Permission
_READS = (P.PLAN_VIEW, P.ENGAGEMENT_VIEW)
NOT_BEFORE_CONCURRENCE = (
    "No work plan is in force: nothing starts before the agency's chief executive concurs with one."
)


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; work goes on only in an open engagement, nothing starts before concurrence (law 4), and who
    drafted a plan never concurs with it (law 9)."""
    decision = permit(by, verb, thing)
    if not decision or verb in _READS:
        return decision
    if isinstance(thing, WorkPlan):
        return active(thing.engagement) and _not_the_author(by, verb, thing)
    if isinstance(thing, FocusArea):
        return active(thing.engagement) and _plan_in_force(thing.engagement)
    if isinstance(thing, Engagement):
        return active(thing) and _nothing_with_the_agency(thing)
    return decision


def _not_the_author(by: Actor, verb: Permission, plan: WorkPlan) -> Decision:
    if verb == P.PLAN_CONCUR and plan.drafted_by == by.actor_key:
        return refuse("You drafted this version, so somebody else concurs with it.")
    return ALLOWED


def _plan_in_force(engagement: Engagement) -> Decision:
    if engagement.work_plans.filter(state=WorkPlanState.CONCURRED).exists():
        return ALLOWED
    return refuse(NOT_BEFORE_CONCURRENCE)


def _nothing_with_the_agency(engagement: Engagement) -> Decision:
    waiting = engagement.work_plans.filter(state=WorkPlanState.PROPOSED).first()
    if waiting is None:
        return ALLOWED
    return refuse(f"Version {waiting.version} is with the agency; the next is drafted once it has been answered.")
