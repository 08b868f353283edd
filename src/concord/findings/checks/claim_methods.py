from concord.core.checks import Problem, warning
from concord.findings.grounds import Ground, standing
from concord.findings.models import Claim, Direction


def claim_is_seen_in_two_ways(claim: Claim, grounds: list[Ground]) -> list[Problem]:
    """What two methods show is less likely to come from the way of looking."""
    del claim
    names = {each.method: each.name for each in standing(grounds, Direction.SUPPORTS)}
    if len(names) != 1:
        return []
    (name,) = names.values()
    return [warning(f"Only one method supports the claim: {name.lower()}. Say in the finding why that is enough.")]
