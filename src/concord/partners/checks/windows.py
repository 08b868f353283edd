from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from concord.core.checks import Problem, error

Window = tuple[date, date]


def windows_stand_apart(windows: Sequence[Window]) -> list[Problem]:
    """A window ends on or after the day on which it begins, and no two share a day."""
    problems = [
        error(f"The window from {first} ends on {last}, before it begins.") for first, last in windows if last < first
    ]
    return problems or [
        error(f"The windows from {one[0]} and from {other[0]} share a day; make one window of them.")
        for one, other in pairwise(sorted(windows))
        if other[0] <= one[1]
    ]
