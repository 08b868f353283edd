"""An agency has one chief executive at a time."""

from collections.abc import Iterator, Sequence
from datetime import date

from concord.agencies.models import ChiefTenure
from concord.core.checks import Problem, error


def tenure_problems(*, since: date, until: date | None, clashes: Sequence[ChiefTenure]) -> Iterator[Problem]:
    """Yield what is wrong with a new tenure; `clashes` are those that share a day with it."""
    if until and until < since:
        yield error(f"The last day, {until}, is before the first, {since}.")
    for other in clashes:
        ends = f"to {other.until}" if other.until else "with no end recorded"
        yield error(f"{other.person_name} is on record from {other.since} {ends}; two at a time cannot be recorded.")
