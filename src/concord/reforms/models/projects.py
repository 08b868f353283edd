"""Pieces of work: what an agency does, which may serve many recommendations at once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Delivery, Engagement
from concord.engagements.models.engagement import Within
from concord.findings.models import Recommendation
from concord.reforms.models.pairing import ended
from concord.reforms.states import PROJECT, ProjectState

P = Permission
S = Sensitivity


class Project(Within, Staged):
    """One piece of work. `owner` and `sponsor` are offices, not people; `unit` is the bureau that does it.

    It says nothing of how far a recommendation is: that is for the two voices of its reform (law 8)."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "title", "owner", "sponsor"), S.INTERNAL),
        **dict.fromkeys(("unit", "resources", "budget_note", "begun_at", "begun_by", "outcome"), S.INTERNAL),
    }
    lifecycle = PROJECT
    onward: ClassVar = frozenset({P.PROJECT_REACH})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="projects")
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=100)
    sponsor = models.CharField(max_length=100)
    unit = models.CharField(max_length=100)
    resources = models.TextField(blank=True)
    budget_note = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=60)
    outcome = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [searching.index("projects_searched", "title", "resources", "budget_note", "outcome")]
        constraints: ClassVar = [
            PROJECT.constraint(),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(owner="") & ~Q(sponsor="") & ~Q(unit=""), name="project_says_what_and_whose"
            ),
            models.CheckConstraint(
                condition=(Q(state=ProjectState.ENDED) & ~Q(outcome="")) | (Q(state=ProjectState.OPEN) & Q(outcome="")),
                name="project_ends_with_what_came_of_it",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("project", args=[self.ref])


class Served(Guarded):
    """A recommendation that a piece of work serves. It is taken off with a reason, and stays on record."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "project", "recommendation"), S.INTERNAL),
        **dict.fromkeys(("ended_at", "ended_by", "ended_because"), S.INTERNAL),
    }
    objects = GuardedManager()

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="served")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="projects")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "recommendation"], condition=Q(ended_at=None), name="served_once"
            ),
            ended("served_no_more_with_a_reason"),
        ]


class Milestone(Guarded):
    """A step of a piece of work with its day; once reached, with the day on which it was, and what shows it. One that
    was added by mistake is taken back with a reason, and stays on record."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "project", "what", "due_on", "reached_on", "note"), S.INTERNAL),
        **dict.fromkeys(("ended_at", "ended_by", "ended_because"), S.INTERNAL),
    }
    objects = GuardedManager()

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    what = models.CharField(max_length=300)
    due_on = models.DateField()
    reached_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(reached_on=None) & Q(note="")) | (Q(reached_on__isnull=False) & ~Q(note="")),
                name="milestone_is_reached_with_a_note",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="milestone_says_what"),
            ended("milestone_taken_back_with_a_reason"),
        ]


class Assistance(Guarded):
    """A delivery of technical assistance that helped a piece of work, and how. What was logged wrongly is taken off
    with a reason, and stays on record."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "project", "delivery", "how"), S.INTERNAL),
        **dict.fromkeys(("ended_at", "ended_by", "ended_because"), S.INTERNAL),
    }
    objects = GuardedManager()

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="assistance")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="projects")
    how = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "delivery"], condition=Q(ended_at=None), name="assistance_logged_once"
            ),
            ended("assistance_taken_off_with_a_reason"),
            models.CheckConstraint(condition=~Q(how=""), name="assistance_says_how"),
        ]
