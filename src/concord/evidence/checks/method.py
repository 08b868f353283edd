from concord.core.checks import Problem, error
from concord.engagements.models import FocusArea
from concord.workplans.queries import methods_in_force


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
