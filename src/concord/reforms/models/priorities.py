"""How people mark recommendations, so that one can say what comes first and plan when it may be done."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.findings.models import Recommendation

S = Sensitivity
LOWEST, HIGHEST = 1, 5
"""The marks that a criterion can get; more is sooner."""
LONGEST = 520
"""Weeks."""


class Appraisal(Guarded):
    """One person's marks of a recommendation, with the reason. Never changed: the latest one counts, and the earlier
    ones stay.

    `marks` has a mark for each criterion of the edition (key → mark); `weeks` is how long the work takes, `unit` the
    part of the agency that does it."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "recommendation", "marks", "weeks", "unit", "why", "by", "at"), S.INTERNAL),
    }
    objects = GuardedManager()

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="appraisals")
    marks = models.JSONField()
    weeks = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=100)
    why = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why="") & ~Q(unit=""), name="appraisal_says_why_and_who"),
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=LONGEST), name="appraisal_takes_some_weeks"),
        ]
        indexes: ClassVar = [models.Index(fields=["recommendation", "-id"], name="appraisals_latest_first")]
