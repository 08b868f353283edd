"""When another body began to review, and in which words it has spoken since."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.engagements.models import Engagement
from concord.programme.models import Edition

S = Sensitivity


class HandOver(Guarded):
    """From the day `on` another body reviews the reforms of an engagement, in the words of the edition `after`.

    What was said before stays as it was said, in the words of `before`. Never changed; another may follow."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "made_at", "made_by"), S.INTERNAL),
        **dict.fromkeys(("engagement", "before", "after", "body", "on", "reason"), S.PUBLIC),
    }
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="hand_overs")
    before = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=200)
    on = models.DateField()
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="hand_over_changes_the_edition"),
            models.CheckConstraint(condition=~Q(body="") & ~Q(reason=""), name="hand_over_says_to_whom_and_why"),
        ]
