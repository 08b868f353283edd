from concord.core.checks import Problem, error, warning
from concord.evidence.states import EvidenceState
from concord.findings.models import Citation, Finding
from concord.findings.states import StatementState


def finding_stands_on_evidence(finding: Finding, citations: list[Citation]) -> list[Problem]:
    """A finding stands on evidence of its own engagement that has not been withdrawn (law 5).

    A withdrawn item no longer counts. Withdrawn since the finding left its author's hands, it stops the finding; its
    author may send it again on what is left, once the words do not rest on that item any more."""
    cited = [citation.evidence for citation in citations]
    withdrawn = [item for item in cited if item.state == EvidenceState.WITHDRAWN]
    standing = [e for e in cited if e not in withdrawn and e.engagement_id == finding.engagement_id]
    problems = [
        error(f"{item.ref} was withdrawn: the finding can no longer stand on it.")
        if finding.state != StatementState.DRAFT and item.state_since >= finding.state_since
        else warning(f"{item.ref} was withdrawn and no longer counts: make sure that nothing here rests on it.")
        for item in withdrawn
    ]
    if not standing:
        problems.append(error("The finding cites no evidence: at least one item must stand behind it."))
    return problems
