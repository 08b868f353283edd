"""The report of findings and recommendations, to be read and to be taken along."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from concord.core import clock
from concord.core import documents as docs
from concord.core.access import PersonRequest, on
from concord.core.errors import BadInput
from concord.core.permissions import Permission
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.engagements.models import Engagement
from concord.findings import documents, queries, report

P = Permission


@on(P.FINDING_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def findings_report(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show what this person may see of the findings and recommendations; ?format= gives it as docx, pdf or json."""
    today, asked = clock.today(), request.GET.get("format")
    if asked == "json":
        told = report.data(queries.reported(request.user, thing), queries.responses_on(thing, today))
        return JsonResponse({"engagement": thing.ref, "as_of": today.isoformat(), "findings": told})
    made = documents.report_of(thing, seen_by=request.user, as_of=today)
    if not asked:
        return render(request, "findings/report.html", {"thing": thing, "document": docs.html(made, top=1)})
    if asked not in list(docs.Format):
        raise BadInput("The report can be had as docx, pdf or json.")
    return docs.download(made, docs.Format(asked), name=f"Findings {thing.ref}", at=clock.now())
