"""Versions of a work plan, what was saved of their drafts, and how far the engagement is towards its end.

A draft is edited part by part. Once it is proposed, its text is hashed and never changes: verbs cannot change it,
`save` refuses, and so does the database, which also computes the hash itself (constraint `work_plan_hash_is_of_text`,
migration 0004)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Func, Q, TextChoices, Value
from django.urls import reverse

from concord.core.errors import HouseError
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.workplans.content import Content, read
from concord.workplans.models.scope import ScopeChange
from concord.workplans.states import WORK_PLAN, WorkPlanState

P = Permission
S = Sensitivity
_COMING = (WorkPlanState.DRAFT, WorkPlanState.PROPOSED, WorkPlanState.RETURNED)
_WRITTEN_ONCE = frozenset({"engagement", "version", "drafted_by", "follows"})
_STAYS_ONCE_PROPOSED = frozenset({"document", "scope_change"})
_HASH_OF_TEXT = Func(
    Func(
        Func(F("document"), Value("UTF8"), function="convert_to", output_field=models.BinaryField()),
        function="sha256",
        output_field=models.BinaryField(),
    ),
    Value("hex"),
    function="encode",
    output_field=models.CharField(),
)


class WorkPlan(Staged):
    """One version of an engagement's work plan. `document` is the canonical JSON of its content; `content_hash` is None
    until the version is proposed, then the SHA-256 of that text."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "version", "document"), S.INTERNAL),
        **dict.fromkeys(("content_hash", "drafted_by", "returned_because", "follows", "scope_change"), S.INTERNAL),
    }
    lifecycle = WORK_PLAN
    onward: ClassVar = frozenset({P.PLAN_PROPOSE, P.PLAN_CONCUR})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="work_plans")
    version = models.PositiveSmallIntegerField()
    document = models.TextField()
    content_hash = models.CharField(max_length=64, null=True)
    drafted_by = models.CharField(max_length=60)
    returned_because = models.TextField(blank=True)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    scope_change = models.ForeignKey(ScopeChange, null=True, on_delete=models.PROTECT, related_name="plans")

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
            models.CheckConstraint(
                condition=Q(content_hash__isnull=False)
                | Q(state__in=(WorkPlanState.DRAFT, WorkPlanState.SUPERSEDED, WorkPlanState.DISCARDED)),
                name="work_plan_is_hashed_once_proposed",
            ),
            models.CheckConstraint(
                condition=Q(content_hash=None) | Q(content_hash=_HASH_OF_TEXT), name="work_plan_hash_is_of_text"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "state_since"], name="work_plans_by_state")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new version; of one that is there, its text and the change of scope that it carries out while it is a
        draft (the database keeps it to one), and never whose version it is."""
        fields = kwargs.get("update_fields")
        fixed = _WRITTEN_ONCE if self.content_hash is None else _WRITTEN_ONCE | _STAYS_ONCE_PROPOSED
        if not self._state.adding and (fields is None or set(fields) & fixed):
            raise HouseError("What a work plan says is written once; a change is a new version.")
        super().save(*args, **kwargs)

    @property
    def content(self) -> Content:
        """What the version says. Reads the text each time: keep what you get."""
        return read(self.document)

    @property
    def title(self) -> str:
        """Its version and whose it is."""
        return f"Work plan, version {self.version}: {self.engagement.title}"

    @property
    def short_hash(self) -> str:
        """The first twelve characters of the hash, for people and paper; "" before it is proposed."""
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


class SavedPart(Guarded):
    """One saving of one part of a draft: whoever opened the part before it learns of it, and nothing is lost.

    `number` counts the savings of the part in this version, from 1; `value` is what the part says, by field, or None
    where a row was taken away."""

    sensitivity: ClassVar = dict.fromkeys(("id", "plan", "part", "number", "value", "by", "at"), S.INTERNAL)
    objects = GuardedManager()

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="saved")
    part = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "part", "number"], name="part_saved_once_under_a_number")
        ]


class Standing(TextChoices):
    """How far one exit criterion is."""

    NOT_YET = "not_yet", "Not yet"
    UNDER_WAY = "under_way", "Under way"
    MET = "met", "Met"


class ExitProgress(Guarded):
    """What the team notes of one exit criterion (its key) on a day. It is no part of what a concurrence binds."""

    sensitivity: ClassVar = dict.fromkeys(("id", "plan", "criterion", "standing", "note", "by", "at"), S.INTERNAL)
    objects = GuardedManager()

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="progress")
    criterion = models.CharField(max_length=20)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    note = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="exit_standing_is_known")
        ]
