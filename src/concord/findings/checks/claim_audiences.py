from concord.core.checks import Problem, warning
from concord.findings.gaps import gaps
from concord.findings.grounds import Ground
from concord.findings.models import Claim


def planned_voices_are_heard(claim: Claim, grounds: list[Ground]) -> list[Problem]:
    """What the plan names for the focus area and the card has nothing of, in either direction, is a gap."""
    return [
        warning(f"Nothing on the card comes from {gap.name.lower()} with “{gap.audience}”, which the plan names here.")
        if gap.audience
        else warning(f"Nothing on the card comes from {gap.name.lower()}, which the plan names here.")
        for gap in gaps(claim.engagement, claim.focus_area, grounds)
    ]
