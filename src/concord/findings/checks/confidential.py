from concord.core.checks import Problem, warning
from concord.evidence.models import Releasability
from concord.findings.models import Citation, Finding


def evidence_can_be_shown(finding: Finding, citations: list[Citation]) -> list[Problem]:
    """A finding that stands on confidential evidence alone cannot be retraced by a reader; so it warns."""
    del finding
    if {citation.evidence.releasability for citation in citations} != {Releasability.CONFIDENTIAL}:
        return []
    return [warning("All the evidence cited is confidential. Readers see how it was gathered, and not what it is.")]
