"""Clauses that are tagged with a standard of practice."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.evidence.models.documents import Passage
from concord.programme.models import Edition

S = Sensitivity


class ClauseTag(Guarded):
    """One clause (the passage with which it begins) under one standard of an edition; an ended tag stays on record."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "passage", "edition", "standard", "tagged_at", "tagged_by", "ended_at", "ended_by"), S.INTERNAL
    )
    objects = GuardedManager()

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="tags")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    standard = models.CharField(max_length=60)  # a key of the edition
    tagged_at = models.DateTimeField()
    tagged_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["passage", "standard"], condition=Q(ended_at=None), name="clause_under_a_standard_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="clause_tag_ends_whole",
            ),
        ]
