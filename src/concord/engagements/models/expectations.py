"""How both sides see to it that expectations are met: check-ins, what is expected, concerns."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.accounts.models import Person
from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models.engagement import Engagement, Within
from concord.engagements.states import ESCALATION, EXPECTATION, EscalationState, ExpectationState

P = Permission
S = Sensitivity


class CheckIn(Within, Guarded):
    """One talk about how it goes. What was agreed to do became tasks."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "ref", "engagement", "on", "present", "notes", "tasks", "recorded_at", "recorded_by"), S.INTERNAL
    )
    objects = GuardedManager()

    ref = models.CharField(max_length=60, unique=True)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="check_ins")
    on = models.DateField()
    present = models.CharField(max_length=300)
    notes = models.TextField()
    tasks = models.PositiveSmallIntegerField()  # how many came out of it
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    class Meta:
        indexes: ClassVar = [searching.index("check_ins_searched", "notes")]

    @property
    def title(self) -> str:
        """Of which day, and whose."""
        return f"Check-in on {self.on.day} {self.on:%B %Y}: {self.engagement.title}"

    @property
    def audit_ref(self) -> str:
        """The reference names it in the history."""
        return self.ref

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("check-in", args=[self.ref])


class Expectation(Within, Staged):
    """What one side expects, in its own words; the same side says whether it was met."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "side", "text", "by_when"), S.INTERNAL),
        **dict.fromkeys(("said_at", "said_by", "why"), S.INTERNAL),
    }
    lifecycle = EXPECTATION
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="expectations")
    side = models.CharField(max_length=30)  # a Party
    text = models.TextField()
    by_when = models.DateField(null=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=60)
    why = models.TextField(blank=True)  # why it was not met, or what shows that it was

    class Meta:
        constraints: ClassVar = [
            EXPECTATION.constraint(),
            models.CheckConstraint(
                name="expectation_is_missed_with_a_reason",
                condition=~Q(state=ExpectationState.NOT_MET) | ~Q(why=""),
            ),
        ]
        indexes: ClassVar = [
            searching.index("expectations_searched", "text", "why"),
            models.Index(fields=["state", "state_since"], name="expectations_by_state"),
        ]

    @property
    def title(self) -> str:
        """Its words, cut short."""
        return self.text if len(self.text) <= _SHORT else f"{self.text[: _SHORT - 1]}…"

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("expectation", args=[self.ref])


_SHORT = 100


class Escalation(Within, Staged):
    """A concern that the agency raised with a named officer, who answers by a day."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "about", "concern"), S.INTERNAL),
        **dict.fromkeys(("officer", "due_on", "raised_by", "answer", "answered_at", "answered_by"), S.INTERNAL),
    }
    lifecycle = ESCALATION
    onward: ClassVar = frozenset({P.ESCALATION_ANSWER})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="escalations")
    about = models.CharField(max_length=200)
    concern = models.TextField()
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    raised_by = models.CharField(max_length=60)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            ESCALATION.constraint(),
            models.CheckConstraint(
                name="concern_is_answered_whole",
                condition=Q(state=EscalationState.RAISED, answered_at=None, answered_by=None, answer="")
                | Q(state=EscalationState.ANSWERED, answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer=""),
            ),
        ]
        indexes: ClassVar = [
            searching.index("concerns_searched", "about", "concern", "answer"),
            models.Index(fields=["state", "state_since"], name="escalations_by_state"),
        ]

    @property
    def title(self) -> str:
        """What it is about."""
        return self.about

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("escalation", args=[self.ref])
