import re

from concord.core.checks import Problem, warning
from concord.workplans.models import WorkPlan

_COSTS = re.compile(
    r"\b(salar(?:y|ies)|overtime|backfill|wages?|stipends?|reimburse\w*|equipment|vehicles?|purchases?|procure\w*"
    r"|licen[cs]es?)\b",
    re.IGNORECASE,
)


def no_unsupported_costs(plan: WorkPlan) -> list[Problem]:
    """The cost of the agency's personnel and of equipment cannot be supported (owner's page on requests). A plan may
    well say so, or be about vehicles, so the words warn and do not stop."""
    texts = {
        "the description": plan.description,
        "the scope": plan.scope,
        **{f"the activity “{activity.what}”": f"{activity.what} {activity.who}" for activity in plan.activities.all()},
    }
    found = {where: sorted({word.casefold() for word in _COSTS.findall(text)}) for where, text in texts.items()}
    return [
        warning(
            f"{where[:1].upper()}{where[1:]} speaks of {', '.join(words)}. The programme cannot pay for the agency's "
            "own personnel or for equipment: make sure that the plan does not ask for it."
        )
        for where, words in found.items()
        if words
    ]
