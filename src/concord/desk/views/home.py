"""Home: what waits for whoever has signed in."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.core.access import PersonRequest, member
from concord.core.telling.queries import unread
from concord.desk import queries
from concord.engagements.queries import open_for as engagements_open_for

ENGAGEMENTS = 10


@member
def home(request: PersonRequest) -> HttpResponse:
    """Show what waits for this person, for how long, and the engagements that go on."""
    groups = queries.groups(request.user)
    context = {
        "count": sum(group.count for group in groups),
        "groups": groups,
        "unread": unread(request.user),
        "engagements": engagements_open_for(request.user).order_by("-state_since")[:ENGAGEMENTS],
    }
    return render(request, "desk/home.html", context)


@member
def waiting(request: PersonRequest, key: str) -> HttpResponse:
    """Show one group of what waits for this person, whole."""
    return render(request, "desk/waiting.html", {"group": queries.group(request.user, key), "most": queries.ALL})
