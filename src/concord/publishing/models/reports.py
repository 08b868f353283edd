"""Status reports, what the agency said about their facts, and why one is late."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse

from concord.core import searching, zones
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.publishing.states import STATUS_REPORT

P = Permission
S = Sensitivity
PARTS = {
    "work_done": "Work done",
    "outcomes": "Outcomes",
    "blockers": "What stands in the way",
    "next_steps": "Next steps",
}
"""The parts of a report that are written by hand → their headings."""
_DONE = ("reviewed_by", "reviewed_at", "check_due", "checked_by", "checked_at", "approved_by", "approved_at")
_SET = ("scheduled_by", "publish_at")
_ANSWERED = ("answered_by", "answered_at")


def _paired(one: str, other: str, name: str) -> models.CheckConstraint:
    """Two facts that are there together or not at all (law 14)."""
    both = Q(**{f"{one}__isnull": False, f"{other}__isnull": False})
    return models.CheckConstraint(condition=Q(**{one: None, other: None}) | both, name=name)


def _another(who: str, but: str, name: str) -> models.CheckConstraint:
    """Two steps that one person never takes both (law 9)."""
    return models.CheckConstraint(condition=Q(**{who: None}) | Q(**{but: None}) | ~Q(**{who: F(but)}), name=name)


class StatusReport(Staged):
    """A report on one period of an engagement. Its figures are computed when it is compiled, and frozen with it.

    A correction is a further `version` of the same number: `corrects` the version before, with the reason, which is
    public. `change_notes` has the staff's line on a recommendation that changed, by its label. The agency checks the
    facts up to `check_due`; `checked_by` is Concord's key where that day passed without an answer."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "number", "version"), S.INTERNAL),
        **dict.fromkeys(("name", "period_from", "period_to", *PARTS, "change_notes"), S.INTERNAL),
        **dict.fromkeys(("corrects", "correction_reason", "document", "site_document", "compiled_by"), S.INTERNAL),
        **dict.fromkeys((*_DONE, *_SET), S.INTERNAL),
    }
    lifecycle = STATUS_REPORT
    onward: ClassVar = frozenset(
        {P.REPORT_COMPILE, P.REPORT_SUBMIT, P.REPORT_REVIEW, P.REPORT_CHECK, P.REPORT_PROPOSE, P.REPORT_APPROVE}
        | {P.REPORT_SCHEDULE}
    )
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    correction_reason = models.TextField(blank=True)
    name = models.CharField(max_length=120)
    period_from = models.DateField()
    period_to = models.DateField()
    work_done = models.TextField()
    outcomes = models.TextField()
    blockers = models.TextField(blank=True)
    next_steps = models.TextField()
    change_notes = models.JSONField(default=dict)
    document = models.JSONField()
    site_document = models.JSONField()
    compiled_by = models.CharField(max_length=60)
    reviewed_by = models.CharField(max_length=60, null=True)
    reviewed_at = models.DateTimeField(null=True)
    check_due = models.DateField(null=True)
    checked_by = models.CharField(max_length=60, null=True)
    checked_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=60, null=True)
    approved_at = models.DateTimeField(null=True)
    scheduled_by = models.CharField(max_length=60, null=True)
    publish_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            STATUS_REPORT.constraint(),
            models.UniqueConstraint(fields=["engagement", "number", "version"], name="report_version_once"),
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="report_period_runs_forward"),
            models.CheckConstraint(
                condition=Q(version=1, corrects=None, correction_reason="")
                | Q(version__gt=1, corrects__isnull=False) & ~Q(correction_reason=""),
                name="report_correction_has_its_reason",
            ),
            _paired("reviewed_by", "reviewed_at", "report_review_is_paired"),
            _paired("reviewed_at", "check_due", "report_review_opens_the_check"),
            _paired("checked_by", "checked_at", "report_check_is_paired"),
            _paired("approved_by", "approved_at", "report_approval_is_paired"),
            _paired("scheduled_by", "publish_at", "report_schedule_is_paired"),
            _another("reviewed_by", "compiled_by", "report_reviewed_by_another"),
            _another("approved_by", "compiled_by", "report_approved_by_another"),
            _another("scheduled_by", "approved_by", "report_scheduled_by_another"),
        ]
        indexes: ClassVar = [searching.index("reports_searched", "name", *PARTS)]

    @property
    def title(self) -> str:
        """The report's name and its site."""
        return f"{self.label}: {self.engagement.title}"

    @property
    def label(self) -> str:
        """Its name and number; of a correction which."""
        again = f", correction {self.version - 1}" if self.version > 1 else ""
        return f"{self.name} {self.number}{again}"

    @property
    def release_reason(self) -> str:
        """What the public reads as the reason of its release."""
        return f"Correction: {self.correction_reason}" if self.corrects_id else f"{self.name} {self.number}"

    @property
    def words(self) -> dict[str, str]:
        """What was written by hand, by part."""
        return {part: getattr(self, part) for part in PARTS}

    @property
    def scopes(self) -> tuple[str, ...]:
        """Where the engagement's roles count."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return self.engagement.audit_stream

    def address_day(self, on: date) -> date:
        """Return the day that stands in its public address: of its first publication, also for a correction; `on`
        where it is not public yet."""
        if self.corrects is not None:
            return self.corrects.address_day(on)
        return zones.day(self.state_since) if self.state == "published" else on

    def get_absolute_url(self) -> str:
        """Return the report's page on the desk."""
        return reverse("report", args=[self.ref])


class CommentPart(TextChoices):
    """What a comment of the agency is about."""

    WORK_DONE = "work_done", PARTS["work_done"]
    OUTCOMES = "outcomes", PARTS["outcomes"]
    BLOCKERS = "blockers", PARTS["blockers"]
    NEXT_STEPS = "next_steps", PARTS["next_steps"]
    FIGURES = "figures", "Figures and tables"
    CHANGES = "changes", "What changed"


class AnswerKind(TextChoices):
    """What the team did about a comment."""

    CHANGED = "changed", "Changed"
    KEPT = "kept", "Kept as it is"


class ReportComment(Guarded):
    """One numbered comment of the agency on the facts of a report, and the team's answer to it. Never changed after."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "report", "number", "part", "text", "made_by", "made_at", "outcome", "answer", *_ANSWERED),
        S.INTERNAL,
    )
    objects = GuardedManager()

    report = models.ForeignKey(StatusReport, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10, choices=CommentPart.choices)
    text = models.TextField()
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=7, choices=AnswerKind.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=60, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="report_comment_number_once"),
            models.CheckConstraint(
                name="report_comment_answer_is_whole",
                condition=Q(outcome="", answer="", answered_by=None, answered_at=None)
                | Q(outcome__in=AnswerKind.values, answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(answer=""),
            ),
        ]


class Delay(Guarded):
    """Why the status report that was due on a day is late, and by when it is expected: words for the public."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("engagement", "due", "words", "expected_on", "given_at"), S.PUBLIC),
        **dict.fromkeys(("id", "given_by"), S.INTERNAL),
    }
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="report_delays")
    due = models.DateField()
    words = models.TextField()
    expected_on = models.DateField()
    given_by = models.CharField(max_length=60)
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="delay_says_why"),
            models.CheckConstraint(condition=Q(expected_on__gt=F("due")), name="delay_is_after_its_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["engagement", "-id"], name="delays_of_an_engagement")]


class Closing(Guarded):
    """How a site was closed: what keeps the reforms going, in words for the public, and the letter that thanks the
    agency, as it was written on that day."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("engagement", "sustainment", "closed_at"), S.PUBLIC),
        **dict.fromkeys(("id", "closed_by", "subject", "letter"), S.INTERNAL),
    }
    objects = GuardedManager()

    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="closing")
    sustainment = models.TextField()
    subject = models.CharField(max_length=300)
    letter = models.TextField()
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(sustainment="") & ~Q(letter=""), name="closing_says_what_lasts")
        ]
