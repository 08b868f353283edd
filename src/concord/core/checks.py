"""What a check returns. Each app keeps one rule a file in its `checks/` folder; pages show them before the button is
pressed, and verbs refuse while an error stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from concord.core.errors import Incomplete


@dataclass(frozen=True)
class Problem:
    """One problem in plain words. An error stops the verb; a warning is said and kept in sight."""

    level: Literal["error", "warning"]
    text: str


def error(text: str) -> Problem:
    """Make an error."""
    return Problem("error", text)


def warning(text: str) -> Problem:
    """Make a warning."""
    return Problem("warning", text)


def require_none(problems: Iterable[Problem], reason: str) -> None:
    """Raise Incomplete with every error's text, if there is any."""
    missing = [p.text.rstrip(".") for p in problems if p.level == "error"]
    if missing:
        raise Incomplete(reason, missing)
