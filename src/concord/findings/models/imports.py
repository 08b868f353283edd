"""A report of findings that was written elsewhere, from its file to the drafts that were made of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import StoredFile
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.engagements.models.engagement import Within
from concord.findings.states import REPORT_IMPORT, ImportState

S = Sensitivity


class ReportImport(Within, Staged):
    """One file with a table of findings and recommendations.

    `file` is as it was sent, `cells` the table as it was read (importing.sheet), `rows` how many rows it has under
    `head`. `columns` says by field which column it is; `area` is the number of the focus area of findings whose row
    names none; `stated` is what the report says of itself (importing.reconciling). `added` counts what was loaded,
    {"findings", "recommendations"}; `left` lists the references that undoing left, since somebody had worked on
    them."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "file", "file_name", "cells"), S.INTERNAL),
        **dict.fromkeys(("head", "rows", "columns", "area", "stated", "staged_at", "staged_by"), S.INTERNAL),
        **dict.fromkeys(("added", "loaded_at", "loaded_by", "left", "undone_at", "undone_by"), S.INTERNAL),
    }
    lifecycle = REPORT_IMPORT
    onward: ClassVar = frozenset({Permission.IMPORT_LOAD})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="report_imports")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    cells = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    head = models.JSONField()
    rows = models.PositiveIntegerField()
    columns = models.JSONField(default=dict)
    area = models.PositiveSmallIntegerField(null=True)
    stated = models.JSONField(default=dict)
    staged_at = models.DateTimeField()
    staged_by = models.CharField(max_length=60)
    added = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(null=True)
    loaded_by = models.CharField(max_length=60, null=True)
    left = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            REPORT_IMPORT.constraint(),
            models.UniqueConstraint(
                fields=["engagement", "file"],
                condition=Q(state__in=(ImportState.STAGED, ImportState.LOADED)),
                name="report_imported_once_in_an_engagement",
            ),
            models.CheckConstraint(
                condition=Q(loaded_at=None, loaded_by=None, state__in=(ImportState.STAGED, ImportState.DROPPED))
                | Q(loaded_at__isnull=False, loaded_by__isnull=False)
                & Q(state__in=(ImportState.LOADED, ImportState.UNDONE)),
                name="report_import_loaded_whole",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=False, undone_by__isnull=False, state=ImportState.UNDONE)
                | Q(undone_at=None, undone_by=None) & ~Q(state=ImportState.UNDONE),
                name="report_import_undone_whole",
            ),
        ]

    @property
    def title(self) -> str:
        """The name of its file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("report-import", args=[self.ref])
