"""Versions of a work plan, their activities and people, and the chief executive's concurrence.

What a version says is written once, when it is drafted: a change is a new version. Verbs cannot change it, `save`
refuses, and so does the database (migration 0002)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse

from concord.accounts.models import Person
from concord.core.errors import HouseError
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.workplans.states import WORK_PLAN, WorkPlanState

P = Permission
S = Sensitivity
_COMING = (WorkPlanState.DRAFT, WorkPlanState.PROPOSED, WorkPlanState.RETURNED)
_CONTENT = ("description", "scope", "audiences", "exit_criteria", "starts_on", "ends_on")


class WorkPlan(Staged):
    """One version of an engagement's work plan. `content_hash` is None until the version is proposed."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "version", "drafted_by"), S.INTERNAL),
        **dict.fromkeys((*_CONTENT, "content_hash", "returned_because"), S.INTERNAL),
    }
    lifecycle = WORK_PLAN
    onward: ClassVar = frozenset({P.PLAN_PROPOSE, P.PLAN_RETURN, P.PLAN_CONCUR})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="work_plans")
    version = models.PositiveSmallIntegerField()
    description = models.TextField(blank=True)  # of the technical assistance
    scope = models.TextField(blank=True)
    audiences = models.JSONField(default=list)  # texts
    exit_criteria = models.JSONField(default=list)  # texts
    starts_on = models.DateField()
    ends_on = models.DateField()
    content_hash = models.CharField(max_length=64, null=True)
    drafted_by = models.CharField(max_length=60)
    returned_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            WORK_PLAN.constraint(),
            models.UniqueConstraint(fields=["engagement", "version"], name="work_plan_version_once"),
            models.UniqueConstraint(
                fields=["engagement"], condition=Q(state=WorkPlanState.CONCURRED), name="one_work_plan_in_force"
            ),
            models.UniqueConstraint(
                fields=["engagement"], condition=Q(state__in=[str(s) for s in _COMING]), name="one_work_plan_coming"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="work_plan_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(content_hash__isnull=False) | Q(state__in=(WorkPlanState.DRAFT, WorkPlanState.SUPERSEDED)),
                name="work_plan_is_hashed_once_proposed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "state_since"], name="work_plans_by_state")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new version, or anything but what a version says."""
        fields = kwargs.get("update_fields")
        if not self._state.adding and (fields is None or set(fields) & {*_CONTENT, "engagement", "version"}):
            raise HouseError("What a work plan says is written once; a change is a new version.")
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """Its version and whose it is."""
        return f"Work plan, version {self.version}: {self.engagement.title}"

    @property
    def short_hash(self) -> str:
        """The first twelve characters of the hash, for people; "" before it is proposed."""
        return (self.content_hash or "")[:12]

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the engagement and on its agency."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return self.engagement.ref

    def get_absolute_url(self) -> str:
        """Return the version's page on the desk."""
        return reverse("work-plan", args=[self.ref])


class Activity(Guarded):
    """What is to be done in one focus area by one method, with whom, in which window of days."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "plan", "focus_area", "method", "what", "who", "starts_on", "ends_on"), S.INTERNAL
    )
    objects = GuardedManager()

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="activities")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="activities")
    method = models.CharField(max_length=60)  # a key of the edition
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="activity_ends_after_it_starts")
        ]


class Part(TextChoices):
    """In which of the two parts a person is named; somebody may be named in both."""

    EXPERT = "expert", "Subject matter expert"
    STAFF = "staff", "Staff"


class PlanPerson(Guarded):
    """Somebody who is named in a plan, with the name as it was then."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "plan", "part", "brings"), S.INTERNAL),
        **dict.fromkeys(("person", "name"), S.PERSONAL),
    }
    objects = GuardedManager()

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    part = models.CharField(max_length=6, choices=Part.choices)
    brings = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "person", "part"], name="named_once_in_a_part"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="plan_person_part_is_known"),
        ]


class Concurrence(Guarded):
    """The chief executive's concurrence with exactly one version: its hash, who, in what capacity, when."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "plan", "content_hash", "capacity", "statement", "at", "by"), S.INTERNAL),
        "name": S.PERSONAL,
    }
    objects = GuardedManager()

    plan = models.OneToOneField(WorkPlan, on_delete=models.PROTECT, related_name="concurrence")
    content_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=120)  # name and capacity as they were then
    capacity = models.CharField(max_length=300)
    statement = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(content_hash__regex=r"^[0-9a-f]{64}$") & ~Q(name="") & ~Q(capacity="") & ~Q(by=""),
                name="concurrence_is_whole",
            )
        ]
