"""Documents in numbered revisions, and the passages that were read from them.

A document belongs to an item of evidence, which says when and how it was gathered, how far it may travel, and whether
it was withdrawn. A revision's file and text stay as they were filed: a citation of a passage holds for ever, and the
database sees to it (migration 0023).

Of a document whose item is confidential or law-enforcement sensitive files and texts are sealed (sealed_documents):
its passages keep their places here, and are empty."""

from typing import ClassVar, NamedTuple

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import StoredFile
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.evidence.models.items import EvidenceItem
from concord.evidence.states import DOCUMENT, DocumentState

S = Sensitivity
_ENDED = (DocumentState.READ, DocumentState.REFUSED, DocumentState.QUARANTINED)


class Document(Staged):
    """One document. `latest` is the number of its newest revision, `current` of the newest that was read (0: none).

    What was destroyed under a retention rule leaves this row alone; `destroyed_in` is the disposal."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "ref", "state", "state_since", "engagement", "item", "latest", "current", "destroyed_in"), S.INTERNAL
    )
    lifecycle = DOCUMENT
    onward: ClassVar = frozenset({Permission.DOCUMENT_REVISE, Permission.DOCUMENT_READ_AGAIN})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="documents", db_index=False)
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="documents")
    latest = models.PositiveIntegerField(default=1)
    current = models.PositiveIntegerField(default=0)
    destroyed_in = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            DOCUMENT.constraint(),
            models.CheckConstraint(
                condition=Q(current__lte=models.F("latest")) & Q(latest__gte=1), name="document_reads_what_is_there"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["engagement", "id"], name="documents_of_an_engagement")]

    @property
    def title(self) -> str:
        """The item's title."""
        return str(self.item.title)

    @property
    def page_title(self) -> str:
        """What a browser keeps of its pages in its history: the title, or of a sealed one the reference."""
        return str(self.ref if self.item.is_sealed else self.title)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the engagement."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return str(self.engagement.ref)

    def get_absolute_url(self) -> str:
        """Return the document's page on the desk."""
        return reverse("document", args=[self.ref])


class Revision(Guarded):
    """One revision: the file as it came, and what became of it. `outcome` is empty until it has been read or refused,
    with `why` in a sentence; `warnings` say what was left out; `confidence` is the mean of recognised pages, 0 to 1.

    `text_sha256` is over its paragraphs in order, with a line break between. By `fingerprint` the same bytes are known
    again (core.keys). Of one that `is_sealed` the name of the file, the digests and the warnings are kept apart."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "document", "number", "file", "file_name", "filed_by", "filed_at"), S.INTERNAL),
        **dict.fromkeys(("fingerprint", "is_sealed"), S.INTERNAL),
        **dict.fromkeys(("outcome", "ended_at", "why", "kind", "pages", "words", "confidence"), S.INTERNAL),
        **dict.fromkeys(("warnings", "text_sha256", "clean_copy"), S.INTERNAL),
    }
    objects = GuardedManager()

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    filed_by = models.CharField(max_length=60)
    filed_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    is_sealed = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, blank=True, choices=[(s.value, s.label) for s in _ENDED])
    ended_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)
    kind = models.CharField(max_length=12, blank=True)
    pages = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(default=0)
    confidence = models.FloatField(null=True)
    warnings = models.JSONField(default=list)
    text_sha256 = models.CharField(max_length=64, blank=True)
    clean_copy = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="revision_once_in_its_document"),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None)
                | (Q(outcome__in=[s.value for s in _ENDED]) & Q(ended_at__isnull=False)),
                name="revision_ends_with_a_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=("", "read"), why="")
                | (Q(outcome__in=("refused", "quarantined")) & ~Q(why="")),
                name="revision_refused_with_a_sentence",
            ),
            models.CheckConstraint(
                condition=Q(is_sealed=False) | Q(text_sha256="", warnings=[]), name="revision_sealed_tells_nothing"
            ),
        ]

    @property
    def is_read(self) -> bool:
        """Whether its text is there."""
        return self.outcome == DocumentState.READ


class Passage(Guarded):
    """One paragraph of a page of a revision; "" where that is sealed. The database keeps its words beside it, for the
    search."""

    sensitivity: ClassVar = dict.fromkeys(("id", "revision", "page", "number", "text", "confidence"), S.INTERNAL)
    objects = GuardedManager()

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="passages", db_index=False)
    page = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    text = models.TextField()
    confidence = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "page", "number"], name="passage_once_in_its_revision")
        ]


class Citation(NamedTuple):
    """Where a passage is, for ever: document, revision, page, paragraph, and a range of characters (0, 0: all)."""

    ref: str
    revision: int
    page: int
    paragraph: int
    first: int = 0
    last: int = 0

    @property
    def short(self) -> str:
        """DOC-2026-0001 r2 p3 ¶5 [10-57]."""
        chosen = f" [{self.first}-{self.last}]" if self.last else ""
        return f"{self.ref} r{self.revision} p{self.page} ¶{self.paragraph}{chosen}"

    def get_absolute_url(self) -> str:
        """Return its address."""
        where = [self.ref, self.revision, self.page, self.paragraph]
        if not self.last:
            return reverse("passage", args=where)
        return f"{reverse('passage-range', args=[*where, self.first, self.last])}#c{self.first}-{self.last}"
