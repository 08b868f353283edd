"""Comments on the parts of a plan, and the replies to them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.workplans.models.plan import WorkPlan
from concord.workplans.states import COMMENT

P = Permission
S = Sensitivity


class PlanComment(Staged):
    """A comment on one part of a work plan (content.py says what a part is), made on one version. While it is open, it
    stands beside that part in later versions too."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "plan", "part", "text"), S.INTERNAL),
        **dict.fromkeys(("said_by", "said_at", "resolution", "resolved_at", "resolved_by"), S.INTERNAL),
    }
    lifecycle = COMMENT
    onward: ClassVar = frozenset({P.PLAN_COMMENT_RESOLVE})
    objects = GuardedManager()

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="comments")
    part = models.CharField(max_length=60)
    text = models.TextField()
    said_by = models.CharField(max_length=60)
    said_at = models.DateTimeField()
    resolution = models.TextField(blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            COMMENT.constraint(),
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None, resolution="")
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="plan_comment_resolution_is_paired",
            ),
        ]
        indexes: ClassVar = [
            searching.index("plan_comments_searched", "text", "resolution"),
            models.Index(fields=["state", "state_since"], name="plan_comments_by_state"),
        ]

    @property
    def title(self) -> str:
        """Of which version it is."""
        return f"Comment on the work plan, version {self.plan.version}"

    @property
    def engagement(self) -> Engagement:
        """The engagement that it concerns."""
        return self.plan.engagement

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the engagement and on its agency."""
        return self.plan.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return self.plan.engagement.ref

    def get_absolute_url(self) -> str:
        """Return the comment's page on the desk."""
        return reverse("plan-comment", args=[self.ref])


class PlanReply(Guarded):
    """A reply to a comment."""

    sensitivity: ClassVar = dict.fromkeys(("id", "comment", "text", "by", "at"), S.INTERNAL)
    objects = GuardedManager()

    comment = models.ForeignKey(PlanComment, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
