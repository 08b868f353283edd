"""What was shown before several things are changed at once, told by a short text: the button does just that, or shows
it anew."""

import hashlib
from collections.abc import Iterable

from concord.core.access import PersonRequest


def digest(lines: Iterable[object]) -> str:
    """Return a short text that differs when any line differs."""
    return hashlib.sha256(repr(list(lines)).encode()).hexdigest()[:16]


def is_sent(request: PersonRequest) -> bool:
    """Whether the button was pressed that makes the change, and not the one that shows it."""
    return request.POST.get("step") == "send"


def is_as_shown(request: PersonRequest, now: str) -> bool:
    """Whether whoever makes the change has seen just this."""
    return is_sent(request) and request.POST.get("preview") == now
