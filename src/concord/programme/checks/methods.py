from collections.abc import Iterator
from datetime import date

from concord.core.checks import Problem, warning
from concord.programme.document import Method, Programme

_ASKED = ("interview", "group", "session", "observation")  # forms in which people are asked, or watched
_NEEDED = (
    ("protocol", "how it is done"),
    ("guide", "what is asked or looked at"),
    ("template", "which fields a note has"),
    ("unit", "what one of it is called"),
    ("counting", "what counts as one"),
)


def methods_can_be_worked_by(programme: Programme, on: date) -> list[Problem]:
    """A method says all that a team needs to work by it and to count it, and what people are told first."""
    del on
    return [
        warning(f"Methods, “{method.name}”: it does not say {what}.")
        for method in programme.method
        for what in _left(method)
    ]


def _left(method: Method) -> Iterator[str]:
    yield from (what for name, what in _NEEDED if not getattr(method, name))
    if method.form in _ASKED and not method.consent:
        yield "what people are told before they agree"
