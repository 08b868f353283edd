from concord.core.checks import Problem, error
from concord.findings.models import Finding, Recommendation, Statement
from concord.findings.states import StatementState


def recommendations_are_set_aside(statement: Statement) -> list[Problem]:
    """A finding is set aside after every recommendation that stands on it, and that after its action items."""
    if isinstance(statement, Finding):
        rows, stands = statement.recommendations, "stands on it"
    elif isinstance(statement, Recommendation):
        rows, stands = statement.action_items, "stands below it"
    else:
        return []
    left = rows.exclude(state=StatementState.SET_ASIDE).order_by("pk")
    return [error(f"{each.title} ({each.ref}) {stands} and is “{each.state_label}”.") for each in left]
