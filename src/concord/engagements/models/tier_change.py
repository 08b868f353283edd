"""A change of tier: proposed by the office, agreed to by the agency's chief executive."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from concord.accounts.models import Identity
from concord.core import searching
from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models.engagement import Engagement, Within
from concord.engagements.states import TIER_CHANGE, TierChangeState

P = Permission
S = Sensitivity


class TierChange(Within, Staged):
    """From one tier of the engagement's edition to another, with the reason."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "from_tier", "to_tier"), S.INTERNAL),
        **dict.fromkeys(("reason", "proposed_by", "answer", "shown_by"), S.INTERNAL),
    }
    lifecycle = TIER_CHANGE
    onward: ClassVar = frozenset({P.TIER_CHANGE_AGREE, P.TIER_CHANGE_DECLINE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="tier_changes")
    from_tier = models.CharField(max_length=60)
    to_tier = models.CharField(max_length=60)
    reason = models.TextField()
    proposed_by = models.CharField(max_length=60)
    answer = models.TextField(blank=True)  # why it was declined or withdrawn
    shown_by = models.CharField(max_length=13, choices=Identity.choices, blank=True)  # by whoever agreed

    class Meta:
        constraints: ClassVar = [
            TIER_CHANGE.constraint(),
            models.CheckConstraint(condition=~Q(to_tier=F("from_tier")), name="tier_changes_to_another"),
            models.CheckConstraint(
                condition=Q(shown_by="") | Q(state=TierChangeState.AGREED, shown_by__in=Identity.values),
                name="tier_change_identity_is_of_who_agreed",
            ),
            models.UniqueConstraint(
                fields=["engagement"], condition=Q(state=TierChangeState.PROPOSED), name="one_change_of_tier_proposed"
            ),
        ]
        indexes: ClassVar = [searching.index("tier_changes_searched", "reason", "answer")]

    @property
    def title(self) -> str:
        """Whose tier is to change."""
        return f"Change of tier: {self.engagement.title}"

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("tier-change", args=[self.ref])
