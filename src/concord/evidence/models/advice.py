"""What stakeholders advise about a focus area, and what was done about it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from concord.core import searching
from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.models.engagement import Within
from concord.evidence.states import ADVICE, AdviceState

P = Permission
S = Sensitivity


class Outcome(TextChoices):
    """What was done about advice."""

    TAKEN_UP = "taken_up", "Taken up"
    PARTLY = "partly", "Taken up in part"
    NOT = "not", "Not taken up"


class Advice(Within, Staged):
    """One piece of advice. `voice` is a key of the edition; `body` is who advises, an organization and never a
    person. Its words are destroyed under a retention rule (`destroyed_in` is the disposal); that a voice was heard, and
    what came of it, stays."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "focus_area", "voice"), S.INTERNAL),
        **dict.fromkeys(("title", "body", "text", "given_on", "logged_by", "destroyed_in", "basis"), S.INTERNAL),
        **dict.fromkeys(("outcome", "answer", "answered_at", "answered_by"), S.INTERNAL),
    }
    lifecycle = ADVICE
    onward: ClassVar = frozenset({P.ADVICE_ANSWER})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="advice")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="advice")
    voice = models.CharField(max_length=60)
    body = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    given_on = models.DateField()
    basis = models.CharField(max_length=60, blank=True, default="")  # as of an item
    logged_by = models.CharField(max_length=60)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, null=True)
    destroyed_in = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            ADVICE.constraint(),
            models.CheckConstraint(
                name="advice_is_answered_whole",
                condition=Q(state=AdviceState.ANSWERED, answered_at__isnull=False, answered_by__isnull=False)
                & Q(outcome__in=Outcome.values)
                & ~Q(answer="")
                | ~Q(state=AdviceState.ANSWERED) & Q(answered_at=None, answered_by=None, outcome="", answer=""),
            ),
        ]
        indexes: ClassVar = [searching.index("advice_searched", "title", "body", "text", "answer")]

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("advice-one", args=[self.ref])
