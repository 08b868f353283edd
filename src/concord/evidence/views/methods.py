"""The library of methods by which an engagement works, and which activities of its plan use each."""

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import render

from concord.core.access import PersonRequest, on
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.engagements.queries import focus_areas
from concord.engagements.queries import methods as library
from concord.evidence import queries, rules

P = Permission


@on(P.FIELDWORK_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def methods(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show each method of the engagement's edition: protocol, guide, what people are told, template, what counts
    as one, its sheets; and the activities of the plan in force that use it."""
    titles = {area.number: f"{area.number}. {area.title}" for area in focus_areas(thing)}
    used = defaultdict(list)
    for activity in queries.activities_in_force(thing):
        used[activity.method].append((titles.get(activity.area, ""), activity))
    rows = [(method, queries.sheets_of_method(thing, method), used[method.key]) for method in library(thing)]
    return render(request, "evidence/methods.html", {"thing": thing, "rows": rows})
