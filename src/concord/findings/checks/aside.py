from concord.core.checks import Problem, error
from concord.findings.models import Finding, Statement
from concord.findings.states import StatementState


def recommendations_are_set_aside(statement: Statement) -> list[Problem]:
    """A finding is set aside after every recommendation that stands on it."""
    if not isinstance(statement, Finding):
        return []
    left = statement.recommendations.exclude(state=StatementState.SET_ASIDE).order_by("pk")
    return [error(f"{each.title} ({each.ref}) stands on it and is “{each.state_label}”.") for each in left]
