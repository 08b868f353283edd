from concord.accounts.models import Membership
from concord.core.checks import Problem, error
from concord.core.permissions import Party
from concord.workplans.models import WorkPlan


def people_are_on_the_team(plan: WorkPlan) -> list[Problem]:
    """Each person named holds a role of the assessment team in this engagement now."""
    held = Membership.objects.filter(scope=f"engagement:{plan.engagement.ref}", until=None)
    on_team = {membership.person_id for membership in held if membership.role_class.party == Party.TEAM}
    absent = sorted({person.name for person in plan.people.all() if person.person_id not in on_team})
    return [error(f"{name} is named but holds no role on the team of this engagement.") for name in absent]
