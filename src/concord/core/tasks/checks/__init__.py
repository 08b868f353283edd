"""What a task is asked before it is set or dropped."""

from collections.abc import Iterator
from datetime import date

from concord.core.checks import Problem
from concord.core.tasks.checks.day import not_gone
from concord.core.tasks.checks.words import said


def setting(what: str, due_on: date | None, today: date) -> Iterator[Problem]:
    """Yield what keeps a task from being set."""
    yield from said(what, "what is to be done")
    yield from not_gone(due_on, today)


def part(text: str) -> Iterator[Problem]:
    """Yield what keeps a side's part from being noted as done."""
    yield from said(text, "what your side did, for the other side to go on from")


def reason(text: str) -> Iterator[Problem]:
    """Yield what keeps a task from being dropped."""
    yield from said(text, "the reason")
