from concord.core.checks import Problem, error
from concord.engagements.queries import methods
from concord.workplans.models import WorkPlan


def methods_are_known(plan: WorkPlan) -> list[Problem]:
    """Each activity is done by a method of the programme."""
    known = {method.key for method in methods(plan.engagement)}
    unknown = sorted({activity.method for activity in plan.activities.all()} - known)
    return [error(f"“{key}” is not a method of the programme.") for key in unknown]
