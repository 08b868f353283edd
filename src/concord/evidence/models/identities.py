"""Who somebody is who took part: kept apart from what was said, under a pseudonym, the contact itself sealed."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.evidence.states import IDENTITY, OPENING, IdentityState, OpeningState

S = Sensitivity
P = Permission
OPEN_FOR = timedelta(minutes=30)
"""How long an identity that was opened is shown to who opened it."""
AGREED_FOR = timedelta(days=3)
"""Within which time of the agreement it has to be opened."""


class Identity(Staged):
    """A pseudonym ("Voice 12") and what it was booked for. Name, phone, mail and the words about the person are sealed
    under the reference of this row (core.sealing); no column holds them."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "ref", "state", "state_since", "engagement", "number", "subject", "until", "booked_by", "destroyed_in"),
        S.INTERNAL,
    )
    lifecycle = IDENTITY
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="identities")
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=60, blank=True)  # the reference of what it was booked for
    until = models.DateField()  # the day of the talk: who booked sees the contact to its end
    booked_by = models.CharField(max_length=60)
    destroyed_in = models.CharField(max_length=60, blank=True)  # the disposal that destroyed the contact

    class Meta:
        constraints: ClassVar = [
            IDENTITY.constraint(),
            models.UniqueConstraint(fields=["engagement", "number"], name="pseudonym_once_in_an_engagement"),
            models.CheckConstraint(
                condition=Q(destroyed_in="") | Q(state=IdentityState.SEALED), name="identity_destroyed_when_sealed"
            ),
        ]

    @property
    def title(self) -> str:
        """The pseudonym."""
        return f"Voice {self.number}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the engagement."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return self.engagement.ref

    def get_absolute_url(self) -> str:
        """Return the page of the pseudonym."""
        return reverse("identity", args=[self.ref])


class Opening(Staged):
    """A wish to open a sealed identity, who agreed, and when it was opened."""

    sensitivity: ClassVar = {
        **dict.fromkeys(
            ("id", "ref", "state", "state_since", "identity", "reason", "asked_by", "decided_at", "decided_by"),
            S.INTERNAL,
        ),
        **dict.fromkeys(("decided_because", "opened_at", "opened_by"), S.INTERNAL),
    }
    lifecycle = OPENING
    onward: ClassVar = frozenset({P.OPENING_AGREE, P.OPENING_OPEN})
    objects = GuardedManager()

    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="openings")
    reason = models.TextField()
    asked_by = models.CharField(max_length=60)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, null=True)
    decided_because = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            OPENING.constraint(),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="opening_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="opening_takes_two_people"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None) & ~Q(state=OpeningState.OPENED)
                | Q(opened_at__isnull=False, opened_by__isnull=False, state=OpeningState.OPENED),
                name="opening_opened_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "state_since"], name="openings_by_state")]

    @property
    def title(self) -> str:
        """What is to be opened."""
        return f"Opening of {self.identity.title}"

    @property
    def engagement(self) -> Engagement:
        """The engagement that it concerns."""
        return self.identity.engagement

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the engagement."""
        return self.identity.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return self.identity.engagement.ref

    def get_absolute_url(self) -> str:
        """Return the page of the opening."""
        return reverse("identity-opening", args=[self.ref])

    def shown_to(self, actor_key: str, *, at: datetime) -> bool:
        """Say whether somebody sees the contact now: who opened it, for half an hour."""
        return self.opened_at is not None and self.opened_by == actor_key and at < self.opened_at + OPEN_FOR
