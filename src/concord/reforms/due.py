"""The task to look at a complete reform again, set and ended inside the verbs of reforms."""

from datetime import date, datetime

from concord.core.permissions import Actor, Party
from concord.core.tasks import setting
from concord.core.tasks.models import Task
from concord.core.tasks.states import OPEN
from concord.reforms.models import Reform
from concord.reforms.queries import RECHECK, Due
from concord.reforms.states import ReformState


def look_again(due: Due, *, by: Actor, at: datetime) -> None:
    """Set the team's task to look whether a complete reform lasts, with the day from which that is due."""
    reform = due.reform
    label = reform.recommendation.label
    what = f"Look again whether the reform of recommendation {label} lasts: {due.recheck.label.lower()}"
    scope = reform.engagement.scopes[0]
    setting.add(what=what, about=reform.ref, scope=scope, party=Party.TEAM, due_on=due.on, kind=RECHECK, by=by, at=at)


def looked_again(reform: Reform, *, as_of: date, by: Actor, at: datetime) -> None:
    """End the task where the team has looked on the day from which it is due or later, or it is complete no more."""
    open_ones = Task.objects.filter(about=reform.ref, kind=RECHECK, state__in=OPEN)
    if reform.state != ReformState.COMPLETE or not open_ones.filter(due_on__gt=as_of).exists():
        setting.finish(RECHECK, about=reform.ref, by=by, at=at)
