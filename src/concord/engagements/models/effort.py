"""Time and money that an engagement took, for staff."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.engagements.models.engagement import Engagement, Within

S = Sensitivity


class EffortEntry(Within, Guarded):
    """One entry, written once; what was wrong is withdrawn with the reason and entered anew.

    `category` is a key of the edition's cost categories."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "engagement", "on", "category", "hours", "cost", "what"), S.INTERNAL),
        **dict.fromkeys(
            ("recorded_at", "recorded_by", "withdrawn_at", "withdrawn_by", "withdrawn_because"), S.INTERNAL
        ),
    }
    objects = GuardedManager()

    ref = models.CharField(max_length=60, unique=True)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="effort")
    on = models.DateField()
    category = models.CharField(max_length=60)
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    cost = models.DecimalField(max_digits=11, decimal_places=2)  # in dollars
    what = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [searching.index("effort_searched", "what")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(hours__gte=0, cost__gte=0), name="effort_is_not_negative"),
            models.CheckConstraint(
                name="effort_is_withdrawn_with_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because=""),
            ),
        ]

    @property
    def title(self) -> str:
        """What it was for."""
        return self.what

    @property
    def audit_ref(self) -> str:
        """The reference names the entry in the history."""
        return self.ref

    def get_absolute_url(self) -> str:
        """Return the page that lists it."""
        return reverse("effort", args=[self.engagement.ref])
