"""Outcome measures: what should change out there, registered before it is measured. Never summed into a score."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.findings.models import Recommendation
from concord.reforms.models.pairing import ended

S = Sensitivity


class Outcome(Guarded):
    """One outcome measure: what is counted, in which unit, where it stood (the baseline), where it should go, and where
    the numbers come from. It is registered once and never changed; a mistake is withdrawn, with the reason."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "registered_at", "registered_by", "ended_by"), S.INTERNAL),
        **dict.fromkeys(("ended_at", "ended_because"), S.PUBLIC),
        **dict.fromkeys(("recommendation", "name", "unit", "baseline", "baseline_as_of", "target", "source"), S.PUBLIC),
    }
    objects = GuardedManager()

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="outcomes")
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    baseline = models.DecimalField(max_digits=14, decimal_places=3)
    baseline_as_of = models.DateField()
    target = models.DecimalField(max_digits=14, decimal_places=3)
    source = models.TextField()
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recommendation", "name"], condition=Q(ended_at=None), name="outcome_named_once"
            ),
            ended("outcome_is_withdrawn_with_a_reason"),
            models.CheckConstraint(condition=~Q(target=F("baseline")), name="outcome_should_move"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(name="") & ~Q(unit=""), name="outcome_says_its_source"),
        ]


class OutcomeValue(Guarded):
    """One value of an outcome, on a day, from a source. Never changed: a correction is a later value of the same day,
    and the latest one counts."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "recorded_at", "recorded_by"), S.INTERNAL),
        **dict.fromkeys(("outcome", "as_of", "value", "source"), S.PUBLIC),
    }
    objects = GuardedManager()

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="recorded")
    as_of = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=3)
    source = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(source=""), name="outcome_value_has_its_source"),
        ]
