"""What a reviewer thinks of a finding or a recommendation, written before the other reviewer's view is seen."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.findings.models.statements import Finding, Recommendation

S = Sensitivity


class Opinion(TextChoices):
    """What a reviewer would do."""

    VALIDATE = "validate", "Validate it"
    RETURN = "return", "Return it"


class View(Guarded):
    """One reviewer's view of a statement as it was sent in at a moment (`submitted_at`): each writes one, once."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "finding", "recommendation", "submitted_at", "opinion", "text", "written_at", "written_by"), S.INTERNAL
    )
    objects = GuardedManager()

    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="views")
    recommendation = models.ForeignKey(Recommendation, null=True, on_delete=models.PROTECT, related_name="views")
    submitted_at = models.DateTimeField()
    opinion = models.CharField(max_length=8, choices=Opinion.choices)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(finding=None, recommendation__isnull=False) | Q(finding__isnull=False, recommendation=None),
                name="view_is_of_one",
            ),
            models.UniqueConstraint(
                fields=["finding", "recommendation", "submitted_at", "written_by"],
                nulls_distinct=False,
                name="view_once_by_each_reviewer",
            ),
            models.CheckConstraint(condition=Q(opinion__in=Opinion.values), name="view_opinion_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="view_says_something"),
        ]
