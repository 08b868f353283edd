from concord.core.checks import Problem, error
from concord.workplans.checks.given import Given


def each_focus_area_has_an_activity(on: Given) -> list[Problem]:
    """Nothing is assessed that the plan does not say how."""
    covered = {activity.area for activity in on.content.activities}
    return [
        error(f"Focus area {area.number}, “{area.title}”, has no activity.")
        for area in on.content.areas
        if area.number not in covered
    ]
