"""Eligibility looked at again while the engagement runs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models.engagement import Engagement, Within
from concord.engagements.states import ELIGIBILITY, EligibilityState
from concord.intake.models import MatterKind

P = Permission
S = Sensitivity


class EligibilityReview(Within, Staged):
    """A new look: nothing has changed, or a matter is flagged, on which an approving official decides."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "looked_on", "looked_by"), S.INTERNAL),
        **dict.fromkeys(("kind", "source", "detail", "cleared_because"), S.CONFIDENTIAL),
    }
    lifecycle = ELIGIBILITY
    onward: ClassVar = frozenset({P.ELIGIBILITY_CLEAR})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="eligibility_reviews")
    looked_on = models.DateField()
    looked_by = models.CharField(max_length=60)
    source = models.CharField(max_length=300)  # where it was looked
    kind = models.CharField(max_length=12, choices=MatterKind.choices, blank=True)
    detail = models.TextField(blank=True)
    cleared_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            ELIGIBILITY.constraint(),
            models.CheckConstraint(
                name="flag_names_its_matter",
                condition=Q(state=EligibilityState.UNCHANGED, kind="", detail="")
                | ~Q(state=EligibilityState.UNCHANGED) & ~Q(kind="") & ~Q(detail=""),
            ),
            models.CheckConstraint(
                name="flag_is_cleared_with_a_reason",
                condition=Q(state=EligibilityState.CLEARED) & ~Q(cleared_because="")
                | ~Q(state=EligibilityState.CLEARED) & Q(cleared_because=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "state_since"], name="eligibility_by_state")]

    @property
    def title(self) -> str:
        """Of which day, and whose."""
        return f"Eligibility on {self.looked_on.day} {self.looked_on:%B %Y}: {self.engagement.title}"

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("eligibility-review", args=[self.ref])
