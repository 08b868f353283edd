"""Mappings of a data set's columns, and analyses: what was asked for, how it goes, what came of it."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import StoredFile
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.models.engagement import Within
from concord.evidence.models.data_sets import DataSet
from concord.evidence.models.identities import OPEN_FOR
from concord.evidence.models.items import EvidenceItem
from concord.evidence.states import ANALYSIS, MAPPING, AnalysisState, MappingState

P = Permission
S = Sensitivity


class ColumnMapping(Within, Staged):
    """How the columns of a data set become those of a dictionary. `kind` is the dictionary's name, `begun_from` the
    layout that it began with ("" for names that match), `text` the mapping as JSON ("" until it was first tried),
    `source_columns` the names in the file, `loss` what was lost when it was tried, in figures. No value of the data is
    kept but codes that stand often enough to be nobody's."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "data_set", "kind"), S.INTERNAL),
        **dict.fromkeys(("begun_from", "text", "source_columns", "loss", "why", "mapped_by"), S.INTERNAL),
    }
    lifecycle = MAPPING
    onward: ClassVar = frozenset({P.MAPPING_ADOPT, P.MAPPING_CHANGE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="mappings")
    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="mappings")
    kind = models.CharField(max_length=40)
    begun_from = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    source_columns = models.JSONField(default=list)
    loss = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    mapped_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            MAPPING.constraint(),
            models.CheckConstraint(
                condition=~Q(state=MappingState.REFUSED) | ~Q(why=""), name="mapping_is_refused_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(s) for s in (MappingState.TRIED, MappingState.ADOPTED)]) | ~Q(text=""),
                name="mapping_in_use_says_something",
            ),
        ]

    @property
    def title(self) -> str:
        """Of what, to what."""
        return f"Mapping of “{self.data_set.title}” to {self.kind}"

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("mapping", args=[self.ref])


class Analysis(Within, Staged):
    """One analysis of a data set. `beside` is the mapping of a second data set, for a method that reads two files;
    `question` is the work plan's, with its key; `result` is all that came out, for the team alone; `shown` what of it
    passed disclosure control, which the item of evidence and the agency's page have; `bundle` the same as a file. Keys
    of officers are in neither: they are sealed under the analysis's reference."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "focus_area", "data_set"), S.INTERNAL),
        **dict.fromkeys(("mapping", "beside", "method", "question_key", "question", "parameters", "seed"), S.INTERNAL),
        **dict.fromkeys(("about_officers", "result", "shown", "capsule", "bundle", "why", "item"), S.INTERNAL),
        **dict.fromkeys(("chosen_by", "ordered_by", "opened_at", "opened_by"), S.INTERNAL),
    }
    lifecycle = ANALYSIS
    onward: ClassVar = frozenset({P.ANALYSIS_ORDER, P.ANALYSIS_LOG, P.ANALYSIS_SHARE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="analyses")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="analyses")
    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="analyses")
    mapping = models.ForeignKey(ColumnMapping, on_delete=models.PROTECT, related_name="analyses")
    beside = models.ForeignKey(ColumnMapping, null=True, on_delete=models.PROTECT, related_name="analyses_beside")
    method = models.CharField(max_length=40)
    question_key = models.CharField(max_length=40)
    question = models.TextField()
    parameters = models.JSONField(default=dict)
    seed = models.PositiveIntegerField(default=1)
    about_officers = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)
    capsule = models.TextField(blank=True)
    bundle = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    item = models.OneToOneField(EvidenceItem, null=True, on_delete=models.PROTECT, related_name="analysis")
    chosen_by = models.CharField(max_length=60)
    ordered_by = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(null=True)  # when somebody last opened what it says of officers
    opened_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            ANALYSIS.constraint(),
            models.CheckConstraint(
                condition=~Q(state=AnalysisState.FAILED) | ~Q(why=""), name="analysis_fails_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(s) for s in (AnalysisState.LOGGED, AnalysisState.SHARED)])
                | Q(item__isnull=False),
                name="analysis_logged_has_its_item",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None) | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="analysis_opened_by_somebody",
            ),
        ]

    @property
    def title(self) -> str:
        """The question that it is to answer."""
        return self.question

    @property
    def data_sets(self) -> tuple[DataSet, ...]:
        """The data sets that it reads, its own first."""
        return (self.data_set,) if self.beside is None else (self.data_set, self.beside.data_set)

    def shows_officers_to(self, person: str, *, at: datetime) -> bool:
        """Whether this person opened what it says of officers, no longer ago than half an hour."""
        return self.opened_by == person and self.opened_at is not None and at < self.opened_at + OPEN_FOR

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("analysis", args=[self.ref])


class AnalysisProgress(Guarded):
    """How far an analysis has come. It is no event: it is written over, and gone from view when the analysis ends."""

    sensitivity: ClassVar = dict.fromkeys(("id", "analysis", "done", "words", "at"), S.INTERNAL)
    objects = GuardedManager()

    analysis = models.OneToOneField(Analysis, on_delete=models.PROTECT, related_name="progress")
    done = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=120)
    at = models.DateTimeField()
