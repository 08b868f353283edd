"""Words that sound as if somebody were accused, and what to say instead: one list for all that is written. Pure."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_STILL = "say what is still to be done"
INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "violation": "say what happened, and what the policy asks",
        "investigation": "say review or assessment; keep the word for an agency's own, and for pending matters",
        "defendant": "say the agency, or the person's role",
        "monitor": "say review or follow up; nobody here is a monitor",
        "monitoring": "say review or follow up",
        "non-compliant": _STILL,
        "noncompliant": _STILL,
        "non-compliance": _STILL,
        "noncompliance": _STILL,
    }
)
"""Word → a way round it."""
_FOUND = re.compile(rf"\b({'|'.join(map(re.escape, INSTEAD))})s?\b", re.IGNORECASE)


def hard_words(text: str) -> tuple[str, ...]:
    """Return the hard words of a text in its order, each once, in small letters and the singular."""
    return tuple(dict.fromkeys(match.lower() for match in _FOUND.findall(text)))
