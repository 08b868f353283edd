from concord.core.checks import Problem, error
from concord.workplans.models import WorkPlan


def activities_are_inside_the_window(plan: WorkPlan) -> list[Problem]:
    """No activity begins before the plan or goes on after it."""
    outside = [a for a in plan.activities.all() if a.starts_on < plan.starts_on or a.ends_on > plan.ends_on]
    return [
        error(
            f"“{activity.what}” is planned from {activity.starts_on} to {activity.ends_on}, "
            f"outside the plan's {plan.starts_on} to {plan.ends_on}."
        )
        for activity in outside
    ]
