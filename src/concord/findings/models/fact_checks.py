"""An agency's check of facts: the exact texts that it was given, its numbered comments, and the answer to each."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from concord.core import searching, zones
from concord.core.errors import HouseError
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.engagements.models.engagement import Within
from concord.engagements.windows import last_day, suspensions
from concord.findings.models.statements import Finding, Recommendation, Statement
from concord.findings.states import FACT_CHECK, FactCheckState

P = Permission
S = Sensitivity


class Outcome(TextChoices):
    """How the agency's part ended."""

    SENT_BACK = "sent_back", "Sent back by the agency"
    TAKEN_UP = "taken_up", "Comments made, and taken up when the window ended"
    NO_RESPONSE = "no_response", "No response received"


class Verdict(TextChoices):
    """What the team does about a comment."""

    ACCEPTED = "accepted", "Accepted: the text is reworded"
    KEPT = "kept", "The text is kept"


class FactCheck(Within, Staged):
    """One batch of findings and recommendations that the agency reads before they are issued, until a day (its end
    included). `outcome` is "" until the agency's part has ended, on `ended_at`."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "opened_by", "opened_at"), S.INTERNAL),
        **dict.fromkeys(("due_on", "extended_at", "extended_by", "extended_because"), S.INTERNAL),
        **dict.fromkeys(("outcome", "ended_at", "ended_by"), S.INTERNAL),
    }
    lifecycle = FACT_CHECK
    onward: ClassVar = frozenset({P.FACT_CHECK_SEND_BACK, P.FACT_CHECK_CLOSE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="fact_checks")
    opened_by = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    extended_at = models.DateTimeField(null=True)
    extended_by = models.CharField(max_length=60, null=True)
    extended_because = models.TextField(blank=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            FACT_CHECK.constraint(),
            models.CheckConstraint(
                condition=Q(extended_at=None, extended_by=None, extended_because="")
                | Q(extended_at__isnull=False, extended_by__isnull=False) & ~Q(extended_because=""),
                name="fact_check_extended_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=FactCheckState.WITH_AGENCY, ended_at=None, ended_by=None, outcome="")
                | ~Q(state=FactCheckState.WITH_AGENCY)
                & Q(ended_at__isnull=False, ended_by__isnull=False, outcome__in=Outcome.values),
                name="fact_check_ended_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="fact_checks_by_due")]

    @property
    def title(self) -> str:
        """What it is."""
        return f"Fact check, {self.engagement.title}"

    @property
    def has_until(self) -> date:
        """The last day of the agency's window: `due_on`, later by the days on which the engagement was suspended."""
        return last_day(zones.day(self.opened_at), self.due_on, suspensions(self.engagement))

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("fact-check", args=[self.ref])


class CheckedText(Guarded):
    """The exact words of a finding or a recommendation that the agency was given to check, and their SHA-256."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "fact_check", "finding", "recommendation", "words", "words_hash"), S.INTERNAL
    )
    objects = GuardedManager()

    fact_check = models.ForeignKey(FactCheck, on_delete=models.PROTECT, related_name="texts")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="checked")
    recommendation = models.ForeignKey(Recommendation, null=True, on_delete=models.PROTECT, related_name="checked")
    words = models.JSONField()
    words_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(finding=None, recommendation__isnull=False) | Q(finding__isnull=False, recommendation=None),
                name="checked_text_is_of_one",
            ),
            models.UniqueConstraint(fields=["fact_check", "finding"], name="finding_once_in_a_fact_check"),
            models.UniqueConstraint(fields=["fact_check", "recommendation"], name="recommendation_once_in_fact_check"),
        ]

    @property
    def statement(self) -> Statement:
        """The finding or the recommendation."""
        found = self.finding or self.recommendation
        if found is None:
            raise HouseError("A checked text is of a finding or of a recommendation.")
        return found


class FactComment(Guarded):
    """A numbered comment of the agency against words that were quoted exactly, in one field (`place`) of a text; and
    the team's answer, given once."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "fact_check", "number", "of", "place", "quote", "text", "said_by"), S.INTERNAL),
        **dict.fromkeys(("said_at", "verdict", "answer", "answered_at", "answered_by"), S.INTERNAL),
    }
    objects = GuardedManager()

    fact_check = models.ForeignKey(FactCheck, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField()
    of = models.ForeignKey(CheckedText, on_delete=models.PROTECT, related_name="comments")
    place = models.CharField(max_length=40)
    quote = models.TextField()
    text = models.TextField()
    said_by = models.CharField(max_length=60)
    said_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, null=True)

    class Meta:
        indexes: ClassVar = [searching.index("fact_comments_searched", "text", "answer")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fact_check", "number"], name="fact_comment_number_once"),
            models.CheckConstraint(condition=~Q(quote="") & ~Q(text=""), name="fact_comment_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="", verdict="")
                | Q(answered_at__isnull=False, answered_by__isnull=False, verdict__in=Verdict.values) & ~Q(answer=""),
                name="fact_comment_answered_whole",
            ),
        ]

    @property
    def is_answered(self) -> bool:
        """Whether the team has said what becomes of it."""
        return self.answered_at is not None
