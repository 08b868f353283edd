"""Sheets that were filled in on the spot and have arrived: which, when, from whom. Their words are in the notes of the
field work (FieldNotes), and go from there into the item of evidence; here is no word of them."""

from typing import ClassVar

from django.db import models

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.evidence.models.fieldwork import Fieldwork

S = Sensitivity


class SheetTaken(Guarded):
    """One sheet, by the key that whoever sent it gave it, so that it arrives once however often it is sent.

    `digest` is a keyed hash of its words: the same key with other words is another sheet, and is refused."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "key", "fieldwork", "sheet", "digest", "taken_at", "taken_by"), S.INTERNAL
    )
    objects = GuardedManager()

    key = models.UUIDField(unique=True)
    fieldwork = models.ForeignKey(Fieldwork, on_delete=models.PROTECT, related_name="sheets")
    sheet = models.CharField(max_length=40)  # a key of the edition
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=60)
