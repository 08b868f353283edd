from concord.core.checks import Problem, error
from concord.findings.grounds import Ground, standing
from concord.findings.models import Claim, Direction


def contrary_evidence_is_weighed(claim: Claim, grounds: list[Ground]) -> list[Problem]:
    """What contradicts a claim is answered in writing before a finding is drafted from it."""
    contrary = {each.source: each for each in standing(grounds, Direction.CONTRADICTS)}
    if not contrary or claim.weighed.strip():
        return []
    return [error(f"{', '.join(contrary)} contradicts the claim: say what was made of it.")]
