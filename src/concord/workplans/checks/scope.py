from concord.core.checks import Problem, warning
from concord.engagements.models import Engagement
from concord.workplans.checks.given import Given
from concord.workplans.content import Content


def topics_were_asked_for(on: Given) -> list[Problem]:
    """The scope is what the agency asked for, and nothing more: work that grew beyond it is what set agencies against
    such programmes. Said as a warning, since a change of scope may have been agreed."""
    request = on.plan.engagement.request
    asked = set(request.topics) if request is not None else set()
    if not asked or on.plan.scope_change is not None:
        return []
    return [
        warning(
            f"Focus area {area.number}, “{area.title}”, is on a topic that the agency did not ask for. "
            "Agree on a change of scope first."
        )
        for area in on.content.areas
        if area.topic and area.topic not in asked
    ]


def outside_the_plan(engagement: Engagement, number: int, in_force: Content | None) -> list[Problem]:
    """Say that a focus area, by its number, is not one of the plan in force: for findings and evidence, whose apps
    stand below."""
    if in_force is None or number in {area.number for area in in_force.areas}:
        return []
    return [
        warning(
            f"The work plan in force has no focus area {number}: this is outside what the agency agreed to. "
            f"{engagement.title} and the team can agree on a change of scope."
        )
    ]
