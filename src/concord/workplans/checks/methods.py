from concord.core.checks import Problem, error
from concord.core.errors import HouseError
from concord.programme.document import Method, read
from concord.workplans.models import WorkPlan


def methods_of(plan: WorkPlan) -> tuple[Method, ...]:
    """Return the methods of the edition under which the engagement was opened."""
    if plan.engagement.edition is None:
        raise HouseError("A work plan belongs to an engagement of the programme, which has an edition.")
    return read(plan.engagement.edition.document).method


def methods_are_known(plan: WorkPlan) -> list[Problem]:
    """Each activity is done by a method of the programme."""
    known = {method.key for method in methods_of(plan)}
    unknown = sorted({activity.method for activity in plan.activities.all()} - known)
    return [error(f"“{key}” is not a method of the programme.") for key in unknown]
