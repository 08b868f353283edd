"""The verbs of documents: filing, revising, and what Concord says after it has read one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from concord.core import files, jobs, lifecycle
from concord.core.actions import Unchanged, hold, unrecorded, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, NotAllowedNow
from concord.core.ids import next_ref
from concord.core.models import StoredFile
from concord.core.permissions import Actor, Permission
from concord.engagements.models import FocusArea
from concord.evidence import checks, rules, sealed_items
from concord.evidence.models import Document, EvidenceItem, Passage, Revision
from concord.evidence.queries.documents import summary_of
from concord.evidence.reading import kinds
from concord.evidence.reading.pieces import Page, Unreadable
from concord.evidence.states import DocumentState, EvidenceState
from concord.evidence.uploads import Upload, neutral_name, stored

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
    by: Actor,
    at: datetime,
) -> Document:
    """File a document: it is logged as an item of evidence, and read by a job. The same bytes again in the same
    engagement are the same document.

    Raises Denied, Incomplete (as of logging an item), BadInput (the file: its kind, its size)."""
    area = lifecycle.lock(focus_area)
    rules.may(by, P.DOCUMENT_FILE, area).require()
    problems = checks.run(area, method=method, collected_on=collected_on, today=at.date())
    require_none(problems, "The document cannot be filed.")
    _require_kind(upload)
    file = stored(upload, at=at)
    hold(f"document {area.engagement.ref} {file.sha256}")
    _require_new(area, file)
    item = _logged(
        area,
        at=at,
        method=method,
        title=title,
        summary=summary,
        collected_on=collected_on,
        releasability=releasability,
        logged_by=by.actor_key,
    )
    document = Document.begin(
        P.DOCUMENT_FILE, by=by, at=at, ref=next_ref("DOC", at), engagement=area.engagement, item=item
    )
    _file(document, file, upload, number=1, by=by, at=at)
    return document


@verb
def revise(document: Document, *, upload: Upload, by: Actor, at: datetime) -> Document:
    """File a new revision of a document; those before stay, and so do citations of them.

    Raises Denied, NotAllowedNow (it is being read), BadInput (the file; or the same as the newest revision)."""
    _require_kind(upload)
    file = stored(upload, at=at)
    newest = document.revisions.get(number=document.latest)
    if newest.file_id == file.sha256:
        raise BadInput(f"That is revision {newest.number} once more: the file has the same bytes.")
    number = document.latest + 1
    revised = lifecycle.move(
        document,
        P.DOCUMENT_REVISE,
        by=by,
        at=at,
        may=rules.may,
        changes={"latest": number},
        more={"revision": number, "sha256": file.sha256},
    )
    _file(revised, file, upload, number=number, by=by, at=at)
    return revised


@verb
def read_again(document: Document, *, by: Actor, at: datetime) -> Document:
    """Have a document that was not read be read once more (a program was installed since, say)."""
    again = lifecycle.move(document, P.DOCUMENT_READ_AGAIN, by=by, at=at, may=rules.may)
    revision = again.revisions.get(number=again.latest)
    revision.outcome, revision.ended_at, revision.why = "", None, ""
    revision.save(update_fields=["outcome", "ended_at", "why"])
    _have_read(again)
    return again


@unrecorded(Passage)
def keep_pages(revision: Revision, *, pages: Sequence[Page]) -> None:
    """Keep pages that were read; those that are there already stay. They are shown once the reading is recorded."""
    if revision.outcome:
        raise NotAllowedNow(f"Revision {revision.number} has been read already.")
    Passage.objects.bulk_create(
        (
            Passage(revision=revision, page=page.number, number=number, text=text, confidence=page.confidence)
            for page in pages
            for number, text in enumerate(page.paragraphs, start=1)
        ),
        ignore_conflicts=True,
    )


@verb
def note_read(
    document: Document, *, kind: str, pages: int, warnings: Sequence[str], copy: bytes | None, by: Actor, at: datetime
) -> Document:
    """Record that the newest revision has been read to its end. `pages` counts empty ones too; `copy` is the clean
    copy, where the kind has one."""
    revision = document.revisions.get(number=document.latest)
    found = summary_of(revision)
    done = lifecycle.move(
        document,
        P.DOCUMENT_READ,
        by=by,
        at=at,
        may=rules.may,
        changes={"current": revision.number},
        more={"revision": revision.number, "pages": pages, "words": found.words, "text_sha256": found.sha256},
    )
    _end(
        revision,
        at=at,
        outcome=DocumentState.READ,
        kind=kind,
        pages=pages,
        words=found.words,
        confidence=found.confidence,
        text_sha256=found.sha256,
        warnings=list(warnings),
        clean_copy=None if copy is None else files.store([copy], at=at),
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


def _require_kind(upload: Upload) -> None:
    """Raise BadInput for a file whose name says at once that it is not read."""
    try:
        kinds.by_name(upload.name or "")
    except Unreadable as refused:
        raise BadInput(refused.sentence) from None


def _require_new(area: FocusArea, file: StoredFile) -> None:
    """Raise Unchanged with the document that has these bytes already, unless it was withdrawn."""
    same = Document.objects.filter(
        engagement=area.engagement_id, revisions__file=file, item__state=EvidenceState.LOGGED
    ).first()
    if same:
        raise Unchanged(same)


def _logged(area: FocusArea, *, summary: str, at: datetime, **told: Any) -> EvidenceItem:
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
        **sealed_items.kept(ref, told["releasability"], summary, None, at=at),
        **told,
    )


def _file(document: Document, file: StoredFile, upload: Upload, *, number: int, by: Actor, at: datetime) -> None:
    Revision.objects.create(
        document=document,
        number=number,
        file=file,
        file_name=neutral_name(upload.name or ""),
        filed_by=by.actor_key,
        filed_at=at,
    )
    _have_read(document)


def _have_read(document: Document) -> None:
    jobs.defer("evidence.read_document", lock=document.ref, ref=document.ref)
