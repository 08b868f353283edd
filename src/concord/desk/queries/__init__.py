"""Reads over all capabilities: the inbox, where an engagement stands, histories, tasks, the board, figures, search."""

from concord.desk.queries.calendar import KEPT, MOST, Entry, calendar
from concord.desk.queries.feed import TYPE, feed
from concord.desk.queries.histories import audits_alone, rows_for, seen_by
from concord.desk.queries.hub import Held, Hub, held, hub
from concord.desk.queries.inbox import ALL, Group, Step, Waiting, could_do, group, groups, longest, waiting_for
from concord.desk.queries.tasks import TaskFilters, tasks

__all__ = (
    "ALL",
    "KEPT",
    "MOST",
    "TYPE",
    "Entry",
    "Group",
    "Held",
    "Hub",
    "Step",
    "TaskFilters",
    "Waiting",
    "audits_alone",
    "calendar",
    "could_do",
    "feed",
    "group",
    "groups",
    "held",
    "hub",
    "longest",
    "rows_for",
    "seen_by",
    "tasks",
    "waiting_for",
)
