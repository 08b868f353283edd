"""The tasks by which a side is reminded of a status report, set and ended inside the verbs."""

from datetime import date, datetime

from concord.core import zones
from concord.core.permissions import OFFICE_SCOPE, Actor, Party
from concord.core.tasks import setting
from concord.core.tasks.models import Task
from concord.engagements.models import Engagement

COMPILE, EXPLAIN = "report", "report_late"


def remind_team(engagement: Engagement, on: date, *, by: Actor, at: datetime) -> bool:
    """Set the team's task to compile the report that is due on a day; say whether it is new."""
    what = f"Compile the status report of {engagement.title} that is due on {on}"
    return _set(COMPILE, engagement, on, what, (engagement.scopes[0], Party.TEAM, on), by=by, at=at)


def ask_why(engagement: Engagement, on: date, *, by: Actor, at: datetime) -> bool:
    """Set the office's task to say why the report that was due on a day is late; say whether it is new."""
    what = f"Say in public why the status report of {engagement.title} that was due on {on} is late"
    return _set(EXPLAIN, engagement, on, what, (OFFICE_SCOPE, Party.OFFICE, zones.day(at)), by=by, at=at)


def _set(
    kind: str, engagement: Engagement, on: date, what: str, place: tuple[str, Party, date], *, by: Actor, at: datetime
) -> bool:
    scope, party, due_on = place
    kind = f"{kind}:{on}"
    if Task.objects.filter(about=engagement.ref, kind=kind).exists():
        return False  # set before, done or dropped since
    setting.add(what=what, about=engagement.ref, scope=scope, party=party, due_on=due_on, kind=kind, by=by, at=at)
    return True


def done(kind: str, engagement: Engagement, *, by: Actor, at: datetime) -> None:
    """End the open tasks of one kind about an engagement, whatever their day."""
    for task in Task.objects.filter(about=engagement.ref, kind__startswith=f"{kind}:", ended_at=None):
        setting.finish(task.kind, about=engagement.ref, by=by, at=at)
