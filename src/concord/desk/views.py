"""Pages that span capabilities."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, history
from concord.core.access import PersonRequest, holding, member
from concord.core.errors import NotThere
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.desk import queries

P = Permission


@member
def home(request: PersonRequest) -> HttpResponse:
    """Show what waits for this person, and for how long."""
    context = {"items": queries.waiting_for(request.user), "now": clock.now()}
    return render(request, "desk/home.html", context)


@member
def thing_history(request: PersonRequest, ref: str) -> HttpResponse:
    """Show the history of one thing to whoever may see the thing (or to the auditor)."""
    if not queries.may_see_history(request.user, ref):
        raise NotThere
    return _events(request, ref, "desk/history.html")


@holding(P.AUDIT_VIEW)
def audit(request: PersonRequest) -> HttpResponse:
    """Show the whole trail to the auditor."""
    return _events(request, "", "desk/audit.html")


def _events(request: PersonRequest, ref: str, template: str) -> HttpResponse:
    rows = history.of(ref) if ref else history.everything()
    page = page_of(rows, request)
    events = [history.event(row) for row in page["rows"]]
    context = {"ref": ref, "events": events, "names": names(e.who for e in events), "next": page["next"]}
    return render(request, template, context)
