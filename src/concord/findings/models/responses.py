"""What an agency's chief executive answers to a recommendation, for everybody to read."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.findings.models.statements import Recommendation

S = Sensitivity


class Answer(TextChoices):
    """What the agency says."""

    CONCUR = "concur", "Concurs"
    PARTLY = "partly", "Concurs in part"
    NOT = "not", "Does not concur"


class AgencyResponse(Guarded):
    """One response. A later one takes the place of the one before, which stays to be read."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "responded_by"), S.INTERNAL),
        **dict.fromkeys(("recommendation", "answer", "reason", "responded_at"), S.PUBLIC),
    }
    objects = GuardedManager()

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="responses")
    answer = models.CharField(max_length=7, choices=Answer.choices)
    reason = models.TextField(blank=True)
    responded_at = models.DateTimeField()
    responded_by = models.CharField(max_length=60)

    @property
    def is_to_these_words(self) -> bool:
        """Whether it answers the recommendation as it reads now, and no earlier wording."""
        validated_at = self.recommendation.validated_at
        return validated_at is None or self.responded_at >= validated_at

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="agency_response_is_known"),
            models.CheckConstraint(
                condition=Q(answer=Answer.CONCUR) | ~Q(reason=""), name="agency_response_says_why_unless_it_concurs"
            ),
        ]
