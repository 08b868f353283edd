from concord.accounts.models import Membership
from concord.core.checks import Problem, error
from concord.core.permissions import Party
from concord.workplans.checks.given import Given


def people_are_on_the_team(on: Given) -> list[Problem]:
    """Each person named holds a role of the assessment team in this engagement now."""
    held = Membership.objects.filter(scope=f"engagement:{on.plan.engagement.ref}", until=None).select_related("person")
    team = {member.person.actor_key for member in held if member.role_class.party == Party.TEAM}
    absent = sorted({named.name for named in on.content.people if named.person not in team})
    return [error(f"{name} is named but holds no role on the team of this engagement.") for name in absent]
