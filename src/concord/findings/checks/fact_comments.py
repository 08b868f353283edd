from concord.core.checks import Problem, error
from concord.findings.models import FactCheck


def comments_are_answered(fact_check: FactCheck) -> list[Problem]:
    """The agency reads an answer to each of its comments."""
    rows = fact_check.comments.filter(answered_at=None).order_by("number")
    open_ones = [str(number) for number in rows.values_list("number", flat=True)]
    return [error(f"Comment {', '.join(open_ones)} has no answer yet.")] if open_ones else []
