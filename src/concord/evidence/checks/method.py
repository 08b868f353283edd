from concord.core.checks import Problem, error
from concord.engagements.models import FocusArea
from concord.workplans.queries import in_force, methods_in_force


def method_is_in_the_plan(area: FocusArea, method: str) -> list[Problem]:
    """Evidence is gathered by a method that the plan in force names for the focus area (law 4)."""
    named = {m.key: m.name for m in methods_in_force(area)}
    if method in named:
        return []
    return [
        error(
            f"a plan in force that names “{method}” for focus area {area.number}; "
            f"it names {', '.join(named.values()) or 'nothing'}"
        )
    ]


def activity_is_of_the_method(area: FocusArea, method: str, key: str) -> list[Problem]:
    """What is logged without a booking names an activity of its method in its focus area (law 4), or none."""
    if not key:
        return []
    plan = in_force(area.engagement)
    here = [one for one in plan.content.activities if (one.area, one.method) == (area.number, method)] if plan else []
    named = {one.key: one.what for one in here}
    if key in named:
        return []
    known = ", ".join(f"{one} (“{what}”)" for one, what in named.items()) or "none"
    return [error(f"an activity that the plan in force names by “{method}” ({known}), or none; it says {key}")]
