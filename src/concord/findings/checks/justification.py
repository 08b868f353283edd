from concord.core.checks import Problem, error
from concord.findings.models import Recommendation


def recommendation_is_justified(recommendation: Recommendation) -> list[Problem]:
    """A recommendation says what to do, and why, in writing (law 5)."""
    problems = []
    if not recommendation.text.strip():
        problems.append(error("The recommendation has no text: say what is recommended."))
    if not recommendation.justification.strip():
        problems.append(error("The recommendation has no justification: say why it answers the finding."))
    return problems
