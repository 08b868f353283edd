import re

from concord.core.checks import Problem, error, warning
from concord.programme.document import Programme
from concord.workplans.checks.given import Given

_COSTS = re.compile(
    r"\b(salar(?:y|ies)|overtime|backfill|wages?|stipends?|reimburse\w*|equipment|vehicles?|purchases?|procure\w*"
    r"|licen[cs]es?)\b",
    re.IGNORECASE,
)


def why_not_paid(programme: Programme, cost: str) -> str:
    """Return why the programme does not pay for a cost category, in the edition's own words; "" where it does."""
    found = next((each for each in programme.cost_category if each.key == cost), None)
    return f"{found.label}: {found.why}" if found is not None and not found.allowed else ""


def no_unsupported_costs(on: Given) -> list[Problem]:
    """Each activity names its cost category, and none that the programme does not pay for: the agency's own personnel
    and equipment (owner's page on requests). A plan may well be about vehicles, so words alone warn and do not stop."""
    known = {each.key for each in on.programme.cost_category}
    problems = []
    for activity in on.content.activities:
        if why := why_not_paid(on.programme, activity.cost):
            problems.append(error(f"“{activity.what}” cannot be paid. {why}"))
        elif known and activity.cost not in known:
            problems.append(error(f"“{activity.what}” lacks its cost category."))
    return [*problems, *_words(on)]


def _words(on: Given) -> list[Problem]:
    texts = {
        "the description": on.content.description,
        "the scope": on.content.scope,
        **{f"the activity “{a.what}”": f"{a.what} {a.audience} {a.who} {a.deliverable}" for a in on.content.activities},
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
