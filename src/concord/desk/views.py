"""Pages that span capabilities."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import history
from concord.core.access import PersonRequest, holding, member
from concord.core.errors import NotThere
from concord.core.models import AuditRow
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.desk import queries
from concord.engagements.queries import open_for as engagements_open_for

P = Permission
ENGAGEMENTS_ON_HOME = 10


@member
def home(request: PersonRequest) -> HttpResponse:
    """Show what waits for this person, for how long, and the engagements that go on."""
    waiting = queries.waiting_for(request.user)
    going_on = engagements_open_for(request.user).order_by("-state_since")[:ENGAGEMENTS_ON_HOME]
    context = {"count": len(waiting), "groups": queries.grouped(waiting), "engagements": going_on}
    return render(request, "desk/home.html", context)


@member
def thing_history(request: PersonRequest, ref: str) -> HttpResponse:
    """Show the history of one thing to whoever may see the thing; of what has no page of its own, to the auditor."""
    found = queries.seen_by(request.user, ref)
    if found is None and not queries.audits_alone(request.user, ref):
        raise NotThere
    return _events(request, history.of(ref), "desk/history.html", ref=ref, thing=found.thing if found else None)


@holding(P.AUDIT_VIEW)
def audit(request: PersonRequest) -> HttpResponse:
    """Show the whole trail to the auditor."""
    return _events(request, history.everything(), "desk/audit.html")


def _events(request: PersonRequest, rows: QuerySet[AuditRow], template: str, **more: Any) -> HttpResponse:
    page = page_of(rows, request)
    events = [history.event(row) for row in page["rows"]]
    context = {**more, "events": events, "names": names(e.who for e in events), "next": page["next"]}
    return render(request, template, context)
