"""Short surveys of the agency's people after a milestone.

Who was asked and has answered is kept apart from what was answered: nobody can put the two together."""

from typing import ClassVar

from django.db import models
from django.db.models import IntegerChoices
from django.urls import reverse

from concord.accounts.models import Person
from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.engagements.models.engagement import Engagement, Within
from concord.engagements.states import SATISFACTION

S = Sensitivity


class Answered(IntegerChoices):
    """How far a sentence of the survey holds."""

    NOT_AT_ALL = 1, "Not at all"
    A_LITTLE = 2, "A little"
    MOSTLY = 3, "Mostly"
    FULLY = 4, "Fully"


class SatisfactionSurvey(Within, Staged):
    """The questions of the engagement's edition, asked after a milestone."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "ref", "state", "state_since", "engagement", "milestone", "closes_on", "asked_by"), S.INTERNAL
    )
    lifecycle = SATISFACTION
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="satisfaction_surveys")
    milestone = models.CharField(max_length=200)
    closes_on = models.DateField()
    asked_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [SATISFACTION.constraint()]
        indexes: ClassVar = [
            searching.index("surveys_searched", "milestone"),
            models.Index(fields=["state", "state_since"], name="satisfaction_by_state"),
        ]

    @property
    def title(self) -> str:
        """After which milestone."""
        return f"How it went: {self.milestone}"

    def get_absolute_url(self) -> str:
        """Return the survey's page on the desk."""
        return reverse("satisfaction", args=[self.ref])


class SurveyInvitation(Guarded):
    """Somebody of the agency who was asked, and whether they have answered."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "survey"), S.INTERNAL),
        **dict.fromkeys(("person", "answered"), S.PERSONAL),
    }
    objects = GuardedManager()

    survey = models.ForeignKey(SatisfactionSurvey, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "person"], name="asked_once_a_survey")]


class SatisfactionAnswer(Guarded):
    """One answer: question of the edition → how far it holds, and words. Not by whom, not when."""

    sensitivity: ClassVar = {"id": S.INTERNAL, **dict.fromkeys(("survey", "said", "words"), S.CONFIDENTIAL)}
    objects = GuardedManager()

    survey = models.ForeignKey(SatisfactionSurvey, on_delete=models.PROTECT, related_name="answers")
    said = models.JSONField()  # key of the question → 1 to 4
    words = models.TextField(blank=True)
