"""What orders bring into sentences (groups, outcomes, bases, reasons, notes), in Spanish; the words stand in
`spanish.json`, reviewed like code.

A text that is not known is a name of the agency's own (a district, a course) and stays as it is."""

import json
import re
from functools import cache
from importlib import resources
from typing import Any

from concord.analysis.policing.phrases import IN_SPANISH


@cache
def _known() -> dict[str, Any]:
    text = resources.files("concord.analysis.policing").joinpath("spanish.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def in_spanish(text: str) -> str | None:
    """Return a text in Spanish, or None where it is not known. Patterns have whole texts in their gaps."""
    if (known := IN_SPANISH.get(text) or _known()["words"].get(text)) is not None:
        return str(known)
    for pattern, spanish in _known()["patterns"]:
        if found := re.fullmatch(pattern, text):
            return str(spanish).format(*(in_spanish(part) or part for part in found.groups()))
    return None
