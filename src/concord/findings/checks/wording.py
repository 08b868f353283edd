from concord.core.checks import Problem, warning
from concord.findings.models import Finding, Recommendation
from concord.programme.wording import INSTEAD, hard_words


def wording_is_neutral(statement: Finding | Recommendation) -> list[Problem]:
    """The work is voluntary and takes no side; each word that sounds otherwise is named once, with a way round it."""
    if isinstance(statement, Finding):
        said = (statement.heading, statement.narrative, statement.strengths)
        text = "\n".join((*said, statement.standard, statement.cause, statement.effect))
    else:
        text = f"{statement.text}\n{statement.justification}"
    return [warning(f"“{word}” may sound adversarial: {INSTEAD[word]}.") for word in hard_words(text)]
