"""What assistance was delivered: planned, held, evaluated."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse

from concord.accounts.models import Person
from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models.engagement import Engagement, FocusArea, Within
from concord.engagements.states import DELIVERY, DeliveryState

P = Permission
S = Sensitivity


class GoalMet(TextChoices):
    """Whether a delivery met its goal, as the agency says."""

    FULLY = "fully", "Yes, fully"
    PARTLY = "partly", "In part"
    NOT = "not", "No"


class Delivery(Within, Staged):
    """One delivery of assistance: a training, a coaching, a visit. `form` and `topic` are keys of the edition.

    What it took is told when it was held; the agency then evaluates it, with the count of those who were asked and
    answered where they were asked."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "focus_area", "form", "topic"), S.INTERNAL),
        **dict.fromkeys(("title", "planned_on", "planned_by", "held_on", "attendance", "hours", "cost"), S.INTERNAL),
        **dict.fromkeys(
            ("recorded_at", "recorded_by", "cancelled_because", "evaluated_at", "evaluated_by"), S.INTERNAL
        ),
        **dict.fromkeys(("goal_met", "evaluation", "answered", "satisfied"), S.INTERNAL),
    }
    lifecycle = DELIVERY
    onward: ClassVar = frozenset({P.DELIVERY_RECORD, P.DELIVERY_EVALUATE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="deliveries")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="deliveries")
    form = models.CharField(max_length=60)
    topic = models.CharField(max_length=60, blank=True)  # "": none of the edition's
    title = models.CharField(max_length=200)
    planned_on = models.DateField()
    planned_by = models.CharField(max_length=60)
    held_on = models.DateField(null=True)
    attendance = models.PositiveIntegerField(null=True)
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)  # of the team and the experts together
    cost = models.DecimalField(max_digits=11, decimal_places=2, null=True)  # to the programme, in dollars
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=60, null=True)
    cancelled_because = models.TextField(blank=True)
    goal_met = models.CharField(max_length=6, choices=GoalMet.choices, blank=True)
    evaluation = models.TextField(blank=True)
    answered = models.PositiveIntegerField(null=True)  # of those who took part
    satisfied = models.PositiveIntegerField(null=True)  # of those who answered: it met its goal
    evaluated_at = models.DateTimeField(null=True)
    evaluated_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            DELIVERY.constraint(),
            models.CheckConstraint(
                name="delivery_is_recorded_whole",
                condition=Q(recorded_at=None, recorded_by=None, held_on=None, attendance=None, hours=None, cost=None)
                | Q(recorded_at__isnull=False, recorded_by__isnull=False, held_on__isnull=False)
                & Q(attendance__isnull=False, hours__isnull=False, cost__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_is_evaluated_whole",
                condition=Q(evaluated_at=None, evaluated_by=None, goal_met="")
                | Q(evaluated_at__isnull=False, evaluated_by__isnull=False, goal_met__in=GoalMet.values),
            ),
            models.CheckConstraint(
                name="delivery_answers_have_their_base",
                condition=Q(answered=None, satisfied=None)
                | Q(satisfied__lte=F("answered"), answered__lte=F("attendance"), answered__gt=0),
            ),
            models.CheckConstraint(
                name="delivery_is_cancelled_with_a_reason",
                condition=Q(state=DeliveryState.CANCELLED) & ~Q(cancelled_because="")
                | ~Q(state=DeliveryState.CANCELLED) & Q(cancelled_because=""),
            ),
        ]
        indexes: ClassVar = [
            searching.index("deliveries_searched", "title", "evaluation"),
            models.Index(fields=["state", "state_since"], name="deliveries_by_state"),
        ]

    def get_absolute_url(self) -> str:
        """Return the delivery's page on the desk."""
        return reverse("delivery", args=[self.ref])


class DeliveryExpert(Guarded):
    """Somebody of the team who delivers, with the name as it was then."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "delivery"), S.INTERNAL),
        **dict.fromkeys(("person", "name"), S.PERSONAL),
    }
    objects = GuardedManager()

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="experts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["delivery", "person"], name="expert_named_once")]
