"""How the findings and recommendations of an engagement are numbered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.engagements.models import Engagement

S = Sensitivity


class Scheme(TextChoices):
    """A way of numbering. What readers see is a label; the public keys and addresses never change with it."""

    FOCUS_AREA = "focus_area", "By focus area: finding 2.1, recommendations 2.1.1, 2.1.2"
    CONTINUOUS = "continuous", "Through the report: finding 7, recommendations 7.1, 7.2"
    PILLAR = "pillar", "By pillar: finding 2.1, recommendations 2.1, 2.2 through the pillar, action items 2.1.1, 2.1.2"


class Numbering(Guarded):
    """The scheme that was chosen last; without a row it is by focus area."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "chosen_at", "chosen_by"), S.INTERNAL),
        **dict.fromkeys(("engagement", "scheme"), S.PUBLIC),
    }
    objects = GuardedManager()

    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="numbering")
    scheme = models.CharField(max_length=10, choices=Scheme.choices)
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(scheme__in=Scheme.values), name="numbering_scheme_is_known"),
        ]
