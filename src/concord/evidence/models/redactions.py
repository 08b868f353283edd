"""Versions of an item's text, and of a document's, from which something was removed."""

from typing import ClassVar

from django.db import models

from concord.analysis.text.redacting import Span
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.evidence.models.documents import Passage, Revision
from concord.evidence.models.items import EvidenceItem

S = Sensitivity


class Redaction(Guarded):
    """A redacted version, the first of an item being number 1. `spans` are [from, to, kind] in the original's
    characters: with them a citation of the original resolves in the version (analysis.text.redacting)."""

    sensitivity: ClassVar = dict.fromkeys(("id", "item", "number", "spans", "text", "made_at", "made_by"), S.INTERNAL)
    objects = GuardedManager()

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="redactions")
    number = models.PositiveIntegerField()
    spans = models.JSONField()
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "number"], name="redaction_once_a_number")]


class DocumentRedaction(Guarded):
    """A redacted version of a revision's text, the first of a revision being number 1. `spans` are [page, paragraph,
    from, to, kind] in the original's characters; `texts` are [page, paragraph, text] of the paragraphs from which
    something was removed, and none of a sealed document, which keeps them apart (sealed_documents)."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "revision", "number", "spans", "texts", "made_at", "made_by"), S.INTERNAL
    )
    objects = GuardedManager()

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="redactions")
    number = models.PositiveIntegerField()
    spans = models.JSONField()
    texts = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "number"], name="document_redaction_once_a_number")
        ]

    def is_without(self, passage: Passage, span: Span) -> bool:
        """Say whether the whole of a part of a passage is gone from this version."""
        here = [
            (start, end)
            for page, number, start, end, _ in self.spans
            if (page, number) == (passage.page, passage.number)
        ]
        return any(start <= span.start and span.end <= end for start, end in here)
