from concord.core.checks import Problem, error
from concord.findings.models import Finding


def finding_has_narrative(finding: Finding) -> list[Problem]:
    """A finding has a heading and says in full what was found."""
    problems = []
    if not finding.heading.strip():
        problems.append(error("The finding has no heading."))
    if not finding.narrative.strip():
        problems.append(error("The finding has no narrative: say what was found."))
    return problems
