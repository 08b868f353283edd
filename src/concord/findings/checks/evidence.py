from concord.core.checks import Problem, error
from concord.evidence.states import EvidenceState
from concord.findings.models import Finding


def finding_stands_on_evidence(finding: Finding) -> list[Problem]:
    """A finding cites evidence of its own engagement, and none that has been withdrawn (law 5)."""
    cited = [citation.evidence for citation in finding.citations.select_related("evidence").order_by("pk")]
    standing = [e for e in cited if e.state != EvidenceState.WITHDRAWN and e.engagement_id == finding.engagement_id]
    problems = [
        error(f"{item.ref} was withdrawn: the finding can no longer stand on it.")
        for item in cited
        if item.state == EvidenceState.WITHDRAWN
    ]
    if not standing:
        problems.append(error("The finding cites no evidence: at least one item must stand behind it."))
    return problems
