"""Who is told by e-mail when a site publishes a report."""

from typing import ClassVar

from django.db import models

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.permissions import OFFICE_SCOPE
from concord.engagements.models import Engagement

S = Sensitivity


class Follower(Guarded):
    """An address that asked to be told. Until its holder confirms it, it gets nothing but the link to do so; once they
    leave, it is no longer kept."""

    sensitivity: ClassVar = {
        "email": S.PERSONAL,
        **dict.fromkeys(("id", "engagement", "asked_at", "mailed_at", "confirmed_at", "left_at"), S.INTERNAL),
    }
    objects = GuardedManager()

    email = models.EmailField(blank=True)
    engagement = models.ForeignKey(Engagement, null=True, on_delete=models.PROTECT, related_name="followers")
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email", "engagement"],
                condition=~models.Q(email=""),
                nulls_distinct=False,
                name="address_follows_a_site_once",
            ),
            models.CheckConstraint(
                condition=models.Q(left_at=None) | models.Q(email=""), name="who_left_has_no_address"
            ),
        ]

    @property
    def what(self) -> str:
        """What is followed, as its pages name it."""
        return self.engagement.title if self.engagement else "every site"

    @property
    def audit_ref(self) -> str:
        """A number; the trail holds no address."""
        return f"follower-{self.pk}"

    @property
    def audit_stream(self) -> str:
        """One chain for all followers: what they do is nothing of the engagement's."""
        return "followers"

    @property
    def scopes(self) -> tuple[str, ...]:
        """Where roles count."""
        return (OFFICE_SCOPE,)
