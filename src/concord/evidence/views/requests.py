"""Pages of requests for documents: the list for both sides, and one with what came."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.engagements.queries import focus_area as load_focus_area
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import DocumentReceived, DocumentRequest
from concord.evidence.states import WAITING, DocumentRequestState
from concord.evidence.views.pages import of_this_state

P = Permission
ASK = VerbPage(
    P.DOCUMENTS_ASK,
    load=load_focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.ask_document,
    explain="One document a request, so that both sides see where each one is. Who is to provide it is told, and "
    "reminded before it is due.",
    form=forms.AskForm,
)
_ANSWERS = (
    (
        P.DOCUMENTS_PROVIDE,
        actions.provide,
        forms.ProvideForm,
        "The last or only file. The team reads it; it is kept under its fingerprint. So is what was not given before.",
    ),
    (
        P.DOCUMENTS_PROVIDE_PART,
        actions.provide_part,
        forms.PartForm,
        "One file of several; the rest still waits, or waits again.",
    ),
    (
        P.DOCUMENTS_NOT_HELD,
        actions.say_not_held,
        forms.NotGivenForm,
        "Say why, or who has it. What was sent already stays with the team.",
    ),
    (
        P.DOCUMENTS_WITHHOLD,
        actions.withhold,
        forms.NotGivenForm,
        "The team reads the reason. Both sides can talk about it. What was sent already stays with the team.",
    ),
    (
        P.DOCUMENTS_CHANGE,
        actions.change_request,
        forms.ChangeRequestForm,
        "For when somebody has left, or needs more time. Who is to provide it now is told.",
    ),
    (P.DOCUMENTS_DROP, actions.drop_request, ReasonForm, "The agency need not provide it any more."),
)
REQUEST_VERBS = [
    VerbPage(
        verb,
        load=queries.document_request,
        see=P.DOCUMENTS_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
    )
    for verb, action, form, explain in _ANSWERS
]
VERBS = [ASK, *REQUEST_VERBS]

SHEET = tables.Sheet(
    "Requests for documents",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Document", lambda row: row.title),
        tables.Column("Why", lambda row: row.reason),
        tables.Column("Focus area", lambda row: f"{row.focus_area.number}. {row.focus_area.title}"),
        tables.Column("Who provides it", lambda row: row.provider.name),
        tables.Column("Due", lambda row: row.due_on),
        tables.Column("State", lambda row: row.state_label),
        tables.Column("Files received", lambda row: len(row.standing)),
        tables.Column("What was given", lambda row: ", ".join(sorted(one.item.ref for one in row.standing))),
        tables.Column("Answer", lambda row: row.answer),
    ),
)


@on(P.DOCUMENTS_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def document_requests(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List what the agency was asked for, and where each line is; for both sides."""
    every = queries.document_requests_of(thing)
    form = forms.DocumentFilter(request.GET or None)
    chosen = form.cleaned_data["state"] if form.is_valid() else ""
    rows = every
    if chosen in ("waiting", "overdue"):
        rows = rows.filter(state__in=WAITING)
    if chosen == "overdue":
        rows = rows.filter(due_on__lt=clock.today())
    elif chosen in DocumentRequestState.values:
        rows = rows.filter(state=chosen)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    context = {
        "thing": thing,
        "form": form,
        "today": clock.today(),
        "waiting": WAITING,
        "total": every.count(),
        "left": every.filter(state__in=WAITING).count(),
        "overdue": every.filter(state__in=WAITING, due_on__lt=clock.today()).count(),
        **page_of(rows, request),
    }
    return render(request, "evidence/document_requests.html", context)


@on(P.DOCUMENTS_VIEW, load=queries.document_request, see=P.DOCUMENTS_VIEW, may=rules.may)
def document_request(request: PersonRequest, thing: DocumentRequest) -> HttpResponse:
    """Show one request, and each file that came for it."""
    rows = thing.received.select_related("item__file", "item__engagement__agency").order_by("pk")
    files = ("item__documents__revisions__file", "item__documents__revisions__document")
    came = list(rows.prefetch_related(*files, "item__received__request"))
    context = {
        "thing": thing,
        "came": [_shown(request, one) for one in came],
        "names": names([thing.asked_by, *(one.received_by for one in came)]),
        "is_overdue": thing.state in WAITING and thing.due_on < clock.today(),
        "buttons": of_this_state(REQUEST_VERBS, request.user, thing),
    }
    return render(request, "evidence/document_request.html", context)


def _shown(request: PersonRequest, one: DocumentReceived) -> dict[str, object]:
    """Return what came: whether this person may read it, its file with the name of that as far as they may know it, and
    whether Concord could read it, so that who sent it can send it in another way."""
    item, document = one.item, next(iter(one.item.documents.all()), None)
    may_read = bool(rules.may(request.user, P.EVIDENCE_VIEW, item))
    others = [each.request for each in item.received.all() if each.request_id != one.request_id]
    told: dict[str, object] = {"row": one, "may_read": may_read, "document": document, "others": others}
    revisions = sorted(document.revisions.all(), key=lambda each: each.number) if document else []
    if not revisions:
        return told | {"file": item.file, "name": queries.words(item).file_name if may_read else item.file_name}
    newest = revisions[-1]
    return told | {
        "file": newest.file,
        "name": queries.told(newest).file_name if may_read else newest.file_name,
        "why": newest.why,
    }
