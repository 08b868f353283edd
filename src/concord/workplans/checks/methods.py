from concord.core.checks import Problem, error
from concord.workplans.checks.given import Given
from concord.workplans.means import means_of


def methods_are_known(on: Given) -> list[Problem]:
    """Each activity is done by a method of the programme, or by a form of delivery where the tier gathers no evidence.
    What the version before does otherwise, since its tier was another, may stay."""
    means, before = means_of(on.plan.engagement, on.programme), on.plan.follows
    kept = {activity.method for activity in before.content.activities} if before else set()
    unknown = {activity.method for activity in on.content.activities} - means.names.keys() - kept
    return [error(f"“{key}” is not a {means.called.lower()} of the programme.") for key in sorted(unknown) if key]
