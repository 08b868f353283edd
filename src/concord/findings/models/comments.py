"""Comments of the team on its own findings and recommendations, and the replies to them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core import searching
from concord.core.errors import HouseError
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.engagements.models.engagement import Within
from concord.findings.models.statements import Finding, Recommendation, Statement
from concord.findings.states.comments import COMMENT

P = Permission
S = Sensitivity


class StatementComment(Within, Staged):
    """A comment on a finding or a recommendation; `place` is the field that it is on, "" for the whole. It stays beside
    the statement when that is reworded."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "place"), S.INTERNAL),
        **dict.fromkeys(("finding", "recommendation"), S.INTERNAL),
        **dict.fromkeys(("text", "said_by", "said_at", "resolution", "resolved_at", "resolved_by"), S.INTERNAL),
    }
    lifecycle = COMMENT
    onward: ClassVar = frozenset({P.STATEMENT_COMMENT_RESOLVE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="statement_comments")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="comments")
    recommendation = models.ForeignKey(Recommendation, null=True, on_delete=models.PROTECT, related_name="comments")
    place = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    said_by = models.CharField(max_length=60)
    said_at = models.DateTimeField()
    resolution = models.TextField(blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=60, null=True)

    class Meta:
        indexes: ClassVar = [searching.index("statement_comments_searched", "text", "resolution")]
        constraints: ClassVar = [
            COMMENT.constraint(),
            models.CheckConstraint(
                condition=Q(finding=None, recommendation__isnull=False) | Q(finding__isnull=False, recommendation=None),
                name="statement_comment_is_of_one",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="statement_comment_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None, resolution="")
                | Q(resolved_by__isnull=False, resolved_at__isnull=False) & ~Q(resolution=""),
                name="statement_comment_resolved_whole",
            ),
        ]

    @property
    def statement(self) -> Statement:
        """The finding or the recommendation."""
        found = self.finding or self.recommendation
        if found is None:
            raise HouseError("A comment is on a finding or on a recommendation.")
        return found

    @property
    def title(self) -> str:
        """On what it is."""
        return f"Comment on {self.statement.title}"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("statement-comment", args=[self.ref])


class StatementReply(Guarded):
    """A reply to a comment."""

    sensitivity: ClassVar = dict.fromkeys(("id", "comment", "text", "by", "at"), S.INTERNAL)
    objects = GuardedManager()

    comment = models.ForeignKey(StatementComment, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="statement_reply_says_something")]
