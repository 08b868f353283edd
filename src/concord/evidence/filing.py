"""How a file becomes a revision of a document that a job reads; what is here is called by the verb that files it."""

from datetime import datetime

from concord.core import jobs, keys
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.evidence import sealed_documents, sealed_items
from concord.evidence.models import Document, EvidenceItem, Revision
from concord.evidence.reading import kinds
from concord.evidence.reading.pieces import Unreadable
from concord.evidence.sealed_documents import Told
from concord.evidence.states import DOCUMENT
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
