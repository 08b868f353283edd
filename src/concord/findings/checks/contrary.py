from concord.core.checks import Problem, warning
from concord.findings.grounds import of_findings, standing
from concord.findings.models import Direction, Finding


def contrary_evidence_is_answered(finding: Finding) -> list[Problem]:
    """What contradicts a finding stays beside it; its words answer it. It can come after the finding was drafted."""
    grounds = of_findings(finding.engagement, [finding])[finding.pk]
    contrary = dict.fromkeys(each.source for each in standing(grounds, Direction.CONTRADICTS))
    if not contrary:
        return []
    return [warning(f"{', '.join(contrary)} contradicts it: make sure that the finding says so and answers it.")]
