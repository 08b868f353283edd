"""Home: what waits for whoever has signed in."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.core import clock, tables
from concord.core.access import PersonRequest, signed_in
from concord.core.telling.queries import unread
from concord.desk import queries
from concord.engagements.queries import open_for as engagements_open_for
from concord.intake.queries import link_token, requests_from

ENGAGEMENTS = 10
SHEET = tables.Sheet(
    "What waits",
    (
        tables.Column("What is to be done", lambda row: row[0].heading),
        tables.Column("How many of these wait", lambda row: row[0].count),
        tables.Column("Reference", lambda row: row[1].ref),
        tables.Column("What it is", lambda row: row[1].title),
        tables.Column("About", lambda row: row[1].about),
        tables.Column("Next step", lambda row: " or ".join(step.label for step in row[1].steps)),
        tables.Column("Since (UTC)", lambda row: row[1].since),
        tables.Column("Due on", lambda row: row[1].due),
    ),
)


@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """Show what waits for this person, for how long, and the engagements that go on; to somebody without a role what
    is asked of them, the requests that were made from their address, and whom to ask."""
    if request.GET.get("format") and (file := _file(request, queries.groups(request.user, shown=queries.ALL))):
        return file
    groups = queries.groups(request.user)
    context = {
        "has_role": bool(request.user.all_roles()),
        "count": sum(group.count for group in groups),
        "groups": groups,
        "unread": unread(request.user),
        "engagements": engagements_open_for(request.user).order_by("-state_since")[:ENGAGEMENTS],
    }
    if not context["has_role"]:
        context["requests"] = [(each, link_token(each)) for each in requests_from(request.user.email)]
    return render(request, "desk/home.html", context)


@signed_in
def waiting(request: PersonRequest, key: str) -> HttpResponse:
    """Show one group of what waits for this person, whole."""
    group = queries.group(request.user, key)
    if file := _file(request, [group] if group else []):
        return file
    return render(request, "desk/waiting.html", {"group": group, "most": queries.ALL})


def _file(request: PersonRequest, groups: list[queries.Group]) -> HttpResponse | None:
    """Return the file that is asked for: of each group as many things as its own page shows."""
    return tables.export(request, [(group, item) for group in groups for item in group.items], SHEET, at=clock.now())
