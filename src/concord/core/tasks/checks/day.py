"""A task is due on a day that has not gone yet."""

from collections.abc import Iterator
from datetime import date

from concord.core.checks import Problem, error


def not_gone(due_on: date | None, today: date) -> Iterator[Problem]:
    """Today or later; or no day at all."""
    if due_on is not None and due_on < today:
        yield error(f"a day from {today.isoformat()} on; {due_on.isoformat()} has gone")
