"""Pages of documents: the list, one document, a page of its text, a passage, and its files."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.handing import to_be_saved
from concord.core.models import StoredFile
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage, buttons
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.engagements.queries import focus_area as load_focus_area
from concord.engagements.queries import methods
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import Document, Passage, Revision
from concord.evidence.models.documents import Citation
from concord.evidence.states import DocumentState, EvidenceState
from concord.evidence.views.items import private

P = Permission
_SAME_SHOWN = 5  # other documents of the same file

FILE = VerbPage(
    P.DOCUMENT_FILE,
    load=load_focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.file_document,
    explain="The document is logged as an item of evidence. Concord reads it, and says so when it cannot. The file "
    "stays as it came; people read its text.",
    form=forms.FileDocumentForm,
)
REVISE = VerbPage(
    P.DOCUMENT_REVISE,
    load=queries.document,
    see=P.EVIDENCE_VIEW,
    may=rules.may,
    action=actions.revise,
    explain="The revisions before stay, and so does every citation of them.",
    form=forms.ReviseForm,
    shows_sealed=lambda document: document.item.is_sealed,
)
READ_AGAIN = VerbPage(
    P.DOCUMENT_READ_AGAIN,
    load=queries.document,
    see=P.EVIDENCE_VIEW,
    may=rules.may,
    action=actions.read_again,
    explain="For when something has changed since: the program that recognises letters was installed, say.",
    shows_sealed=lambda document: document.item.is_sealed,
)
DOCUMENT_VERBS = [FILE, REVISE, READ_AGAIN]


@on(P.EVIDENCE_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def documents(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the documents of one engagement that this person may see."""
    rows = queries.documents_visible_to(request.user).filter(engagement=thing)
    if file := tables.export(request, rows, _SHEET, at=clock.now()):
        return file
    page = page_of(rows, request)
    page["rows"] = queries.titled(page["rows"])
    return unkept(render(request, "evidence/documents.html", {"thing": thing, **page}))


_SHEET = tables.Sheet(
    "Documents",
    (
        tables.Column("Reference", lambda one: one.ref),
        tables.Column("Document", lambda one: one.title),
        tables.Column("Item", lambda one: one.item.ref),
        tables.Column("Focus area", lambda one: f"{one.item.focus_area.number}. {one.item.focus_area.title}"),
        tables.Column("Collected", lambda one: one.item.collected_on),
        tables.Column("Revisions", lambda one: one.latest),
        tables.Column("May travel", lambda one: one.item.get_releasability_display()),
        tables.Column("State", lambda one: one.state_label),
    ),
    read=queries.titled,
)


@on(P.EVIDENCE_VIEW, load=queries.document, see=P.EVIDENCE_VIEW, may=rules.may)
def document(request: PersonRequest, thing: Document) -> HttpResponse:
    """Show one document: where it stands, its revisions, what was left out of them."""
    revisions = list(thing.revisions.select_related("file", "document").order_by("-number"))
    same = queries.same_bytes(thing, request.user, most=_SAME_SHOWN + 1)
    context = {
        "thing": thing,
        "facts": queries.facts(thing.item),
        "revisions": [(one, queries.told(one)) for one in revisions],
        "current": next((one for one in revisions if one.number == thing.current), None),
        "newest": revisions[0] if revisions else None,
        "same": same[:_SAME_SHOWN],
        "more_same": len(same) > _SAME_SHOWN,
        "being_read": thing.state == DocumentState.WAITING
        and thing.item.state == EvidenceState.LOGGED
        and not thing.destroyed_in,
        "of": revisions[0].pages if revisions else 0,
        "so_far": queries.last_page_kept(revisions[0]) if revisions and thing.state == DocumentState.WAITING else 0,
        "method": {m.key: m.name for m in methods(thing.engagement)}.get(thing.item.method, thing.item.method),
        "names": names([one.filed_by for one in revisions]),
        "originals": rules.may(request.user, P.DOCUMENT_ORIGINAL, thing).allowed,
        "withdrawn": thing.item.state == EvidenceState.WITHDRAWN,
        "buttons": buttons([REVISE, READ_AGAIN], request.user, thing),
    }
    return private(render(request, "evidence/document.html", context), thing.item)


@on(P.EVIDENCE_VIEW, load=queries.document, see=P.EVIDENCE_VIEW, may=rules.may)
def page(request: PersonRequest, thing: Document, revision: int, page: int) -> HttpResponse:
    """Show a page of a revision's text: the clean copy, paragraph by paragraph, each with its own address."""
    return _text(request, thing, _read(thing, revision), page)


@on(P.EVIDENCE_VIEW, load=queries.document, see=P.EVIDENCE_VIEW, may=rules.may)
def passage(
    request: PersonRequest, thing: Document, revision: int, page: int, paragraph: int, first: int = 0, last: int = 0
) -> HttpResponse:
    """Show a passage where it stands, marked: the whole paragraph, or the characters from `first` up to `last`."""
    of = _read(thing, revision)
    found = queries.passage(Citation(thing.ref, revision, page, paragraph))
    if found is None or (last and not first < last <= len(found.text)):
        raise NotThere("There is no such passage in this revision.")
    return _text(request, thing, of, page, cited=Citation(thing.ref, revision, page, paragraph, first, last))


def _read(thing: Document, number: int) -> Revision:
    """Return a revision whose text is there. Raises NotThere."""
    found = queries.revision(thing, number)
    if found is None or not found.is_read:
        raise NotThere("There is no such revision, or it has no text.")
    return found


def of_text(thing: Document, number: int, page: int) -> Revision:
    """Return a revision whose text has a page. Raises NotThere."""
    found = _read(thing, number)
    if not 1 <= page <= max(found.pages, 1):
        raise NotThere("The revision has no such page.")
    return found


def _text(
    request: PersonRequest, thing: Document, of: Revision, number: int, *, cited: Citation | None = None
) -> HttpResponse:
    of_text(thing, of.number, number)
    passages = queries.page_of_text(of, number)
    confidence = passages[0].confidence if passages else None
    context = {
        "thing": thing,
        "revision": of,
        "number": number,
        "paragraphs": [_shown(thing, of, one, cited) for one in passages],
        "confidence": None if confidence is None else round(100 * confidence),
        "cited": cited,
        "here": cited.short if cited else f"Page {number}",
        "may_tag": bool(rules.may(request.user, P.DOCUMENT_TAG, thing)),
        "may_redact": bool(rules.may(request.user, P.DOCUMENT_REDACT, thing)),
        "redaction": queries.last_redaction_of(of),
        "newer": thing.current if thing.current > of.number else 0,
        "withdrawn": thing.item.state == EvidenceState.WITHDRAWN,
    }
    return private(render(request, "evidence/page.html", context), thing.item)


def _shown(thing: Document, of: Revision, one: Passage, cited: Citation | None) -> dict[str, object]:
    """Return a paragraph in up to three pieces, so that what is cited can be marked."""
    marked = cited is not None and cited.paragraph == one.number
    first, last = (cited.first, cited.last or len(one.text)) if cited and marked else (0, 0)
    return {
        "number": one.number,
        "before": one.text[:first],
        "marked": one.text[first:last],
        "after": one.text[last:],
        "anchor": f"c{first}-{last}" if marked else "",
        "citation": Citation(thing.ref, of.number, one.page, one.number),
    }


@on(P.DOCUMENT_ORIGINAL, load=queries.document, see=P.EVIDENCE_VIEW, may=rules.may)
def original(request: PersonRequest, thing: Document, revision: int) -> HttpResponse:
    """Hand out a revision's file as it came, to be saved and never shown by the browser."""
    rules.may(request.user, P.DOCUMENT_ORIGINAL, thing).require()
    found = queries.revision(thing, revision)
    if found is None or not found.outcome or found.outcome == DocumentState.QUARANTINED:
        raise NotThere("There is no such file, it has not been looked at yet, or it is kept apart.")
    return _handed_out(found, queries.document_file(found), found.file)


@on(P.EVIDENCE_VIEW, load=queries.document, see=P.EVIDENCE_VIEW, may=rules.may)
def clean(request: PersonRequest, thing: Document, revision: int) -> HttpResponse:
    """Hand out the clean copy of a revision: without author, comments, hidden sheets and where a picture was taken."""
    del request
    found = queries.revision(thing, revision)
    if found is None or found.clean_copy is None or thing.item.state == EvidenceState.WITHDRAWN:
        raise NotThere("There is no clean copy of this revision.")
    return _handed_out(found, queries.document_copy(found), found.clean_copy)


def _handed_out(revision: Revision, chunks: Iterator[bytes], file: StoredFile) -> HttpResponse:
    return to_be_saved(file, queries.told(revision).file_name, of=revision.document.ref, chunks=chunks)
