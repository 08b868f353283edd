"""When a packet brought a reform from one side to the other."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.reforms.models.packets import Packet
from concord.reforms.models.reforms import Reform
from concord.reforms.states import ReformState

S = Sensitivity


class Turn(Guarded):
    """A packet was handed in, returned or accepted, and since then another side has the ball of a reform in it. Never
    changed. What the two voices say brings turns of its own, which are told by what they said."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "packet"), S.INTERNAL),
        **dict.fromkeys(("reform", "state", "at"), S.PUBLIC),
    }
    objects = GuardedManager()

    reform = models.ForeignKey(Reform, on_delete=models.PROTECT, related_name="turns")
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="turns")
    state = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[str(ReformState.WITH_AGENCY), str(ReformState.WITH_TEAM)]),
                name="turn_is_of_one_of_two_sides",
            )
        ]
