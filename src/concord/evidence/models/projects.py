"""Coded projects of other programs: brought as a file, looked at, then taken in as documents, codes and a closed round.

The file is kept sealed until it has been taken in or set aside, and so is what the look at it found, since both hold
names of texts and of people."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import StoredFile
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.models.engagement import Within
from concord.evidence.models.codebooks import Codebook
from concord.evidence.models.items import Consent, Releasability
from concord.evidence.models.rounds import CodingRound
from concord.evidence.states import PROJECT

S = Sensitivity


class CodedProject(Within, Staged):
    """One project. `taken` of its `texts` are in; `round` holds what was coded in them. Of a refused one `why` says in
    a sentence what was found. By `fingerprint` the same bytes are known again."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "codebook", "focus_area"), S.INTERNAL),
        **dict.fromkeys(
            ("name", "method", "collected_on", "releasability", "open_because", "consent", "file", "kind", "size"),
            S.INTERNAL,
        ),
        **dict.fromkeys(("fingerprint", "brought_by", "why", "texts", "taken", "round"), S.INTERNAL),
    }
    lifecycle = PROJECT
    onward: ClassVar = frozenset({Permission.PROJECT_TAKE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="coded_projects")
    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="projects")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="coded_projects")
    name = models.CharField(max_length=120)
    method = models.CharField(max_length=60)
    collected_on = models.DateField()
    releasability = models.CharField(max_length=16, choices=Releasability.choices)
    open_because = models.TextField(blank=True, default="")  # why interviews are not confidential
    consent = models.CharField(max_length=12, choices=Consent.choices, blank=True)  # of those who speak in its texts
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    size = models.PositiveBigIntegerField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    brought_by = models.CharField(max_length=60)
    why = models.TextField(blank=True)
    texts = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    round = models.OneToOneField(CodingRound, null=True, on_delete=models.PROTECT, related_name="project")

    class Meta:
        constraints: ClassVar = [
            PROJECT.constraint(),
            models.CheckConstraint(condition=Q(taken__lte=F("texts")), name="coded_project_takes_what_is_there"),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(why="")) | (~Q(state="refused") & Q(why="")),
                name="coded_project_refused_with_a_sentence",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("taking", "taken"), round__isnull=False)
                | (~Q(state__in=("taking", "taken")) & Q(round=None)),
                name="coded_project_taken_into_a_round",
            ),
        ]

    @property
    def title(self) -> str:
        """Its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("coded-project", args=[self.ref])
