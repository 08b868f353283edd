"""A change of what an engagement is about: asked for by one side, answered by the other."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core import searching
from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.workplans.states import SCOPE_CHANGE

P = Permission
S = Sensitivity


class ScopeChange(Staged):
    """A change of what the engagement is about, asked for by one side and answered by the other. What is agreed still
    needs an amended work plan, and the chief executive's concurrence with it."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "what", "reason", "effect"), S.INTERNAL),
        **dict.fromkeys(("topics", "asked_by", "asked_at", "answer", "answered_by", "answered_at"), S.INTERNAL),
    }
    lifecycle = SCOPE_CHANGE
    onward: ClassVar = frozenset({P.SCOPE_AGREE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="scope_changes")
    what = models.TextField()
    reason = models.TextField()
    effect = models.TextField()  # on time, people and cost
    topics = models.JSONField(default=list)  # keys of the edition that it adds to what the agency asked for
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=60, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            SCOPE_CHANGE.constraint(),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None, answer="")
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="scope_change_answer_is_paired",
            ),
        ]
        indexes: ClassVar = [
            searching.index("scope_changes_searched", "what", "reason", "effect", "answer"),
            models.Index(fields=["state", "state_since"], name="scope_changes_by_state"),
        ]

    @property
    def title(self) -> str:
        """What is to change, in its first words."""
        return f"Change of scope: {self.what[:80]}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the engagement and on its agency."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return self.engagement.ref

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("scope-change", args=[self.ref])
