from concord.core.checks import Problem, error
from concord.findings.grounds import Ground, standing
from concord.findings.models import Claim, Direction
from concord.findings.strength import SEVERAL, Strength


def claim_is_supported(claim: Claim, grounds: list[Ground]) -> list[Problem]:
    """A finding is drafted from a claim that something supports, and more than a voice or two."""
    del claim
    supporting = standing(grounds, Direction.SUPPORTS)
    if not supporting:
        return [error("Nothing on the card supports the claim: put at least one piece of evidence on it.")]
    if all(each.evidence is None for each in supporting):
        return [
            error("Only data sets support the claim. Log the analysis of them as evidence, and put that on the card.")
        ]
    if all(each.strength == Strength.SLIGHT for each in supporting):
        return [
            error(
                "All that supports the claim is slight. Cite the passage that shows it, what the team saw, a data set, "
                f"or {SEVERAL} or more who told of it."
            )
        ]
    return []
