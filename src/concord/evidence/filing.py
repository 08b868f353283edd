"""How a file becomes a revision of a document that a job reads; what is here is called by the verb that files it."""

from datetime import datetime

from concord.core import jobs, keys
from concord.core.actions import hold
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.evidence import sealed_documents, sealed_items
from concord.evidence.models import Document, EvidenceItem, Revision
from concord.evidence.reading import kinds
from concord.evidence.reading.pieces import Unreadable
from concord.evidence.sealed_documents import Told
from concord.evidence.states import DOCUMENT, EvidenceState
from concord.evidence.uploads import Upload, neutral_name, taken

P = Permission


def require_kind(upload: Upload) -> None:
    """Raise BadInput for a file whose name says at once that it is not read."""
    try:
        kinds.by_name(upload.name or "")
    except Unreadable as refused:
        raise BadInput(refused.sentence) from None


def is_read(upload: Upload) -> bool:
    """Say whether a file is, by its name, of a kind that Concord reads."""
    try:
        require_kind(upload)
    except BadInput:
        return False
    return True


def same_document(engagement: Engagement, sha256: str) -> Document | None:
    """Return the document of an engagement that has these bytes in one of its revisions, unless it was withdrawn."""
    here = Document.objects.filter(engagement=engagement, item__state=EvidenceState.LOGGED).select_related("item")
    return here.filter(revisions__fingerprint=keys.fingerprint(sha256)).order_by("pk").first()


def require_new(engagement: Engagement, upload: Upload | None) -> None:
    """Raise BadInput for a file of a kind that is read and that is a document of the engagement already: the same bytes
    are the same document, once (law 17). Whoever files the same at the same moment waits."""
    if upload is None or not is_read(upload):
        return
    sha256 = sealed_items.digest(taken(upload).chunks())
    hold_bytes(engagement, sha256)
    if (same := same_document(engagement, sha256)) is not None:
        raise BadInput(
            f"This file is here already, as {same.ref} of {same.item.ref}: it has the same bytes. Leave the file out, "
            f"and name {same.ref} in what you write."
        )


def hold_bytes(engagement: Engagement, sha256: str) -> None:
    """Hold bytes that are filed in an engagement until the verb ends."""
    hold(f"document {engagement.ref} {sha256}")


def own_file(upload: Upload | None) -> Upload | None:
    """Return the file that an item keeps as it came: none where it is of a kind that is read, since it becomes the
    item's document then, and people read its text and its clean copy."""
    return None if upload is None or is_read(upload) else upload


def document_of(item: EvidenceItem, upload: Upload | None, *, by: Actor, at: datetime) -> Document | None:
    """Let a file of a kind that is read be the document of an item that begins, to be read by a job; the verb's audit
    row names the item. Raises BadInput (its size)."""
    if upload is None or not is_read(upload):
        return None
    sha256 = sealed_items.digest(taken(upload).chunks())
    document = Document.objects.create(
        ref=next_ref("DOC", at),
        state=DOCUMENT.first(P.DOCUMENT_FILE),
        state_since=at,
        engagement=item.engagement,
        item=item,
    )
    add_revision(document, sha256, upload, number=1, by=by, at=at)
    return document


def add_revision(document: Document, sha256: str, upload: Upload, *, number: int, by: Actor, at: datetime) -> None:
    """Keep a file as a revision of a document, and have it read. Raises KeyLost."""
    revision = Revision(
        document=document,
        number=number,
        filed_by=by.actor_key,
        filed_at=at,
        fingerprint=keys.fingerprint(sha256),
        is_sealed=document.item.is_sealed,
    )
    revision.file = sealed_documents.keep_file(revision, upload.chunks(), at=at)
    for name, value in sealed_documents.tell(revision, Told(neutral_name(upload.name or ""), sha256), at=at).items():
        setattr(revision, name, value)
    revision.save(force_insert=True)
    have_read(document)


def have_read(document: Document) -> None:
    """Have the newest revision of a document read by a job."""
    jobs.defer("evidence.read_document", lock=document.ref, ref=document.ref)
