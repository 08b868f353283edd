"""Withholding what was released: by two people, for privacy, safety or a court's order alone (law 10)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse

from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.publishing.models.releases import Release
from concord.publishing.states import WITHHOLDING, WithholdingState

P = Permission
S = Sensitivity


class Grounds(TextChoices):
    """For what something public may be withheld; there is no other."""

    PRIVACY = "privacy", "Somebody’s privacy"
    SAFETY = "safety", "Somebody’s safety"
    COURT_ORDER = "court_order", "A court’s order"


class Withholding(Staged):
    """One release that somebody asks to be withheld. `words` are public once it is; they tell nothing of the matter."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "asked_by", "decided_by"), S.INTERNAL),
        **dict.fromkeys(("release", "grounds", "words", "decided_at"), S.PUBLIC),
    }
    lifecycle = WITHHOLDING
    onward: ClassVar = frozenset({P.RELEASE_WITHHOLD})
    objects = GuardedManager()

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="withholdings")
    grounds = models.CharField(max_length=11, choices=Grounds.choices)
    words = models.TextField()
    asked_by = models.CharField(max_length=60)
    decided_by = models.CharField(max_length=60, null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            WITHHOLDING.constraint(),
            models.UniqueConstraint(
                fields=["release"], condition=~Q(state=WithholdingState.KEPT), name="release_withheld_once"
            ),
            models.CheckConstraint(condition=Q(grounds__in=Grounds.values), name="withholding_grounds_are_known"),
            models.CheckConstraint(
                name="withholding_is_decided_by_another",
                condition=Q(state=WithholdingState.ASKED, decided_by=None, decided_at=None)
                | ~Q(state=WithholdingState.ASKED)
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("asked_by")),
            ),
        ]

    @property
    def title(self) -> str:
        """Which release."""
        return f"Withhold {self.release.ref}"

    @property
    def engagement(self) -> Engagement | None:
        """The engagement that it concerns."""
        return self.release.engagement

    @property
    def scopes(self) -> tuple[str, ...]:
        """The release's."""
        return self.release.scopes

    @property
    def audit_stream(self) -> str:
        """The release's."""
        return self.release.audit_stream

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("withholding", args=[self.ref])
