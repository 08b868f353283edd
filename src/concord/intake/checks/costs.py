import re

from concord.core.checks import Problem, warning
from concord.intake.models import AssistanceRequest
from concord.programme.queries import of as programme_of

_SIGNS = {
    "grant": r"grants?|funding|award(?:ed|s)?|reimburse\w*",
    "agency_personnel": r"salar(?:y|ies)|overtime|wages?|backfill|new positions?",
    "equipment": r"equipment|vehicles?|cruisers?|drones?|tasers?|body[- ]worn cameras?|laptops?|licen[cs]es?",
}
"""Key of what the edition does not support → words of a need that point to it."""


def what_is_asked_can_be_supported(request: AssistanceRequest) -> list[Problem]:
    """Costs of personnel and equipment cannot be supported (owner's page). Words can mislead, so it warns."""
    problems = []
    for item in programme_of(request.edition).not_supported:
        signs = _SIGNS.get(item.key, re.escape(item.label))
        if found := re.search(rf"\b(?:{signs})\b", request.need, re.IGNORECASE):
            problems.append(warning(f"The need speaks of “{found[0]}”. {item.label} cannot be supported. {item.why}"))
    return problems
