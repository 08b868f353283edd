from concord.core.checks import Problem, warning
from concord.findings.grounds import Ground, standing
from concord.findings.models import Claim, Direction
from concord.findings.showing import Level, level_of


def something_can_be_shown(claim: Claim, grounds: list[Ground]) -> list[Problem]:
    """A claim of whose evidence a reader may see nothing cannot be retraced."""
    del claim
    supporting = standing(grounds, Direction.SUPPORTS)
    if not supporting or any(level_of(each) in (Level.WHOLE, Level.NAMED) for each in supporting):
        return []
    return [warning("Of nothing that supports the claim may a reader see more than how it was gathered.")]
