"""A version of an item's text from which something was removed."""

from typing import ClassVar

from django.db import models

from concord.core.guard import Guarded, GuardedManager, Sensitivity
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
