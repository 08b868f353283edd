from concord.core.checks import Problem, error
from concord.workplans.checks.given import Given
from concord.workplans.content import Activity

_ASKED = {
    "method": "a method",
    "audience": "its audience",
    "who": "who does it",
    "deliverable": "what comes of it",
    "starts_on": "its first day",
    "ends_on": "its last day",
}


def rows_are_whole(on: Given) -> list[Problem]:
    """Each activity says how, for whom, by whom, when, and what comes of it; and in which focus area."""
    numbers = {area.number for area in on.content.areas}
    problems = []
    for activity in on.content.activities:
        missing = [words for name, words in _ASKED.items() if not getattr(activity, name).strip()]
        if activity.area not in numbers:
            missing.append("its focus area")
        if missing:
            problems.append(error(f"{_called(activity)} lacks {', '.join(missing)}."))
    return problems


def _called(activity: Activity) -> str:
    return f"“{activity.what}”" if activity.what.strip() else "An activity"
