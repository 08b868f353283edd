"""Data sets: registered with source, custody, period, columns and permitted use. No page opens the data."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse

from concord.core import searching
from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import StoredFile
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.models.engagement import Within
from concord.evidence.states import DATA_SET, DataSetState

S = Sensitivity
_SHA256 = r"^[0-9a-f]{64}$"


class JusticeInformation(TextChoices):
    """Whether it holds criminal justice information, which is kept out of Concord."""

    NONE = "none", "No, it holds none"
    REMOVED = "removed", "It did, and the agency took it out"
    PRESENT = "present", "Yes: it stays with the agency"
    UNKNOWN = "unknown", "We do not know yet: it stays with the agency"


KEPT_OUT = (JusticeInformation.PRESENT, JusticeInformation.UNKNOWN)
"""Where its file is not taken."""


class DataSet(Within, Staged):
    """One data set. `columns` are its fields, one a line; `sha256` is the fingerprint of the file that was read,
    whether it is kept here, sealed, or stays with the agency. `columns_found` and `rows_found` are how many that file
    has, where Concord could look; names are not kept, since the first row of a file may be no row of names."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "focus_area", "title"), S.INTERNAL),
        **dict.fromkeys(("source", "custody", "period_from", "period_to", "columns", "row_count"), S.INTERNAL),
        **dict.fromkeys(("sha256", "permitted_use", "justice_information", "file", "file_name"), S.INTERNAL),
        **dict.fromkeys(("columns_found", "rows_found", "basis"), S.INTERNAL),
        **dict.fromkeys(("registered_by", "withdrawn_because", "destroyed_in"), S.INTERNAL),
    }
    lifecycle = DATA_SET
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="data_sets")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="data_sets")
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    custody = models.CharField(max_length=200)
    period_from = models.DateField()
    period_to = models.DateField()
    columns = models.TextField()
    row_count = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    permitted_use = models.TextField()
    basis = models.CharField(max_length=60, blank=True, default="")  # as of an item
    justice_information = models.CharField(max_length=7, choices=JusticeInformation.choices)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    columns_found = models.PositiveIntegerField(null=True)
    rows_found = models.PositiveBigIntegerField(null=True)
    registered_by = models.CharField(max_length=60)
    withdrawn_because = models.TextField(blank=True)
    destroyed_in = models.CharField(max_length=60, blank=True)  # the disposal by which its file went

    class Meta:
        constraints: ClassVar = [
            DATA_SET.constraint(),
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="data_set_period_is_in_order"),
            models.CheckConstraint(condition=Q(sha256__regex=_SHA256), name="data_set_has_a_fingerprint"),
            models.CheckConstraint(
                condition=Q(justice_information__in=JusticeInformation.values), name="data_set_question_is_answered"
            ),
            models.CheckConstraint(
                condition=Q(file=None, file_name="")
                | Q(file__isnull=False) & ~Q(file_name="") & ~Q(justice_information__in=KEPT_OUT),
                name="data_set_file_is_kept_only_without_justice_information",
            ),
            models.CheckConstraint(
                condition=Q(columns_found=None, rows_found=None)
                | Q(columns_found__isnull=False, rows_found__isnull=False),
                name="data_set_measured_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=DataSetState.WITHDRAWN) & ~Q(withdrawn_because="")
                | ~Q(state=DataSetState.WITHDRAWN) & Q(withdrawn_because=""),
                name="data_set_withdrawn_with_a_reason",
            ),
        ]
        indexes: ClassVar = [searching.index("data_sets_searched", "title", "source", "columns")]

    @property
    def holds_justice_information(self) -> bool:
        """Whether it is tagged: it holds such information, or may."""
        return self.justice_information in KEPT_OUT

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("data-set", args=[self.ref])
