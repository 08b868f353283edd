"""The organizations with which an engagement is carried out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.engagements.models.engagement import Engagement, Within
from concord.partners.models import Provider

S = Sensitivity


class Part(TextChoices):
    """What an organization does in an engagement."""

    LEADS = "leads", "Leads the technical assistance"
    SUPPORTS = "supports", "Supports it"


class Partnership(Within, Guarded):
    """One organization in one engagement: from one day on, until another once that has come. It is never deleted."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "engagement", "provider", "part", "since", "until"), S.PUBLIC),
        "ended_because": S.INTERNAL,
    }
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="partnerships")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="partnerships")
    part = models.CharField(max_length=8, choices=Part.choices)
    since = models.DateField()
    until = models.DateField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(part__in=Part.values), name="part_of_a_partner_is_known"),
            models.CheckConstraint(
                condition=Q(until=None, ended_because="") | Q(until__isnull=False) & ~Q(ended_because=""),
                name="partnership_ends_with_a_reason",
            ),
            models.UniqueConstraint("engagement", "provider", condition=Q(until=None), name="partner_once_at_a_time"),
            models.UniqueConstraint(
                "engagement", condition=Q(until=None, part="leads"), name="one_partner_leads_at_a_time"
            ),
        ]
