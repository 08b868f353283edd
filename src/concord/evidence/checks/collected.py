from datetime import date

from concord.core.checks import Problem, error
from concord.engagements.models import FocusArea
from concord.workplans.queries import first_concurred_on


def collected_after_concurrence(area: FocusArea, collected_on: date, today: date) -> list[Problem]:
    """Nothing is gathered before the first concurrence (law 4), and nothing tomorrow."""
    first = first_concurred_on(area.engagement)
    if first is not None and collected_on < first:
        return [error(f"a day of collection on or after {first}, the day of the concurrence; it says {collected_on}")]
    if collected_on > today:
        return [error(f"a day of collection that has come; it says {collected_on}, and today is {today}")]
    return []
