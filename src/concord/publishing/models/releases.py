"""Releases, and what public records say of sites that this office did not run."""

from typing import ClassVar

from django.db import models
from django.db.models import TextChoices
from django.urls import reverse

from concord.core import zones
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.models import Checkpoint
from concord.core.permissions import OFFICE_SCOPE
from concord.engagements.models import Engagement

S = Sensitivity
_SOURCE = ("source_title", "source_url")
_RELEASED = ("checkpoint", "reason", "released_at", "released_by")


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
    def title(self) -> str:
        """What was released, and when."""
        return f"{self.get_kind_display()} of {zones.day(self.released_at).isoformat()}: {self.slug}"

    @property
    def is_withheld(self) -> bool:
        """Whether its content is gone and a tombstone stands in its place."""
        return bool(self.document["schema"].startswith("concord.withheld/"))

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("release", args=[self.ref])

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
