from concord.core.checks import Problem, error
from concord.findings.models import Recommendation


def finding_is_as_it_was_read(recommendation: Recommendation) -> list[Problem]:
    """A recommendation was validated beside its finding; a finding that was validated anew since may say otherwise."""
    finding = recommendation.finding
    if (
        not finding.validated_at
        or not recommendation.validated_at
        or finding.validated_at <= recommendation.validated_at
    ):
        return []
    return [
        error(
            f"{finding.ref} was returned and validated again after this recommendation was. Return the "
            "recommendation, so that it is read beside the finding as it is now."
        )
    ]
