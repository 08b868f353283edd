"""Pages that span capabilities."""

from concord.desk.views.board import board, figures
from concord.desk.views.histories import audit, thing_history
from concord.desk.views.home import home, waiting
from concord.desk.views.mails import mails
from concord.desk.views.notices import calendar, feed, notices
from concord.desk.views.search import search
from concord.desk.views.tasks import task, tasks

__all__ = (
    "audit",
    "board",
    "calendar",
    "feed",
    "figures",
    "home",
    "mails",
    "notices",
    "search",
    "task",
    "tasks",
    "thing_history",
    "waiting",
)
