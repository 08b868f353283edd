"""Reads of documents, their revisions and passages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Avg, Exists, Max, OuterRef, Q, QuerySet

from concord.accounts.models import Person
from concord.core.permissions import Permission
from concord.evidence.models import Document, EvidenceItem, Passage, Revision
from concord.evidence.models.documents import Citation
from concord.evidence.queries.items import visible_to
from concord.evidence.sealed_documents import sized, with_texts
from concord.evidence.sealed_items import with_titles
from concord.evidence.states import DocumentState, EvidenceState

P = Permission
_WITH = ("engagement__agency", "engagement__edition", "item__focus_area", "item__engagement__agency")
_SUMMARY = """
SELECT coalesce(sum(length(text) - length(replace(text, ' ', '')) + 1), 0), avg(confidence),
       encode(sha256(convert_to(coalesce(string_agg(text, E'\\n' ORDER BY page, number), ''), 'UTF8')), 'hex')
FROM evidence_passage WHERE revision_id = %s"""


@dataclass(frozen=True)
class Summary:
    """What a revision's text comes to: words, the mean confidence of recognised passages, the digest of the text."""

    words: int
    confidence: float | None
    sha256: str


def document(ref: str) -> Document | None:
    """Return the document with this reference, with its own title, or None. Raises KeyLost."""
    return next(iter(titled(Document.objects.select_related(*_WITH).filter(ref=ref))), None)


def titled(documents: Iterable[Document]) -> list[Document]:
    """Return documents, to be shown, with their own titles, wherever these are kept; by one query. Raises KeyLost."""
    found = list(documents)
    with_titles(document.item for document in found)
    return found


def documents_visible_to(person: Person) -> QuerySet[Document]:
    """Return the documents of the items that a person may see."""
    found = Document.objects.select_related(*_WITH)
    return found.filter(item__in=visible_to(person).order_by().values("pk"))


def documents_open_for(person: Person) -> QuerySet[Document]:
    """Return the documents that wait for somebody: those that could not be read."""
    waits = (DocumentState.REFUSED, DocumentState.QUARANTINED)
    return documents_visible_to(person).filter(state__in=waits, item__state=EvidenceState.LOGGED, destroyed_in="")


def unread() -> Q:
    """Return the condition that an item is nothing but files that nobody could read, and its row states no facts: then
    it is no evidence yet."""
    files = Document.objects.filter(item=OuterRef("pk"))
    readable = Q(current__gt=0) | Q(state=DocumentState.WAITING) | ~Q(destroyed_in="")
    return Q(Exists(files), ~Exists(files.filter(readable)), summary="")


def is_unread(item: EvidenceItem) -> bool:
    """Say the same of one."""
    return EvidenceItem.objects.filter(unread(), pk=item.pk).exists()


def waiting_documents() -> QuerySet[Document]:
    """Return the documents that are to be read, those that wait longest first."""
    return (
        Document.objects.select_related(*_WITH)
        .filter(state=DocumentState.WAITING, destroyed_in="")
        .order_by("state_since", "pk")
    )


def revision(of: Document, number: int) -> Revision | None:
    """Return a revision of a document, or None."""
    rows = Revision.objects.select_related("file", "clean_copy")
    found = rows.filter(document=of, number=number).first()
    if found is not None:
        found.document = of
    return found


def same_bytes(of: Document, person: Person, *, most: int) -> list[Document]:
    """Return the first of the other documents of the engagement with a file of the same bytes, as far as a person may
    see them: what the agency sent and the team had from elsewhere stands twice, since the agency is not told."""
    prints = Revision.objects.filter(document=of).values("fingerprint")
    alike = Revision.objects.filter(document=OuterRef("pk"), fingerprint__in=prints)
    here = documents_visible_to(person).filter(engagement=of.engagement_id, item__state=EvidenceState.LOGGED)
    return list(here.filter(Exists(alike)).exclude(pk=of.pk).order_by("pk")[:most])


def is_kept_so(of: Revision) -> bool:
    """Say whether the file of a revision that was loaded is still kept as it was: sealed, or in the clear."""
    return Revision.objects.filter(pk=of.pk, file=of.file_id).exists()


def revision_before(of: Revision) -> Revision | None:
    """Return the revision of the same document that was read before this one, or None."""
    earlier = Revision.objects.filter(document=of.document_id, number__lt=of.number, outcome=DocumentState.READ)
    return earlier.order_by("-number").first()


def last_page_kept(of: Revision) -> int:
    """Return the number of the last page that has been kept, or 0: where a reading goes on."""
    return int(Passage.objects.filter(revision=of).aggregate(last=Max("page"))["last"] or 0)


def blank_pages_kept(of: Revision, last: int) -> int:
    """Return how many of the pages up to the last that has been kept have no text."""
    return last - Passage.objects.filter(revision=of).values("page").distinct().count()


def page_of_text(of: Revision, page: int) -> list[Passage]:
    """Return the passages of one page, in order, with their texts. Raises KeyLost."""
    rows = Passage.objects.select_related("revision__document").filter(revision=of, page=page)
    return with_texts(rows.order_by("number"))


def passage(citation: Citation) -> Passage | None:
    """Return the passage that is cited, with its text, or None: it is not there, or its revision has not been read.

    Raises KeyLost."""
    found = Passage.objects.select_related("revision__document").filter(
        revision__document__ref=citation.ref,
        revision__number=citation.revision,
        revision__outcome=DocumentState.READ,
        page=citation.page,
        number=citation.paragraph,
    )
    return next(iter(with_texts(found)), None)


def summary_of(revision: Revision) -> Summary:
    """Return what a revision's text comes to, computed by the database in one pass where the text is there.

    Raises KeyLost."""
    if revision.is_sealed:
        words, sha256 = sized(revision)
        mean = Passage.objects.filter(revision=revision).aggregate(mean=Avg("confidence"))["mean"]
        return Summary(words, None if mean is None else round(float(mean), 3), sha256)
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, [revision.pk])
        words, confidence, sha256 = cursor.fetchone()
    return Summary(int(words), None if confidence is None else round(float(confidence), 3), sha256)
