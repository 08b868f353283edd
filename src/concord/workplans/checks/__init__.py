"""The rules of a work plan, one a file, shown on the draft and asked again when it is proposed; what can change
without the plan, once more when it is to come into force."""

from collections.abc import Callable

from concord.core.checks import Problem
from concord.workplans.checks.areas import areas_are_the_engagements
from concord.workplans.checks.costs import no_unsupported_costs
from concord.workplans.checks.coverage import each_focus_area_has_an_activity
from concord.workplans.checks.dates import days_are_in_order
from concord.workplans.checks.given import Given, given
from concord.workplans.checks.methods import methods_are_known
from concord.workplans.checks.parts import required_parts_are_there
from concord.workplans.checks.rows import rows_are_whole
from concord.workplans.checks.scope import topics_were_asked_for
from concord.workplans.checks.team import people_are_on_the_team
from concord.workplans.checks.verbs import objectives_begin_with_a_verb
from concord.workplans.models import WorkPlan

ALL: tuple[Callable[[Given], list[Problem]], ...] = (
    required_parts_are_there,
    objectives_begin_with_a_verb,
    areas_are_the_engagements,
    topics_were_asked_for,
    people_are_on_the_team,
    each_focus_area_has_an_activity,
    rows_are_whole,
    methods_are_known,
    days_are_in_order,
    no_unsupported_costs,
)


def run(plan: WorkPlan) -> list[Problem]:
    """Return what every rule has to say about a version."""
    on = given(plan)
    return [problem for rule in ALL for problem in rule(on)]


def no_longer_so(plan: WorkPlan) -> str:
    """Return what a proposed version says and is not so any more, of the engagement's focus areas and of its team, and
    what becomes of it then; "" where it can come into force."""
    on = given(plan)
    problems = [*areas_are_the_engagements(on), *people_are_on_the_team(on)]
    said = " ".join(problem.text for problem in problems)
    return f"{said} So this version is returned, and the team proposes another." if said else ""
