"""Home: what waits for whoever has signed in."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.core.access import PersonRequest, signed_in
from concord.core.telling.queries import unread
from concord.desk import queries
from concord.engagements.queries import open_for as engagements_open_for
from concord.intake.queries import link_token, requests_from

ENGAGEMENTS = 10


@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """Show what waits for this person, for how long, and the engagements that go on; to somebody without a role what
    is asked of them, the requests that were made from their address, and whom to ask."""
    groups = queries.groups(request.user)
    context = {
        "has_role": bool(request.user.all_roles()),
        "count": sum(group.count for group in groups),
        "groups": groups,
        "unread": unread(request.user),
        "engagements": engagements_open_for(request.user).order_by("-state_since")[:ENGAGEMENTS],
    }
    if not context["has_role"]:
        context["requests"] = [(each, link_token(each.ref)) for each in requests_from(request.user.email)]
    return render(request, "desk/home.html", context)


@signed_in
def waiting(request: PersonRequest, key: str) -> HttpResponse:
    """Show one group of what waits for this person, whole."""
    return render(request, "desk/waiting.html", {"group": queries.group(request.user, key), "most": queries.ALL})
