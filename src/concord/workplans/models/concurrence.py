"""The chief executive's concurrence with exactly one version, and a later chief's reaffirmation."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from concord.accounts.models import Identity
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.models import StoredFile
from concord.workplans.models.plan import WorkPlan

S = Sensitivity
_HASH = r"^[0-9a-f]{64}$"


class Concurrence(Guarded):
    """The concurrence with one version: its hash, who, in what capacity, on which day, shown by what. `by` recorded
    it: the chief executive, or an officer where it was signed on paper (`scan`)."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "plan", "content_hash", "capacity", "statement", "signed_on", "shown_by"), S.INTERNAL),
        **dict.fromkeys(("scan_name", "at", "by"), S.INTERNAL),
        **dict.fromkeys(("name", "scan"), S.PERSONAL),
    }
    objects = GuardedManager()

    plan = models.OneToOneField(WorkPlan, on_delete=models.PROTECT, related_name="concurrence")
    content_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=120)  # name and capacity as they were then
    capacity = models.CharField(max_length=300)
    statement = models.TextField(blank=True)
    signed_on = models.DateField()
    shown_by = models.CharField(max_length=13, choices=Identity.choices)
    scan = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    scan_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(content_hash__regex=_HASH) & ~Q(name="") & ~Q(capacity="") & ~Q(by=""),
                name="concurrence_is_whole",
            ),
            models.CheckConstraint(condition=Q(shown_by__in=Identity.values), name="concurrence_identity_is_known"),
            models.CheckConstraint(
                condition=Q(shown_by=Identity.PAPER, scan__isnull=False) & ~Q(scan_name="")
                | ~Q(shown_by=Identity.PAPER) & Q(scan=None, scan_name=""),
                name="concurrence_on_paper_has_its_scan",
            ),
        ]


class Reaffirmation(Guarded):
    """A later chief executive says that the agency stands by a plan with which another one concurred."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "plan", "content_hash", "capacity", "statement", "signed_on"), S.INTERNAL),
        **dict.fromkeys(("shown_by", "at", "by"), S.INTERNAL),
        "name": S.PERSONAL,
    }
    objects = GuardedManager()

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="reaffirmations")
    content_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=300)
    statement = models.TextField(blank=True)
    signed_on = models.DateField()
    shown_by = models.CharField(max_length=13, choices=Identity.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(content_hash__regex=_HASH) & ~Q(name="") & ~Q(capacity="") & ~Q(by=""),
                name="reaffirmation_is_whole",
            ),
            models.CheckConstraint(condition=Q(shown_by__in=Identity.values), name="reaffirmation_identity_is_known"),
        ]
