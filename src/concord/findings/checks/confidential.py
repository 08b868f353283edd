from concord.core.checks import Problem, warning
from concord.evidence.models import Releasability
from concord.findings.models import Finding


def evidence_can_be_shown(finding: Finding) -> list[Problem]:
    """A finding that stands on confidential evidence alone cannot be retraced by a reader; so it warns."""
    kinds = set(finding.citations.filter(taken_away_at=None).values_list("evidence__releasability", flat=True))
    if kinds != {Releasability.CONFIDENTIAL}:
        return []
    return [warning("All the evidence cited is confidential. Readers see how it was gathered, and not what it is.")]
