"""Pages of evidence."""

from collections.abc import Mapping
from typing import cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, files, tables
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.forms import ReasonForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.engagements.queries import focus_area as load_focus_area
from concord.engagements.queries import methods
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import EvidenceItem
from concord.evidence.states import EvidenceState

P = Permission

LOG = VerbPage(
    P.EVIDENCE_LOG,
    load=load_focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.log,
    explain="Facts only. An item is written once; what turns out wrong is withdrawn with the reason and logged anew.",
    form=forms.LogForm,
)
WITHDRAW = VerbPage(
    P.EVIDENCE_WITHDRAW,
    load=queries.item,
    see=P.EVIDENCE_VIEW,
    may=rules.may,
    action=actions.withdraw,
    explain="The item stays on record with your reason. Nothing new can be built on it, and its file is handed out no "
    "more.",
    form=ReasonForm,
)


@on(P.EVIDENCE_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def evidence(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the items of one engagement that this person may see."""
    rows = queries.visible_to(request.user).filter(engagement=thing)
    known = {m.key: m.name for m in methods(thing)}
    if file := tables.export(request, rows, _sheet(known), at=clock.now()):
        return file
    return render(request, "evidence/evidence.html", {"thing": thing, "methods": known, **page_of(rows, request)})


def _sheet(methods: Mapping[str, str]) -> tables.Sheet:
    """Return how the list looks as a file."""
    return tables.Sheet(
        "Evidence",
        (
            tables.Column("Reference", lambda item: item.ref),
            tables.Column("Item", lambda item: item.title),
            tables.Column("Focus area", lambda item: f"{item.focus_area.number}. {item.focus_area.title}"),
            tables.Column("Method", lambda item: methods.get(item.method, item.method)),
            tables.Column("How many", lambda item: item.count),
            tables.Column("Collected", lambda item: item.collected_on),
            tables.Column("May travel", lambda item: item.get_releasability_display()),
            tables.Column("State", lambda item: item.state_label),
        ),
    )


@on(P.EVIDENCE_VIEW, load=queries.item, see=P.EVIDENCE_VIEW, may=rules.may)
def item(request: PersonRequest, thing: EvidenceItem) -> HttpResponse:
    """Show one item."""
    context = {
        "thing": thing,
        "method": {m.key: m.name for m in methods(thing.engagement)}.get(thing.method, thing.method),
        "documents": thing.documents.order_by("pk"),
        "logged_by": names([thing.logged_by])[thing.logged_by],
        "buttons": buttons([WITHDRAW], request.user, thing),
    }
    return render(request, "evidence/item.html", context)


@on(P.EVIDENCE_VIEW, load=queries.item, see=P.EVIDENCE_VIEW, may=rules.may)
def file(request: PersonRequest, thing: EvidenceItem) -> HttpResponse:
    """Hand out an item's file, to be saved and never shown by the browser."""
    del request
    if thing.file is None or thing.state == EvidenceState.WITHDRAWN:
        raise NotThere("This item has no file to hand out.")
    place = files.path_of(thing.file.sha256)
    if not place.exists():
        raise NotThere(f"The file of {thing.ref} is not in the data folder. Tell the administrator.")
    response = FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=thing.file_name,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
    return cast("HttpResponse", response)  # Django keeps streamed answers in a class of their own
