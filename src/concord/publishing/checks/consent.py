from concord.core.checks import Problem, warning
from concord.engagements.models import Engagement
from concord.findings.queries import Resting, issued_on_wider_consent, issued_without_consent


def what_is_issued_is_agreed_to(engagement: Engagement) -> list[Problem]:
    """What goes out with a report rests on nothing that those who told it want published no more, or not so far any
    more: consent is asked again before it goes on, and a person reads whether the words tell it."""
    return [
        *(
            warning(f"{_rests(one)}, which is not to be published. Read whether its words tell it.")
            for one in issued_without_consent(engagement)
        ),
        *(
            warning(f"{_rests(one)}, of which less may be told now. Read whether its words quote it or say who it was.")
            for one in issued_on_wider_consent(engagement)
        ),
    ]


def _rests(one: Resting) -> str:
    return f"{one.finding.title} ({one.finding.ref}) is issued and rests on {_refs(one)}"


def _refs(one: Resting) -> str:
    return ", ".join(item.ref for item in one.items)
