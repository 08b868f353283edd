"""Field work: one activity of the plan that is booked, and held or called off; who came, without names; and what of the
plan was waived.

Facts and thoughts are two texts (law 11): when it is held, the facts become an item of evidence, and the thoughts stay
with the team. Neither has a column here: what is typed is sealed (sealed_notes), and so is the place, once it was held
or called off; with the place of what was called off, or left booked when all was over, goes its title.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.models.engagement import Within
from concord.evidence.models.items import Consent, EvidenceItem
from concord.evidence.states import FIELDWORK, FieldworkState
from concord.programme.models import Edition

P = Permission
S = Sensitivity
SEALED_BOOKING = "Sealed field work"
"""What the row says in place of the title of what led to no item, once that is sealed."""


class Given(TextChoices):
    """How they agreed."""

    WRITTEN = "written", "In writing"
    SPOKEN = "spoken", "Aloud, before we began"
    NOTICE = "notice", "By staying after it was announced to all"


class GroupType(TextChoices):
    """Who sits together in a group."""

    RANK = "rank", "Staff of one rank"
    UNIT = "unit", "Staff of one unit"
    MIXED = "mixed", "Staff of several ranks or units"
    COMMUNITY = "community", "Residents or community groups"
    PARTNERS = "partners", "Partners of the agency"


class Fieldwork(Within, Staged):
    """One activity. `activity` is its key in the work plan; `count` counts the method's own unit; the protocol is that
    of `edition`."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "focus_area", "edition"), S.INTERNAL),
        **dict.fromkeys(("activity", "method", "audience", "voice", "title", "place", "group_type"), S.INTERNAL),
        **dict.fromkeys(("planned_on", "hour", "booked_by", "called_off_because"), S.INTERNAL),
        **dict.fromkeys(("held_on", "count", "consent", "consent_given", "item"), S.INTERNAL),
        **dict.fromkeys(("recorded_at", "recorded_by"), S.INTERNAL),
    }
    lifecycle = FIELDWORK
    onward: ClassVar = frozenset({P.FIELDWORK_HOLD})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="fieldwork", db_index=False)
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="fieldwork")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    activity = models.CharField(max_length=20)
    method = models.CharField(max_length=60)  # a key of the edition
    audience = models.CharField(max_length=200)  # as the plan words it
    voice = models.CharField(max_length=60, blank=True)  # a key of the edition; "": none of them
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    group_type = models.CharField(max_length=9, choices=GroupType.choices, blank=True)
    planned_on = models.DateField()
    hour = models.TimeField(null=True)
    booked_by = models.CharField(max_length=60)
    called_off_because = models.TextField(blank=True)
    held_on = models.DateField(null=True)
    count = models.PositiveIntegerField(null=True)
    consent = models.CharField(max_length=12, choices=Consent.choices, blank=True)
    consent_given = models.CharField(max_length=7, choices=Given.choices, blank=True)
    item = models.OneToOneField(EvidenceItem, null=True, on_delete=models.PROTECT, related_name="fieldwork")
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            FIELDWORK.constraint(),
            models.CheckConstraint(
                name="fieldwork_is_held_whole",
                condition=Q(state=FieldworkState.HELD, recorded_at__isnull=False, recorded_by__isnull=False)
                & Q(held_on__isnull=False, count__gt=0, item__isnull=False, consent__in=Consent.values)
                | ~Q(state=FieldworkState.HELD)
                & Q(recorded_at=None, recorded_by=None, held_on=None, count=None, item=None, consent=""),
            ),
            models.CheckConstraint(
                name="fieldwork_consent_says_how",
                condition=Q(consent__in=("", Consent.NOT_NEEDED), consent_given="")
                | ~Q(consent__in=("", Consent.NOT_NEEDED)) & Q(consent_given__in=Given.values),
            ),
            models.CheckConstraint(
                name="fieldwork_is_called_off_with_a_reason",
                condition=Q(state=FieldworkState.CALLED_OFF) & ~Q(called_off_because="")
                | ~Q(state=FieldworkState.CALLED_OFF) & Q(called_off_because=""),
            ),
        ]
        indexes: ClassVar = [
            searching.index("fieldwork_searched", "title", "audience", "place"),
            models.Index(fields=["engagement", "id"], name="fieldwork_of_an_engagement"),
            models.Index(fields=["state", "state_since"], name="fieldwork_by_state"),
        ]

    @property
    def due_on(self) -> date:
        """The day on which it waits to be held: that of the booking."""
        return self.planned_on

    @property
    def page_title(self) -> str:
        """What a browser keeps of its page in its history: the title, or where that is sealed the reference."""
        sealed = self.item.is_sealed if self.item is not None else self.state == FieldworkState.CALLED_OFF
        return str(self.ref if sealed else self.title)

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("fieldwork-one", args=[self.ref])


class FieldNotes(Guarded):
    """That something is typed while it goes on, kept at once and outside the audit trail until it is recorded as held:
    how often, when last and by whom."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "fieldwork", "number", "saved_at", "saved_by"), S.INTERNAL),
    }
    objects = GuardedManager()

    fieldwork = models.OneToOneField(Fieldwork, on_delete=models.PROTECT, related_name="notes")
    number = models.PositiveIntegerField()  # how often it was saved
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=60)


class Attendance(Guarded):
    """How many of a group and rank were wanted, and how many came; never who."""

    sensitivity: ClassVar = dict.fromkeys(("id", "fieldwork", "group", "rank", "wanted", "came"), S.INTERNAL)
    objects = GuardedManager()

    fieldwork = models.ForeignKey(Fieldwork, on_delete=models.PROTECT, related_name="attendance")
    group = models.CharField(max_length=120)
    rank = models.CharField(max_length=80, blank=True)
    wanted = models.PositiveIntegerField(null=True)
    came = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fieldwork", "group", "rank"], name="attendance_of_a_group_once"),
            models.CheckConstraint(
                condition=Q(wanted__isnull=False) | Q(came__isnull=False), name="attendance_counts_something"
            ),
        ]


class ActivityWaiver(Guarded):
    """An activity of the plan that is not held, and why."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "focus_area", "activity", "what", "reason", "waived_at", "waived_by"), S.INTERNAL
    )
    objects = GuardedManager()

    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="waivers")
    activity = models.CharField(max_length=20)
    what = models.TextField()  # as the plan worded it then
    reason = models.TextField()
    waived_at = models.DateTimeField()
    waived_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["focus_area", "activity"], name="activity_waived_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="activity_waived_with_a_reason"),
        ]
