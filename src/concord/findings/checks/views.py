from concord.core.checks import Problem, error
from concord.findings.models import Statement
from concord.findings.reviewed import reviewers_asked, views_now


def reviewers_have_written(statement: Statement) -> list[Problem]:
    """Where the tier asks for two reviewers, both have written before either reads the other, and then one decides."""
    asked = reviewers_asked(statement.engagement)
    written = len(views_now(statement))
    if asked == 1 or written >= asked:
        return []
    return [error(f"{asked} reviewers each write their view before it is validated; {written} of {asked} have.")]
