from concord.core.checks import Problem, warning
from concord.engagements.models import Engagement
from concord.findings.queries import Resting, issued_without_consent


def what_is_issued_is_agreed_to(engagement: Engagement) -> list[Problem]:
    """What goes out with a report rests on nothing that those who told it want published no more: consent is asked
    again before it goes on, and a person reads whether the words tell it."""
    return [
        warning(
            f"{one.finding.title} ({one.finding.ref}) is issued and rests on {_refs(one)}"
            ", which is not to be published. Read whether its words tell it."
        )
        for one in issued_without_consent(engagement)
    ]


def _refs(one: Resting) -> str:
    return ", ".join(item.ref for item in one.items)
