"""A task: something that one side has to do by a day, about a thing, or agency and team together. The apps below set
tasks inside their verbs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core import searching
from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Circumstances, Staged
from concord.core.permissions import Permission
from concord.core.tasks.kinds import ended_by
from concord.core.tasks.states import TASK

P = Permission
S = Sensitivity


class Task(Staged):
    """Something to do. `about` is the reference of the thing; roles count on `scope`, where it is done, and on `also`,
    from where the side that set it for another one follows it, or does its part of a task of both. `part` is what the
    side said that did its part first."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "kind", "what", "about", "scope", "also"), S.INTERNAL),
        **dict.fromkeys(
            ("assignee", "due_on", "set_at", "set_by", "part", "ended_at", "ended_by", "outcome"), S.INTERNAL
        ),
    }
    lifecycle = TASK
    onward: ClassVar = frozenset({P.TASK_DO, P.TASK_AGENCY_PART, P.TASK_TEAM_PART})
    objects = GuardedManager()

    kind = models.CharField(max_length=40, blank=True)  # "first_contact": by it the verb that does it finds it
    what = models.CharField(max_length=300)
    about = models.CharField(max_length=60)
    scope = models.CharField(max_length=80, db_index=True)  # "office", "agency:<ref>", "engagement:<ref>"
    also = models.CharField(max_length=80, blank=True, db_index=True)
    assignee = models.CharField(max_length=60, blank=True)  # actor key; "" for whoever of that side comes first
    due_on = models.DateField(null=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=60)
    part = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            TASK.constraint(),
            models.CheckConstraint(
                name="task_end_is_paired",
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            searching.index("tasks_searched", "what", "outcome"),
            models.Index(fields=["state", "due_on"], name="tasks_by_due"),
            models.Index(fields=["about", "kind"], name="tasks_by_thing"),
        ]

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.what

    @property
    def scopes(self) -> tuple[str, ...]:
        """Where roles count: where it is done, and from where it was set."""
        return (self.scope, self.also) if self.also else (self.scope,)

    @property
    def circumstances(self) -> Circumstances:
        """What a verb ends is ended by no hand."""
        verbs = ended_by(self.kind)
        if not verbs or self.ended_at is not None:
            return Circumstances()
        first = f"{' or '.join(verb.label for verb in verbs)}, on the page of {self.about}"
        return Circumstances(frozenset({P.TASK_DO, P.TASK_DROP}), first)

    @property
    def audit_stream(self) -> str:
        """The chain of the thing that it is about."""
        return self.about

    def get_absolute_url(self) -> str:
        """Return the task's page on the desk."""
        return reverse("task", args=[self.ref])
