from concord.core.checks import Problem, error
from concord.findings.models import CheckedText, Statement
from concord.findings.reviewed import accepted_on, is_answered_by_words, last_checked, unread_fields
from concord.findings.states import FactCheckState
from concord.findings.words import name_of


def agency_has_checked_the_facts(statement: Statement) -> list[Problem]:
    """Nothing is issued before the agency has had its window to check the facts; no response does not stop it."""
    text = last_checked(statement)
    if text is None:
        return [error(f"The agency has not been asked to check the facts of {statement.ref} yet.")]
    if text.fact_check.state != FactCheckState.CLOSED:
        return [error(f"The fact check {text.fact_check.ref} is “{text.fact_check.state_label}”: it is closed first.")]
    return _answered_by_its_words(statement, text)


def _answered_by_its_words(statement: Statement, text: CheckedText) -> list[Problem]:
    """Each accepted comment is answered where it was made, and where none was, nothing stands that the agency has not
    read."""
    check, accepted = text.fact_check.ref, list(accepted_on(text))
    problems = []
    if left := [str(each.number) for each in accepted if not is_answered_by_words(each, statement, text)]:
        said = f"Comment {', '.join(left)} of {check} was accepted"
        problems.append(error(f"{said}, and the text is as it was: return it, so that it is reworded."))
    if other := unread_fields(statement) - {each.place for each in accepted}:
        names = ", ".join(sorted(name_of(name) for name in other))
        problems.append(
            error(
                f"{statement.ref} says otherwise than what the agency checked in {check} ({names}), and no comment was "
                "accepted on that: ask for another fact check."
            )
        )
    return problems
