"""Agreements with an agency and its government, and the signatures under them."""

import hashlib
import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from concord.accounts.models import Identity
from concord.core import searching
from concord.core.errors import HouseError
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import StoredFile
from concord.core.permissions import Permission
from concord.core.roles import BY_KEY, ChiefExecutive, GovernmentSignatory
from concord.engagements.models.engagement import Engagement
from concord.engagements.states import AGREEMENT, AgreementState
from concord.intake.models import AssistanceRequest

P = Permission
S = Sensitivity
SIGNATORIES = (ChiefExecutive, GovernmentSignatory)
"""The roles that sign for the agency's side, in the order in which they are named."""
_CONTENT = ("request", "version", "heading", "text", "content_hash", "drafted_by")
_COMING = (AgreementState.DRAFT, AgreementState.SENT, AgreementState.LAPSED)


class Agreement(Staged):
    """One version of the agreement (a memorandum of understanding) about an accepted request, and so about the
    engagement that is opened from it: it can stand before there is one. It is written once."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "request", "version", "heading", "text"), S.INTERNAL),
        **dict.fromkeys(("content_hash", "drafted_by", "lapsed_because"), S.INTERNAL),
    }
    lifecycle = AGREEMENT
    onward: ClassVar = frozenset({P.AGREEMENT_SEND, P.AGREEMENT_SIGN, P.AGREEMENT_REINSTATE})
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200)
    text = models.TextField()
    content_hash = models.CharField(max_length=64)
    drafted_by = models.CharField(max_length=60)
    lapsed_because = models.TextField(blank=True)  # while it is lapsed

    class Meta:
        constraints: ClassVar = [
            AGREEMENT.constraint(),
            models.UniqueConstraint(fields=["request", "version"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state=AgreementState.IN_FORCE), name="one_agreement_in_force"
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state__in=[str(s) for s in _COMING]), name="one_agreement_coming"
            ),
            models.CheckConstraint(
                name="agreement_lapses_with_a_reason",
                condition=~Q(state=AgreementState.LAPSED) | ~Q(lapsed_because=""),
            ),
        ]
        indexes: ClassVar = [
            searching.index("agreements_searched", "heading", "text"),
            models.Index(fields=["state", "state_since"], name="agreements_by_state"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new version, or anything but what a version says."""
        fields = kwargs.get("update_fields")
        if not self._state.adding and (fields is None or set(fields) & set(_CONTENT)):
            raise HouseError("What an agreement says is written once; a change is a new version.")
        super().save(*args, **kwargs)

    @property
    def engagement(self) -> Engagement | None:
        """The engagement that was opened from the request, or None."""
        return getattr(self.request, "engagement", None)

    @property
    def title(self) -> str:
        """Its version and with whom."""
        return f"Agreement, version {self.version}: {self.request.agency_name}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the request and its agency, and on the engagement once there is one."""
        return (*self.request.scopes, *(self.engagement.scopes[:1] if self.engagement else ()))

    @property
    def audit_stream(self) -> str:
        """The request's chain, before and after the engagement is opened."""
        return self.request.ref

    @property
    def short_hash(self) -> str:
        """The first twelve characters of the hash, for people."""
        return self.content_hash[:12]

    def get_absolute_url(self) -> str:
        """Return the agreement's page on the desk."""
        return reverse("agreement", args=[self.ref])


def hash_of(agreement: Agreement, roles: tuple[str, ...]) -> str:
    """Return the SHA-256 of all that is agreed: with whom, who signs, heading and text."""
    content = {
        "request": agreement.request.ref,
        "version": agreement.version,
        "heading": agreement.heading,
        "text": agreement.text,
        "signatories": sorted(roles),
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


class Given(TextChoices):
    """How a signature was given."""

    TYPED = "typed", "Typed here"
    PAPER = "paper", "On paper, of which a copy is on file"


class Signature(Guarded):
    """One signatory of an agreement: by when, and the signature once it is there."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "agreement", "role", "due_on", "reminded_at", "how", "signed_on"), S.INTERNAL),
        **dict.fromkeys(("intent", "content_hash", "file", "file_name", "recorded_at", "recorded_by"), S.INTERNAL),
        "shown_by": S.INTERNAL,
        **dict.fromkeys(("name", "capacity"), S.PERSONAL),
    }
    objects = GuardedManager()

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=40)
    due_on = models.DateField(null=True)  # from the sending on
    reminded_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=5, choices=Given.choices, blank=True)
    name = models.CharField(max_length=120, blank=True)  # as typed, or as it stands on paper
    capacity = models.CharField(max_length=200, blank=True)
    intent = models.TextField(blank=True)  # the sentence that was ticked with a typed signature
    shown_by = models.CharField(max_length=13, choices=Identity.choices, blank=True)  # at a typed signature
    content_hash = models.CharField(max_length=64, blank=True)  # of the document that was signed
    signed_on = models.DateField(null=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=60, null=True)  # who signed, or who recorded the paper

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "role"], name="signatory_named_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role.key for role in SIGNATORIES]), name="signatory_role_is_known"
            ),
            models.CheckConstraint(
                name="signature_is_recorded",
                condition=Q(recorded_at=None, recorded_by=None, how="")
                | Q(recorded_at__isnull=False, recorded_by__isnull=False, how__in=Given.values),
            ),
            models.CheckConstraint(
                name="typed_signature_says_by_what",
                condition=Q(how=Given.TYPED, shown_by__in=[one for one in Identity.values if one != Identity.PAPER])
                | ~Q(how=Given.TYPED) & Q(shown_by=""),
            ),
            models.CheckConstraint(
                name="signature_is_whole",
                condition=Q(how="", name="", capacity="", intent="", content_hash="", signed_on=None)
                & Q(file=None, file_name="")
                | Q(how=Given.TYPED, signed_on__isnull=False, file=None, file_name="")
                & ~(Q(name="") | Q(capacity="") | Q(intent="") | Q(content_hash=""))
                | Q(how=Given.PAPER, signed_on__isnull=False, file__isnull=False, intent="")
                & ~(Q(name="") | Q(capacity="") | Q(content_hash="") | Q(file_name="")),
            ),
        ]

    @property
    def who(self) -> str:
        """The role that signs, in words."""
        return BY_KEY[self.role].title
