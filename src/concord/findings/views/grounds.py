"""Pages of what findings and recommendations rest on: the triangulation matrix and the justification."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render

from concord.core import clock, tables
from concord.core import documents as docs
from concord.core.access import PersonRequest, on
from concord.core.errors import BadInput
from concord.core.permissions import Permission
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.engagements.models import Engagement
from concord.evidence.rules import of_the_team
from concord.findings import documents, matrix, queries, rules
from concord.findings.models import Claim, Finding, Recommendation

P = Permission


@on(P.CLAIM_VIEW, load=engagements.engagement, see=P.CLAIM_VIEW, may=rules.may)
def triangulation(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show by which methods and with whom each finding and each open card was looked at, and the gaps."""
    findings, cards = queries.triangulated(thing)
    found = matrix.matrix(thing, findings, cards, to_the_team=bool(of_the_team(request.user, thing)))
    if file := tables.export(request, list(_rows(found)), SHEET, at=clock.now()):
        return file
    return render(request, "findings/matrix.html", {"thing": thing, "matrix": found, "as_of": clock.today()})


def _rows(of: matrix.Matrix) -> Iterator[tuple[matrix.Line, matrix.Method, matrix.Heard]]:
    for line in of.lines:
        for column, heard in line.cells:
            yield from ((line, column, each) for each in heard)


def _kind(of: Finding | Claim) -> str:
    return "Claim card" if isinstance(of, Claim) else "Finding"


SHEET = tables.Sheet(
    "Triangulation matrix",
    (
        tables.Column("Reference", lambda row: row[0].thing.ref),
        tables.Column("Kind", lambda row: _kind(row[0].thing)),
        tables.Column("Title", lambda row: row[0].thing.title),
        tables.Column("Focus area", lambda row: row[0].area.number if row[0].area else None),
        tables.Column("Method", lambda row: row[1].name),
        tables.Column("With whom", lambda row: row[2].audience),
        tables.Column("Supports", lambda row: row[2].supports),
        tables.Column("Contradicts", lambda row: row[2].contradicts),
        tables.Column("Gives context", lambda row: row[2].context),
        tables.Column("Unit", lambda row: row[1].many),
        tables.Column("Gap", lambda row: row[2].is_gap),
    ),
)


@on(P.FINDING_VIEW, load=queries.recommendation, see=P.FINDING_VIEW, may=rules.may)
def of_recommendation(request: PersonRequest, thing: Recommendation) -> HttpResponse:
    """Show what one recommendation rests on; ?format=docx and ?format=pdf give it as a file."""
    made = documents.of_recommendation(thing, as_of=clock.today())
    return _answer(request, thing, made, name=f"Justification {thing.ref}")


@on(P.FINDING_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def of_engagement(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show what the recommendations of an engagement rest on that this person may see."""
    made = documents.of_engagement(thing, seen_by=request.user, as_of=clock.today())
    return _answer(request, thing, made, name=f"Justification {thing.ref}")


def _answer(
    request: PersonRequest, thing: Engagement | Recommendation, made: docs.Document, *, name: str
) -> HttpResponse:
    asked = request.GET.get("format")
    if not asked:
        return render(request, "findings/justification.html", {"thing": thing, "document": docs.html(made, top=1)})
    if asked not in list(docs.Format):
        raise BadInput("A justification can be had as docx or pdf.")
    return docs.download(made, docs.Format(asked), name=name, at=clock.now())
