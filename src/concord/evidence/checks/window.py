from datetime import date

from concord.core.checks import Problem, error
from concord.engagements.models import FocusArea
from concord.workplans.queries import windows_agreed


def collected_in_a_window(area: FocusArea, method: str, collected_on: date) -> list[Problem]:
    """The concurrence binds the windows of days too (law 4): what falls outside needs a new version of the plan.

    The windows of an earlier version count as well, since it was in force in its time."""
    agreed = windows_agreed(area, method)
    if not agreed or any(first <= collected_on <= last for first, last in agreed):
        return []
    said = ", ".join(f"{first} to {last}" for first, last in agreed)
    return [
        error(f"a day of collection inside a window with which the agency concurred ({said}); it says {collected_on}")
    ]
