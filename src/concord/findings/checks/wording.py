import re

from concord.core.checks import Problem, warning
from concord.findings.models import Finding, Recommendation

_HARD_WORDS = {
    "violation": "say what happened, and what the policy asks",
    "investigation": "say review or assessment; keep the word for the agency's own investigations",
    "defendant": "say the agency, or the person's role",
    "monitor": "say review or follow up; nobody here is a monitor",
    "non-compliant": "say what is still to be done",
    "noncompliant": "say what is still to be done",
}
_FOUND = re.compile(rf"\b({'|'.join(map(re.escape, _HARD_WORDS))})s?\b", re.IGNORECASE)


def wording_is_neutral(statement: Finding | Recommendation) -> list[Problem]:
    """The work is voluntary and takes no side; each word that sounds otherwise is named once, with a way round it."""
    if isinstance(statement, Finding):
        text = f"{statement.heading}\n{statement.narrative}\n{statement.strengths}"
    else:
        text = f"{statement.text}\n{statement.justification}"
    words = dict.fromkeys(match.lower() for match in _FOUND.findall(text))
    return [warning(f"“{word}” may sound adversarial: {_HARD_WORDS[word]}.") for word in words]
