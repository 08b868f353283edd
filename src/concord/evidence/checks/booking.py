"""What is booked fits the plan in force: its activity, its window, its audience."""

from collections.abc import Collection
from datetime import date

from concord.core.checks import Problem, error
from concord.programme.document import Method
from concord.workplans.content import Activity

GROUP = "group"


def activity_is_in_the_plan(activity: Activity | None, key: str) -> list[Problem]:
    """Something is booked for an activity of the plan in force (law 4)."""
    return [] if activity else [error(f"an activity of the plan in force in this focus area; it names none “{key}”")]


def booked_in_the_window(activity: Activity, day: date) -> list[Problem]:
    """A booking inside the activity's window is schedule; outside it is plan, and needs a new concurrence (law 4)."""
    if activity.starts_on <= day.isoformat() <= activity.ends_on:
        return []
    return [
        error(
            f"a day inside the window with which the agency concurred ({activity.starts_on} to {activity.ends_on}); "
            f"it says {day}"
        )
    ]


def audience_is_in_the_plan(activity: Activity | None, audience: str, audiences: Collection[str]) -> list[Problem]:
    """Who is heard is whom the plan in force names (law 4): the activity's own audience, or one of the plan's."""
    if activity is None or audience in ("", activity.audience, *audiences):
        return []
    named = ", ".join(dict.fromkeys([activity.audience, *audiences]))
    return [error(f"an audience that the plan in force names ({named}); it says {audience}")]


def group_fits_the_method(method: Method | None, group_type: str) -> list[Problem]:
    """A group says who sits together; nothing else does."""
    is_group = method is not None and method.form == GROUP
    if is_group and not group_type:
        return [error("who sits together in the group")]
    if group_type and not is_group:
        return [error("no type of group, since the activity's method holds none")]
    return []
