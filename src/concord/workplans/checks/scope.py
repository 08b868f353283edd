from concord.core.checks import Problem, warning
from concord.workplans.checks.given import Given
from concord.workplans.content import Area, Content
from concord.workplans.models import WorkPlan


def topics_were_asked_for(on: Given) -> list[Problem]:
    """The scope is what the agency asked for and what agreed changes added, and nothing more: work that grew beyond it
    is what set agencies against such programmes. Said as a warning, since such a change may be on its way."""
    return [problem for area in on.content.areas for problem in _not_asked_for(on.plan, area)]


def _not_asked_for(plan: WorkPlan, area: Area) -> list[Problem]:
    agreed = plan.engagement.agreed_topics
    if not agreed or not area.topic or area.topic in agreed:
        return []
    if plan.scope_change is not None and area.topic in plan.scope_change.topics:
        return []
    return [
        warning(
            f"Focus area {area.number}, “{area.title}”, is on a topic that the agency did not ask for. "
            "Agree on a change of scope first."
        )
    ]


def outside_the_plan(number: int, in_force: WorkPlan, content: Content) -> list[Problem]:
    """Say that a focus area, by its number, is not one of the plan in force, or that its topic there is none that the
    agency asked for: for findings and evidence, whose apps stand below."""
    planned = next((area for area in content.areas if area.number == number), None)
    if planned is not None:
        return _not_asked_for(in_force, planned)
    return [
        warning(
            f"The work plan in force has no focus area {number}: this is outside what the agency agreed to. "
            f"{in_force.engagement.title} and the team can agree on a change of scope."
        )
    ]
