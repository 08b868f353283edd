"""The verbs of documents: filing, revising, and what Concord says after it has read one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from concord.core import keys, lifecycle, zones
from concord.core.actions import Unchanged, unrecorded, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, NotAllowedNow
from concord.core.ids import next_ref
from concord.core.models import SealedThing, SealedValue
from concord.core.permissions import Actor, Permission
from concord.engagements.models import FocusArea
from concord.evidence import checks, filing, rules, sealed_documents, sealed_items
from concord.evidence.models import Document, EvidenceItem, Passage, Revision
from concord.evidence.queries.documents import summary_of
from concord.evidence.reading.pieces import Page
from concord.evidence.states import DocumentState, EvidenceState
from concord.evidence.uploads import Upload, taken

P = Permission


@verb
def file_document(
    focus_area: FocusArea,
    *,
    method: str,
    title: str,
    summary: str,
    collected_on: date,
    releasability: str,
    upload: Upload,
    consent: str = "",
    open_because: str = "",
    activity: str = "",
    by: Actor,
    at: datetime,
) -> Document:
    """File a document: it is logged as an item of evidence, and read by a job. The same bytes again in the same
    engagement are the same document. It counts for the `activity` that it names, as an item does.

    Raises Denied, Incomplete (as of logging an item), BadInput (the file: its kind, its size)."""
    area = lifecycle.lock(focus_area)
    rules.may(by, P.DOCUMENT_FILE, area).require()
    checked: dict[str, Any] = {
        "method": method,
        "activity": activity,
        "collected_on": collected_on,
        "releasability": releasability,
        "consent": consent,
        "open_because": open_because,
    }
    require_none(checks.run(area, today=zones.day(at), **checked), "The document cannot be filed.")
    filing.require_kind(upload)
    sha256 = sealed_items.digest(taken(upload).chunks())
    filing.hold_bytes(area.engagement, sha256)
    if (same := filing.same_document(area.engagement, sha256)) is not None:
        raise Unchanged(same)
    item = _logged(area, at=at, title=title, summary=summary, **checked, logged_by=by.actor_key)
    document = Document.begin(
        P.DOCUMENT_FILE, by=by, at=at, ref=next_ref("DOC", at), engagement=area.engagement, item=item
    )
    filing.add_revision(document, sha256, upload, number=1, by=by, at=at)
    return document


@verb
def revise(document: Document, *, upload: Upload, by: Actor, at: datetime) -> Document:
    """File a new revision of a document; those before stay, and so do citations of them.

    Raises Denied, NotAllowedNow (it is being read), BadInput (the file; or the same as the newest revision)."""
    filing.require_kind(upload)
    sha256 = sealed_items.digest(taken(upload).chunks())
    lifecycle.lock(document.item)
    newest = document.revisions.get(number=document.latest)
    if newest.fingerprint == keys.fingerprint(sha256):
        raise BadInput(f"That is revision {newest.number} once more: the file has the same bytes.")
    number = document.latest + 1
    revised = lifecycle.move(
        document,
        P.DOCUMENT_REVISE,
        by=by,
        at=at,
        may=rules.may,
        changes={"latest": number},
        more={"revision": number, "fingerprint": keys.fingerprint(sha256)},
    )
    filing.add_revision(revised, sha256, upload, number=number, by=by, at=at)
    return revised


@verb
def read_again(document: Document, *, by: Actor, at: datetime) -> Document:
    """Have a document that was not read be read once more (a program was installed since, say)."""
    again = lifecycle.move(document, P.DOCUMENT_READ_AGAIN, by=by, at=at, may=rules.may)
    revision = again.revisions.get(number=again.latest)
    revision.outcome, revision.ended_at, revision.why = "", None, ""
    revision.save(update_fields=["outcome", "ended_at", "why"])
    filing.have_read(again)
    return again


@unrecorded(Passage, Revision, SealedThing, SealedValue)
def keep_pages(
    revision: Revision, *, pages: Sequence[Page], of: int = 0, warnings: Sequence[str] = (), at: datetime
) -> None:
    """Keep pages that were read; those that are there already stay. They are shown once the reading is recorded. `of`
    is how many there are in all (0: nobody knows yet), `warnings` is all that has been left out so far."""
    revision = _locked(revision.document, revision.number)
    if revision.outcome:
        raise NotAllowedNow(f"Revision {revision.number} has been read already.")
    begin = min((page.number for page in pages), default=0)
    there = set(Passage.objects.filter(revision=revision, page__gte=begin).values_list("page", flat=True))
    new = [page for page in pages if page.number not in there and page.paragraphs]
    if revision.is_sealed:
        sealed_documents.keep_texts(revision, {page.number: page.paragraphs for page in new}, at=at)
    Passage.objects.bulk_create(
        Passage(
            revision=revision,
            page=page.number,
            number=number,
            text="" if revision.is_sealed else text,
            confidence=page.confidence,
        )
        for page in new
        for number, text in enumerate(page.paragraphs, start=1)
    )
    said = sealed_documents.told(revision)
    if (revision.pages, said.warnings) != (of or revision.pages, list(warnings)):
        kept = sealed_documents.tell(revision, replace(said, warnings=list(warnings)), at=at)
        Revision.objects.filter(pk=revision.pk).update(pages=of or revision.pages, warnings=kept["warnings"])


@verb
def note_read(
    document: Document, *, kind: str, pages: int, warnings: Sequence[str], copy: bytes | None, by: Actor, at: datetime
) -> Document:
    """Record that the newest revision has been read to its end. `pages` counts empty ones too; `copy` is the clean
    copy, where the kind has one."""
    revision = _locked(document, document.latest)
    found = summary_of(revision)
    done = lifecycle.move(
        document,
        P.DOCUMENT_READ,
        by=by,
        at=at,
        may=rules.may,
        changes={"current": revision.number},
        more={
            "revision": revision.number,
            "pages": pages,
            "words": found.words,
            "text_fingerprint": keys.fingerprint(found.sha256),
        },
    )
    said = replace(sealed_documents.told(revision), text_sha256=found.sha256, warnings=list(warnings))
    _end(
        revision,
        at=at,
        outcome=DocumentState.READ,
        kind=kind,
        pages=pages,
        words=found.words,
        confidence=found.confidence,
        clean_copy=sealed_documents.keep_copy(revision, copy, at=at),
        **sealed_documents.tell(revision, said, at=at),
    )
    return done


@verb
def refuse(document: Document, *, why: str, by: Actor, at: datetime) -> Document:
    """Record that the newest revision cannot be read, and why in a sentence for the person who filed it."""
    return _not_read(document, P.DOCUMENT_REFUSE, DocumentState.REFUSED, why=why, by=by, at=at)


@verb
def quarantine(document: Document, *, why: str, by: Actor, at: datetime) -> Document:
    """Record that the newest revision is infected; its file is handed out to nobody."""
    return _not_read(document, P.DOCUMENT_QUARANTINE, DocumentState.QUARANTINED, why=why, by=by, at=at)


def _not_read(
    document: Document, by_verb: Permission, outcome: DocumentState, *, why: str, by: Actor, at: datetime
) -> Document:
    revision = document.revisions.get(number=document.latest)
    moved = lifecycle.move(
        document, by_verb, by=by, at=at, may=rules.may, reason=why, more={"revision": revision.number}
    )
    _end(revision, at=at, outcome=outcome, why=why)
    return moved


def _end(revision: Revision, *, at: datetime, outcome: DocumentState, **told: Any) -> None:
    revision.outcome, revision.ended_at = outcome.value, at
    for name, value in told.items():
        setattr(revision, name, value)
    revision.save(update_fields=["outcome", "ended_at", *told])


def _locked(document: Document, number: int) -> Revision:
    """Return a revision whose item is classed by nobody until the verb ends."""
    lifecycle.lock(document.item)
    return document.revisions.select_related("document").get(number=number)


def _logged(area: FocusArea, *, title: str, summary: str, at: datetime, **told: Any) -> EvidenceItem:
    """Log the item to which a document belongs, so that it is counted and can be cited; its summary is sealed if it is
    confidential. It has no file of its own: the document hands out the clean copy."""
    ref = next_ref("EVD", at)
    return EvidenceItem.objects.create(
        ref=ref,
        state=EvidenceState.LOGGED,
        state_since=at,
        engagement=area.engagement,
        focus_area=area,
        count=1,
        **sealed_items.kept(ref, told["releasability"], title, summary, None, at=at),
        **told,
    )
