"""Histories: of one thing, and the whole trail."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, history, tables
from concord.core.access import PersonRequest, holding, member
from concord.core.errors import NotThere
from concord.core.models import AuditRow
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.desk import queries

P = Permission


@member
def thing_history(request: PersonRequest, ref: str) -> HttpResponse:
    """Show the history of one thing to whoever may see the thing, and to the auditor."""
    found = queries.seen_by(request.user, ref)
    if found is None and not queries.audits_alone(request.user, ref):
        raise NotThere
    rows = queries.rows_for(request.user, ref, found)
    if file := tables.export(request, rows, replace(SHEET, name=f"History of {ref}"), at=clock.now()):
        return file
    return _events(request, rows, "desk/history.html", ref=ref, thing=found.thing if found else None)


@holding(P.AUDIT_VIEW)
def audit(request: PersonRequest) -> HttpResponse:
    """Show the whole trail to the auditor."""
    rows = history.everything()
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    return _events(request, rows, "desk/audit.html")


def _named(rows: Sequence[AuditRow]) -> Iterable[tuple[history.Event, str]]:
    """Return each row as an event with the name of who did it; one query for all names."""
    events = [history.event(row) for row in rows]
    known = names(event.who for event in events)
    return [(event, known[event.who]) for event in events]


SHEET = tables.Sheet(
    "Audit trail",
    (
        tables.Column("When (UTC)", lambda row: row[0].at),
        tables.Column("Who", lambda row: row[1]),
        tables.Column("As", lambda row: row[0].role),
        tables.Column("Did", lambda row: row[0].did),
        tables.Column("What", lambda row: row[0].what),
        tables.Column("From", lambda row: row[0].old),
        tables.Column("To", lambda row: row[0].new),
        tables.Column("Reason", lambda row: row[0].reason),
        tables.Column("Chain", lambda row: row[0].stream),
        tables.Column("Row", lambda row: row[0].seq),
    ),
    _named,
)


def _events(request: PersonRequest, rows: QuerySet[AuditRow], template: str, **more: Any) -> HttpResponse:
    page = page_of(rows, request)
    events = [history.event(row) for row in page["rows"]]
    context = {**more, "events": events, "names": names(e.who for e in events), "next": page["next"]}
    return render(request, template, context)
