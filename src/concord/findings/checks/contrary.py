from concord.core.checks import Problem, warning
from concord.findings.grounds import contradicting
from concord.findings.models import Finding


def contrary_evidence_is_answered(finding: Finding) -> list[Problem]:
    """What contradicts a finding stays beside it; its words answer it. It can come after the finding was drafted."""
    if not (contrary := contradicting(finding)):
        return []
    return [warning(f"{', '.join(contrary)} contradicts it: make sure that the finding says so and answers it.")]
