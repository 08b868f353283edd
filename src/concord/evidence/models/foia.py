"""A set of records that somebody asked for by law: what may be released, and the counts of the rest by basis."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import StoredFile
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.evidence.states import FOIA, FoiaState

S = Sensitivity
P = Permission


class FoiaSet(Staged):
    """One set. `given` are the references of the items and documents in it, each with its version; `withheld` lists
    [releasability, basis, how many]."""

    sensitivity: ClassVar = {
        **dict.fromkeys(
            ("id", "ref", "state", "state_since", "engagement", "request_number", "received_on", "given", "withheld"),
            S.INTERNAL,
        ),
        **dict.fromkeys(("file", "prepared_by", "approved_at", "approved_by", "discarded_because"), S.INTERNAL),
    }
    lifecycle = FOIA
    onward: ClassVar = frozenset({P.FOIA_APPROVE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="foia_sets")
    request_number = models.CharField(max_length=80)  # as the records office counts them; never who asked
    received_on = models.DateField()
    given = models.JSONField()
    withheld = models.JSONField()
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.CharField(max_length=60)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=60, null=True)
    discarded_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            FOIA.constraint(),
            models.CheckConstraint(
                condition=Q(state=FoiaState.APPROVED, approved_at__isnull=False, approved_by__isnull=False)
                | ~Q(state=FoiaState.APPROVED) & Q(approved_at=None, approved_by=None),
                name="foia_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("prepared_by")), name="foia_takes_two_people"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "state_since"], name="foia_sets_by_state")]

    @property
    def title(self) -> str:
        """What was asked for."""
        return f"Records request {self.request_number}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the engagement; the office's alone count."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return self.engagement.ref

    @property
    def withheld_count(self) -> int:
        """How many items are withheld."""
        return sum(int(row[2]) for row in self.withheld)

    def get_absolute_url(self) -> str:
        """Return the page of the set."""
        return reverse("foia-set", args=[self.ref])
