"""The rules of an item that is to be logged, one a file."""

from datetime import date

from concord.core.checks import Problem
from concord.engagements.models import FocusArea
from concord.evidence.checks.collected import collected_after_concurrence
from concord.evidence.checks.method import method_is_in_the_plan
from concord.evidence.checks.window import collected_in_a_window


def run(area: FocusArea, *, method: str, collected_on: date, today: date) -> list[Problem]:
    """Return what every rule has to say about an item."""
    return [
        *method_is_in_the_plan(area, method),
        *collected_after_concurrence(area, collected_on, today),
        *collected_in_a_window(area, method, collected_on),
    ]
