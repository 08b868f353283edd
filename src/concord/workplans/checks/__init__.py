"""The rules of a work plan, one a file, shown on the draft and asked again when it is proposed."""

from collections.abc import Callable

from concord.core.checks import Problem
from concord.workplans.checks.costs import no_unsupported_costs
from concord.workplans.checks.coverage import each_focus_area_has_an_activity
from concord.workplans.checks.dates import activities_are_inside_the_window
from concord.workplans.checks.methods import methods_are_known
from concord.workplans.checks.parts import required_parts_are_there
from concord.workplans.checks.team import people_are_on_the_team
from concord.workplans.models import WorkPlan

ALL: tuple[Callable[[WorkPlan], list[Problem]], ...] = (
    required_parts_are_there,
    people_are_on_the_team,
    each_focus_area_has_an_activity,
    methods_are_known,
    activities_are_inside_the_window,
    no_unsupported_costs,
)


def run(plan: WorkPlan) -> list[Problem]:
    """Return what every rule has to say about a version."""
    return [problem for rule in ALL for problem in rule(plan)]
