"""Status reports, releases, and what public records say of sites that this office did not run."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import Checkpoint
from concord.core.permissions import OFFICE_SCOPE, Permission
from concord.engagements.models import Engagement
from concord.publishing.states import STATUS_REPORT

P = Permission
S = Sensitivity
_SOURCE = ("source_title", "source_url")
_RELEASED = ("checkpoint", "reason", "released_at", "released_by")


class StatusReport(Staged):
    """A report on one period of an engagement. Its figures are computed when it is compiled, and frozen with it."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "number"), S.INTERNAL),
        **dict.fromkeys(("name", "period_from", "period_to", "work_done", "outcomes", "next_steps"), S.INTERNAL),
        **dict.fromkeys(("document", "site_document", "compiled_by", "approved_by", "approved_at"), S.INTERNAL),
    }
    lifecycle = STATUS_REPORT
    onward: ClassVar = frozenset({P.REPORT_COMPILE, P.REPORT_APPROVE, P.REPORT_PUBLISH})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    period_from = models.DateField()
    period_to = models.DateField()
    work_done = models.TextField()
    outcomes = models.TextField()
    next_steps = models.TextField()
    document = models.JSONField()
    site_document = models.JSONField()
    compiled_by = models.CharField(max_length=60)
    approved_by = models.CharField(max_length=60, null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            STATUS_REPORT.constraint(),
            models.UniqueConstraint(fields=["engagement", "number"], name="report_number_once"),
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="report_period_runs_forward"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="report_approval_is_paired",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("compiled_by")), name="report_approved_by_another"
            ),
        ]
        indexes: ClassVar = [searching.index("reports_searched", "name", "work_done", "outcomes", "next_steps")]

    @property
    def title(self) -> str:
        """The report's name and its site."""
        return f"{self.name} {self.number}: {self.engagement.title}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """Where the engagement's roles count."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return self.engagement.audit_stream

    def get_absolute_url(self) -> str:
        """Return the report's page on the desk."""
        return reverse("report", args=[self.ref])


class ReleaseKind(TextChoices):
    """What a release is of."""

    PROGRAMME = "programme", "Programme pages"
    SITE = "site", "Site pages"
    REPORT = "report", "Status report"


class Release(Guarded):
    """A frozen document before the public. Rows are never changed: a correction is a new release beside the old."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "ref", "kind", "slug", "engagement", "as_of", "document", "sha256", "previous", *_RELEASED),
        S.PUBLIC,
    )
    objects = GuardedManager()

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=ReleaseKind.choices)
    slug = models.CharField(max_length=120)
    engagement = models.ForeignKey(Engagement, null=True, on_delete=models.PROTECT, related_name="releases")
    as_of = models.DateField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=60)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "slug", "-id"], name="releases_of_a_page")]

    @property
    def audit_ref(self) -> str:
        """The release's reference."""
        return self.ref

    @property
    def audit_stream(self) -> str:
        """The engagement's chain, or the programme's."""
        return self.engagement.audit_stream if self.engagement else "programme"

    @property
    def scopes(self) -> tuple[str, ...]:
        """Where roles count."""
        return self.engagement.scopes if self.engagement else (OFFICE_SCOPE,)


class PublicRecord(Guarded):
    """What the import said of one site, whole, and its digest, by which the same folder changes nothing."""

    sensitivity: ClassVar = dict.fromkeys(("id", "engagement", "digest", "record", "imported_at"), S.PUBLIC)
    objects = GuardedManager()

    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="public_record")
    digest = models.CharField(max_length=64)
    record = models.JSONField()
    imported_at = models.DateTimeField()


class PublishedFigure(Guarded):
    """A table or number that somebody else printed, as printed; never mixed with computed ones (law 7)."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "engagement", "figure", "as_of", "voice", "assessor", "kind", "base", "rows", *_SOURCE),
        S.PUBLIC,
    )
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="published_figures")
    figure = models.CharField(max_length=80)
    as_of = models.CharField(max_length=80)
    voice = models.CharField(max_length=40)
    assessor = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    base = models.PositiveIntegerField(null=True)
    rows = models.JSONField()
    source_title = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["engagement", "figure"], name="published_figure_once_a_site")
        ]
