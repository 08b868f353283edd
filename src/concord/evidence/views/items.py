"""Pages of evidence."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.forms import ReasonForm
from concord.core.handing import to_be_saved
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage, buttons
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.engagements.queries import focus_area as load_focus_area
from concord.engagements.queries import methods
from concord.evidence import actions, consent, forms, queries, rules
from concord.evidence.models import EvidenceItem
from concord.evidence.states import EvidenceState
from concord.workplans.queries import outside_the_plan

P = Permission


def _is_sealed(item: EvidenceItem) -> bool:
    return item.is_sealed


LOG = VerbPage(
    P.EVIDENCE_LOG,
    load=load_focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.log,
    explain="Facts only. An item is written once; what turns out wrong is withdrawn with the reason and logged anew.",
    form=forms.LogForm,
    show=lambda area: {"outside": outside_the_plan(area)},
    template="workplans/within.html",
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
    shows_sealed=_is_sealed,
)
RESTRICT = VerbPage(
    P.EVIDENCE_RESTRICT,
    load=queries.item,
    see=P.EVIDENCE_VIEW,
    may=rules.may,
    action=actions.restrict,
    explain="What becomes confidential or law-enforcement sensitive is encrypted, its text and its file, from now on. "
    "So are the files and texts of a document that belongs to it, and no search finds a word of them. Backups that "
    "were written before hold it as it was.",
    form=forms.RestrictForm,
    shows_sealed=_is_sealed,
)
RELEASE = VerbPage(
    P.EVIDENCE_RELEASE,
    load=queries.item,
    see=P.EVIDENCE_VIEW,
    may=rules.may,
    action=actions.release,
    explain="Its title may stand in public, and a records request set gives its text. Redact first what is personal.",
    form=ReasonForm,
    shows_sealed=_is_sealed,
)
CONSENT = VerbPage(
    P.EVIDENCE_CONSENT,
    load=queries.item,
    see=P.EVIDENCE_VIEW,
    may=rules.may,
    action=actions.change_consent,
    explain="From now on nothing of it goes further than this, in no report, records request or quotation. What is not "
    "to be published becomes confidential, and is encrypted. What was published before stays published until it is "
    "withheld there.",
    form=forms.ConsentForm,
    shows_sealed=lambda _item: True,
)
REDACT = VerbPage(
    P.EVIDENCE_REDACT,
    load=queries.item,
    see=P.EVIDENCE_VIEW,
    may=rules.may,
    action=actions.redact_item,
    explain="A version without these parts is made, and the text itself stays as it is. Where something was removed "
    "the version says so; nothing of it is left there. A citation of the text leads to the same place in the version.",
    form=forms.RedactForm,
    template="evidence/redact.html",
    show=lambda item: {"facts": queries.facts(item)},
    shows_sealed=_is_sealed,
)
ITEM_VERBS = [REDACT, RELEASE, RESTRICT, CONSENT, WITHDRAW]
VERBS = [LOG, *ITEM_VERBS]


@on(P.EVIDENCE_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def evidence(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the items of one engagement that this person may see."""
    rows = queries.visible_to(request.user).filter(engagement=thing)
    known = {m.key: m.name for m in methods(thing)}
    if file := tables.export(request, rows, _sheet(known), at=clock.now()):
        return file
    page = page_of(rows, request)
    page["rows"] = queries.with_titles(page["rows"])
    return unkept(render(request, "evidence/evidence.html", {"thing": thing, "methods": known, **page}))


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
        read=queries.with_titles,
    )


@on(P.EVIDENCE_VIEW, load=queries.item, see=P.EVIDENCE_VIEW, may=rules.may)
def item(request: PersonRequest, thing: EvidenceItem) -> HttpResponse:
    """Show one item. Where nobody was asked, no button speaks of consent."""
    asked = consent.was_asked(thing)
    context = {
        "thing": thing,
        "method": {m.key: m.name for m in methods(thing.engagement)}.get(thing.method, thing.method),
        "activity": queries.activity_named(thing.focus_area, thing.activity) if thing.activity else None,
        "documents": thing.documents.order_by("pk"),
        "names": names(filter(None, [thing.logged_by, thing.classed_by])),
        "outside": outside_the_plan(thing.focus_area),
        "words": queries.words(thing),
        "agreed": consent.of(thing).label if asked else "",
        "agreed_because": queries.agreed_because(thing) if thing.consent else "",
        "hands_out": bool(rules.may(request.user, P.EVIDENCE_FILE, thing)),
        "basis": queries.basis_in_words(thing.engagement, thing.basis),
        "redaction": queries.last_redaction(thing),
        "buttons": buttons([each for each in ITEM_VERBS if asked or each is not CONSENT], request.user, thing),
    }
    return private(render(request, "evidence/item.html", context), thing)


@on(P.EVIDENCE_VIEW, load=queries.item, see=P.EVIDENCE_VIEW, may=rules.may)
def redacted(request: PersonRequest, thing: EvidenceItem) -> HttpResponse:
    """Show the newest redacted version; a citation of the original (?cite=10-57) is marked where it stands in it."""
    version = queries.last_redaction(thing)
    shown = queries.redacted(version) if version else None
    context: dict[str, object] = {"thing": thing, "version": version, "parts": (shown.text, "", "") if shown else None}
    first, _, last = request.GET.get("cite", "").partition("-")
    if shown and first.isdecimal() and last.isdecimal() and int(first) < int(last) <= queries.length(thing):
        start, end = shown.find(int(first), int(last))
        context["parts"] = (shown.text[:start], shown.text[start:end], shown.text[end:])
        context["cite"] = f"{first}-{last}"
    return private(render(request, "evidence/redacted.html", context), thing)


def private(answer: HttpResponse, item: EvidenceItem) -> HttpResponse:
    """Let no browser keep a page with what is sealed."""
    return unkept(answer) if item.is_sealed else answer


@on(P.EVIDENCE_FILE, load=queries.item, see=P.EVIDENCE_VIEW, may=rules.may)
def file(request: PersonRequest, thing: EvidenceItem) -> HttpResponse:
    """Hand out an item's file as it came, to be saved and never shown by the browser: it may name its author, or say
    where a picture was taken, so it stays with those who gather evidence."""
    del request
    if thing.file is None or thing.state == EvidenceState.WITHDRAWN:
        raise NotThere("This item has no file to hand out.")
    name = queries.words(thing).file_name
    return to_be_saved(thing.file, name, of=thing.ref, chunks=queries.file_of(thing))
