"""Pages of tasks."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, holding, on
from concord.core.permissions import Permission
from concord.core.tasks import queries as task_queries
from concord.core.tasks import rules
from concord.core.tasks.models import Task
from concord.core.verbs import buttons
from concord.desk import forms, queries
from concord.desk.task_pages import TASK_VERBS
from concord.desk.tasks_of import is_left_behind
from concord.desk.things import find

P = Permission
MOST = 200


@holding(P.TASK_VIEW)
def tasks(request: PersonRequest) -> HttpResponse:
    """List the tasks that this person may see, through the filters in the address; what is due first stands first."""
    form = forms.TaskFilter(request.GET)
    filters = queries.TaskFilters(**form.cleaned_data) if form.is_valid() else queries.TaskFilters()
    today = clock.today()
    rows = queries.tasks(request.user, filters, on=today)
    rows = rows.none() if form.errors else rows
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    shown = list(rows[: MOST + 1])
    context = {
        "form": form,
        "rows": shown[:MOST],
        "more": len(shown) > MOST,
        "most": MOST,
        "today": today,
        "names": names(task.assignee for task in shown if task.assignee),
    }
    return render(request, "desk/tasks.html", context, status=422 if form.errors else 200)


def _named(rows: Sequence[Task]) -> Iterable[tuple[Task, str]]:
    known = names(task.assignee for task in rows if task.assignee)
    return [(task, known.get(task.assignee, "")) for task in rows]


SHEET = tables.Sheet(
    "Tasks",
    (
        tables.Column("Task", lambda row: row[0].ref),
        tables.Column("What is to be done", lambda row: row[0].what),
        tables.Column("About", lambda row: row[0].about),
        tables.Column("State", lambda row: row[0].state_label),
        tables.Column("Due on", lambda row: row[0].due_on),
        tables.Column("Given to", lambda row: row[1]),
        tables.Column("Set at (UTC)", lambda row: row[0].set_at),
        tables.Column("Ended at (UTC)", lambda row: row[0].ended_at),
        tables.Column("What came of it", lambda row: row[0].outcome),
    ),
    _named,
)


@on(P.TASK_VIEW, load=task_queries.task, see=P.TASK_VIEW, may=rules.may)
def task(request: PersonRequest, thing: Task) -> HttpResponse:
    """Show one task: what is to be done about what, by whom, by which day."""
    about = find(thing.about)
    seen = about if about is not None and about.kind.may(request.user, about.kind.see, about.thing) else None
    context = {
        "thing": thing,
        "about": seen.thing if seen else None,
        "today": clock.today(),
        "left": is_left_behind(thing),
        "names": names(key for key in (thing.assignee, thing.set_by, thing.ended_by) if key),
        "buttons": buttons(TASK_VERBS, request.user, thing),
    }
    return render(request, "desk/task.html", context)
