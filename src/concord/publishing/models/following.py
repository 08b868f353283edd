"""Who is told by e-mail when a site publishes a report, and how far each report was told."""

from typing import ClassVar

from django.db import models

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.permissions import OFFICE_SCOPE
from concord.engagements.models import Engagement
from concord.publishing.models.releases import Release

S = Sensitivity


class Follower(Guarded):
    """An address that asked to be told. Until its holder confirms it, it gets nothing but the link to do so; once they
    leave, it is no longer kept."""

    sensitivity: ClassVar = {
        "email": S.PERSONAL,
        **dict.fromkeys(("id", "engagement", "language", "asked_at", "mailed_at"), S.INTERNAL),
        **dict.fromkeys(("confirmed_at", "left_at"), S.INTERNAL),
    }
    objects = GuardedManager()

    email = models.EmailField(blank=True)
    engagement = models.ForeignKey(Engagement, null=True, on_delete=models.PROTECT, related_name="followers")
    language = models.CharField(max_length=10, default="en")  # of the mails, and of the pages they lead to
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
    def title(self) -> str:
        """The title of the site that is followed; "" stands for every site."""
        return self.engagement.title if self.engagement else ""

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


class Telling(Guarded):
    """How far the mails about one report have come: everybody up to `upto` (a follower's number) has one."""

    sensitivity: ClassVar = dict.fromkeys(("id", "release", "upto", "mails", "done_at"), S.INTERNAL)
    objects = GuardedManager()

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="telling")
    upto = models.BigIntegerField(default=0)
    mails = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
