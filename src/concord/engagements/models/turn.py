"""The turns in the course of an engagement, as the public is told of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.engagements.models.engagement import EndedBy, Engagement
from concord.engagements.states import EngagementState

S = Sensitivity


class Turn(Guarded):
    """One suspension, resumption or end: the state to which it led, who ended it, when, and the public words on it.

    Rows are only ever added, so what stood where on a day stays visible; the reason that the office keeps is in the
    trail, not here."""

    sensitivity: ClassVar = dict.fromkeys(("id", "engagement", "state", "ended_by", "at", "public_words"), S.PUBLIC)
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="turns")
    state = models.CharField(max_length=40)
    ended_by = models.CharField(max_length=11, choices=EndedBy.choices, blank=True)
    at = models.DateTimeField()
    public_words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="turn_says_who_ended_it",
                condition=Q(state=EngagementState.ENDED, ended_by__in=EndedBy.values)
                | ~Q(state=EngagementState.ENDED) & Q(ended_by=""),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["engagement", "at"], name="turns_of_an_engagement")]
