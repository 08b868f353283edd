"""The windows in which an agency answers: while the engagement is suspended it cannot, so no such day counts."""

from datetime import date, timedelta
from itertools import pairwise

from concord.core import zones
from concord.core.days import working_days_after, working_days_between
from concord.engagements.models import Engagement
from concord.engagements.states import EngagementState

Suspension = tuple[date, date]
"""The day on which an engagement was suspended, and that of what followed; `date.max` where nothing has yet."""


def suspensions(engagement: Engagement) -> list[Suspension]:
    """Return when an engagement was suspended, the first time first; no query where its turns were fetched with it."""
    turns = [(turn.at, turn.pk, turn.state) for turn in engagement.turns.all()]
    ends = [(zones.day(at), state) for at, _, state in sorted(turns)]
    spans = pairwise([*ends, (date.max, "")])
    return [(since, until) for (since, state), (until, _) in spans if state == EngagementState.SUSPENDED]


def last_day(began: date, due: date, suspended: list[Suspension]) -> date:
    """Return the last day of a window that began on a day and would end on another: as many working days later as it
    was suspended for meanwhile. How long a suspension lasts is known once the engagement is resumed."""
    for since, until in suspended:
        first = max(since, began + timedelta(days=1))
        if first <= due and until < date.max:
            due = working_days_after(due, working_days_between(first, until))
    return due
