from concord.core.checks import Problem, error
from concord.workplans.checks.given import Given


def methods_are_known(on: Given) -> list[Problem]:
    """Each activity is done by a method of the programme."""
    known = {method.key for method in on.programme.method}
    unknown = sorted({activity.method for activity in on.content.activities} - known)
    return [error(f"“{key}” is not a method of the programme.") for key in unknown if key]
