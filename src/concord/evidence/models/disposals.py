"""Destroying records for good, by a rule of the edition, and keeping them from it by a legal hold."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core import searching
from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import StoredFile
from concord.core.permissions import OFFICE_SCOPE, Permission
from concord.evidence.states import DISPOSAL, HOLD, DisposalState, HoldState

S = Sensitivity
P = Permission
EVERYTHING = "everything"


class Disposal(Staged):
    """What a retention rule lets be destroyed on a day. `manifest` is a stored list of references, one a line, made
    when it is proposed; `counts` says how many rows of each kind went, once it was carried out."""

    sensitivity: ClassVar = {
        **dict.fromkeys(
            (
                "id",
                "ref",
                "state",
                "state_since",
                "rule",
                "label",
                "authority",
                "as_of",
                "manifest",
                "things",
                "counts",
            ),
            S.INTERNAL,
        ),
        **dict.fromkeys(("proposed_by", "carried_out_at", "carried_out_by", "declined_because"), S.INTERNAL),
    }
    lifecycle = DISPOSAL
    onward: ClassVar = frozenset({P.DISPOSAL_CARRY_OUT})
    objects = GuardedManager()

    rule = models.CharField(max_length=60)  # a key of the edition
    label = models.CharField(max_length=200)
    authority = models.CharField(max_length=300)  # the rule in words, as it stood
    as_of = models.DateField()
    manifest = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    things = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    proposed_by = models.CharField(max_length=60)
    carried_out_at = models.DateTimeField(null=True)
    carried_out_by = models.CharField(max_length=60, null=True)
    declined_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            DISPOSAL.constraint(),
            models.CheckConstraint(
                condition=Q(state=DisposalState.CARRIED_OUT, carried_out_at__isnull=False, carried_out_by__isnull=False)
                | ~Q(state=DisposalState.CARRIED_OUT) & Q(carried_out_at=None, carried_out_by=None),
                name="disposal_carried_out_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "state_since"], name="disposals_by_state")]

    @property
    def audit_more(self) -> Mapping[str, Any]:
        """The hash of the list of what is to go stands in the trail, with the rule and the count (law 3)."""
        return {"rule": self.rule, "things": self.things, "manifest": self.manifest_id}

    @property
    def title(self) -> str:
        """Which records, up to when."""
        return f"{self.label}, as of {self.as_of.isoformat()}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """Records are the office's to keep."""
        return (OFFICE_SCOPE,)

    @property
    def audit_stream(self) -> str:
        """All disposals and holds form one chain."""
        return "retention"

    def get_absolute_url(self) -> str:
        """Return the page of the disposal."""
        return reverse("retention-disposal", args=[self.ref])


class LegalHold(Staged):
    """While it is in force nothing that it covers is destroyed: one thing, all of an engagement or a request, or
    everything. `covers` is the reference, or EVERYTHING."""

    sensitivity: ClassVar = {
        **dict.fromkeys(
            ("id", "ref", "state", "state_since", "heading", "covers", "reason", "placed_by", "lifted_at", "lifted_by"),
            S.INTERNAL,
        ),
        **dict.fromkeys(("lifted_because",), S.INTERNAL),
    }
    lifecycle = HOLD
    objects = GuardedManager()

    heading = models.CharField(max_length=200)
    covers = models.CharField(max_length=60, db_index=True)
    reason = models.TextField()
    placed_by = models.CharField(max_length=60)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=60, null=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [searching.index("holds_searched", "heading", "reason")]
        constraints: ClassVar = [
            HOLD.constraint(),
            models.CheckConstraint(
                condition=Q(state=HoldState.LIFTED, lifted_at__isnull=False, lifted_by__isnull=False)
                & ~Q(lifted_because="")
                | ~Q(state=HoldState.LIFTED) & Q(lifted_at=None, lifted_by=None, lifted_because=""),
                name="hold_lifted_whole",
            ),
        ]

    @property
    def title(self) -> str:
        """What it is about."""
        return self.heading

    @property
    def scopes(self) -> tuple[str, ...]:
        """Holds are the office's."""
        return (OFFICE_SCOPE,)

    @property
    def audit_stream(self) -> str:
        """All disposals and holds form one chain."""
        return "retention"

    def get_absolute_url(self) -> str:
        """Return the page of the hold."""
        return reverse("hold", args=[self.ref])
