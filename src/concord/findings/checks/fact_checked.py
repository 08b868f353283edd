from concord.core.checks import Problem, error
from concord.findings.models import CheckedText, Statement
from concord.findings.reviewed import accepted_on, is_as_given, last_checked
from concord.findings.states import FactCheckState


def agency_has_checked_the_facts(statement: Statement) -> list[Problem]:
    """Nothing is issued before the agency has had its window to check the facts; no response does not stop it."""
    text = last_checked(statement)
    if text is None:
        return [error(f"The agency has not been asked to check the facts of {statement.ref} yet.")]
    if text.fact_check.state != FactCheckState.CLOSED:
        return [error(f"The fact check {text.fact_check.ref} is “{text.fact_check.state_label}”: it is closed first.")]
    return _answered_by_its_words(statement, text)


def _answered_by_its_words(statement: Statement, text: CheckedText) -> list[Problem]:
    numbers = [str(comment.number) for comment in accepted_on(text)]
    if is_as_given(statement, text):
        if numbers:
            said = f"Comment {', '.join(numbers)} of {text.fact_check.ref} was accepted"
            return [error(f"{said}, and the text is as it was: return it, so that it is reworded.")]
        return []
    if numbers:
        return []
    return [
        error(
            f"{statement.ref} says otherwise than what the agency checked in {text.fact_check.ref}, and no comment was "
            "accepted on it: ask for another fact check."
        )
    ]
