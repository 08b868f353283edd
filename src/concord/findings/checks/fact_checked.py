from concord.core.checks import Problem, error
from concord.findings.models import CheckedText, Statement
from concord.findings.reviewed import accepted_on, texts_checked, unanswered, unread_fields
from concord.findings.states import FactCheckState
from concord.findings.words import name_of


def agency_has_checked_the_facts(statement: Statement) -> list[Problem]:
    """Nothing is issued before the agency has had its window to check the facts; no response does not stop it."""
    texts = texts_checked(statement)
    if not texts:
        return [error(f"The agency has not been asked to check the facts of {statement.ref} yet.")]
    last = texts[-1].fact_check
    if last.state != FactCheckState.CLOSED:
        return [error(f"The fact check {last.ref} is “{last.state_label}”: it is closed first.")]
    return _answered_by_its_words(statement, texts)


def _answered_by_its_words(statement: Statement, texts: list[CheckedText]) -> list[Problem]:
    """Each accepted comment is answered where it was made, and where none was, nothing stands that the agency has not
    read."""
    left: dict[str, list[str]] = {}
    for each in unanswered(statement, texts):
        left.setdefault(each.fact_check.ref, []).append(str(each.number))
    problems = [
        error(
            f"Comment {', '.join(numbers)} of {check} was accepted, and the text is as it was: return it, so that it "
            "is reworded."
        )
        for check, numbers in left.items()
    ]
    if other := unread_fields(statement) - {each.place for each in accepted_on(texts[-1])}:
        names = ", ".join(sorted(name_of(name) for name in other))
        problems.append(
            error(
                f"{statement.ref} says otherwise than what the agency checked in {texts[-1].fact_check.ref} ({names}), "
                "and no comment was accepted on that: ask for another fact check."
            )
        )
    return problems
