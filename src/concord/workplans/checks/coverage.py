from concord.core.checks import Problem, error
from concord.workplans.models import WorkPlan


def each_focus_area_has_an_activity(plan: WorkPlan) -> list[Problem]:
    """Nothing is assessed that the plan does not say how."""
    covered = {activity.focus_area_id for activity in plan.activities.all()}
    areas = plan.engagement.focus_areas.order_by("number")
    return [error(f"Focus area {a.number}, “{a.title}”, has no activity.") for a in areas if a.pk not in covered]
