"""The rules of an item that is to be logged, of field work that is booked or held, of a data set; one a file."""

from datetime import date

from concord.core.checks import Problem
from concord.engagements.models import FocusArea
from concord.engagements.queries import method_named
from concord.evidence.checks.booking import (
    activity_is_in_the_plan,
    audience_is_in_the_plan,
    booked_in_the_window,
    group_fits_the_method,
)
from concord.evidence.checks.collected import collected_after_concurrence
from concord.evidence.checks.consent import (
    asks_people,
    can_be_agreed_to,
    consent_is_known,
    is_told_alone,
    opened_for_a_reason,
    released_as_agreed,
)
from concord.evidence.checks.held import consent_is_said, counts_something
from concord.evidence.checks.method import activity_is_of_the_method, method_is_in_the_plan
from concord.evidence.checks.window import collected_in_a_window
from concord.programme.document import Method
from concord.workplans.content import Activity

__all__ = (
    "asks_people",
    "audience_is_in_the_plan",
    "can_be_agreed_to",
    "is_told_alone",
    "of_booking",
    "of_holding",
    "run",
)


def run(
    area: FocusArea,
    *,
    method: str,
    collected_on: date,
    today: date,
    consent: str,
    releasability: str,
    open_because: str = "",
    activity: str = "",
) -> list[Problem]:
    """Return what every rule has to say about an item that comes without field work."""
    by = method_named(area.engagement, method)
    return [
        *method_is_in_the_plan(area, method),
        *activity_is_of_the_method(area, method, activity),
        *collected_after_concurrence(area, collected_on, today),
        *collected_in_a_window(area, method, collected_on),
        *consent_is_known(by, consent),
        *released_as_agreed(consent, releasability),
        *opened_for_a_reason(by, releasability, open_because),
    ]


def of_booking(
    activity: Activity | None, key: str, *, method: Method | None, planned_on: date, group_type: str
) -> list[Problem]:
    """Return what stands in the way of a booking."""
    if activity is None:
        return activity_is_in_the_plan(activity, key)
    return [*booked_in_the_window(activity, planned_on), *group_fits_the_method(method, group_type)]


def of_holding(
    area: FocusArea,
    method: Method | None,
    key: str,
    *,
    held_on: date,
    today: date,
    count: int,
    consent: str,
    consent_given: str,
    releasability: str,
    open_because: str,
) -> list[Problem]:
    """Return what stands in the way of recording something as held."""
    return [
        *collected_after_concurrence(area, held_on, today),
        *collected_in_a_window(area, key, held_on),
        *counts_something(count),
        *consent_is_said(consent, consent_given, method.form if method else ""),
        *released_as_agreed(consent, releasability),
        *opened_for_a_reason(method, releasability, open_because),
    ]
