"""The task to look at a complete reform again, set and ended inside the verbs of reforms."""

from datetime import datetime

from concord.core.permissions import Actor, Party
from concord.core.tasks import setting
from concord.reforms.models import Reform
from concord.reforms.queries import RECHECK, Due


def look_again(due: Due, *, by: Actor, at: datetime) -> None:
    """Set the team's task to look whether a complete reform lasts, with the day from which that is due."""
    reform = due.reform
    label = reform.recommendation.label
    what = f"Look again whether the reform of recommendation {label} lasts: {due.recheck.label.lower()}"
    scope = reform.engagement.scopes[0]
    setting.add(what=what, about=reform.ref, scope=scope, party=Party.TEAM, due_on=due.on, kind=RECHECK, by=by, at=at)


def looked_again(reform: Reform, *, by: Actor, at: datetime) -> None:
    """End the task: the team has looked, whatever it saw."""
    setting.finish(RECHECK, about=reform.ref, by=by, at=at)
