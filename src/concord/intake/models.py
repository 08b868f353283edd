"""A request for assistance, and the answers by which it is assessed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from concord.agencies.models import Agency
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.intake.states import REQUEST
from concord.programme.models import Edition

P = Permission
S = Sensitivity


class Capacity(TextChoices):
    """In what capacity somebody asks."""

    CHIEF = "chief", "I am the agency's chief executive"
    DELEGATE = "delegate", "I ask with the chief executive's express authorization"


class AssistanceRequest(Staged):
    """What an agency asked for, as it was asked."""

    sensitivity: ClassVar = {
        **dict.fromkeys(
            ("id", "ref", "state", "state_since", "agency", "agency_name", "agency_state", "capacity"), S.INTERNAL
        ),
        **dict.fromkeys(("chief_name", "contact_name", "contact_email", "contact_phone"), S.PERSONAL),
        **dict.fromkeys(("primary_enforcement", "patrol", "tier", "need", "edition"), S.INTERNAL),
        **dict.fromkeys(("pending_matters", "pending_detail"), S.CONFIDENTIAL),
        **dict.fromkeys(("submitted_at", "submission_key"), S.INTERNAL),
    }
    lifecycle = REQUEST
    onward: ClassVar = frozenset(
        {P.REQUEST_ACKNOWLEDGE, P.REQUEST_FIND_ELIGIBLE, P.REQUEST_FIND_READY, P.REQUEST_ACCEPT}
    )
    objects = GuardedManager()

    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="requests")
    agency_name = models.CharField(max_length=200)
    agency_state = models.CharField(max_length=2)
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    chief_name = models.CharField(max_length=120)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)
    primary_enforcement = models.BooleanField()
    patrol = models.BooleanField()
    tier = models.CharField(max_length=60)
    need = models.TextField()
    pending_matters = models.BooleanField()
    pending_detail = models.TextField(blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    submission_key = models.UUIDField(unique=True)

    class Meta:
        constraints: ClassVar = [
            REQUEST.constraint(),
            models.CheckConstraint(
                condition=Q(pending_matters=True) | Q(pending_detail=""), name="pending_detail_only_when_declared"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "state_since"], name="requests_by_state")]

    @property
    def title(self) -> str:
        """The agency that asks."""
        return self.agency_name

    @property
    def scopes(self) -> tuple[str, ...]:
        """The request's own link, and its agency once it is known."""
        own = f"request:{self.ref}"
        return (own, f"agency:{self.agency.ref}") if self.agency else (own,)

    def get_absolute_url(self) -> str:
        """Return the request's page on the desk."""
        return reverse("request", args=[self.ref])


class Assessed(TextChoices):
    """Which of the two assessments."""

    ELIGIBILITY = "eligibility", "Eligibility"
    READINESS = "readiness", "Readiness"


class Standing(TextChoices):
    """How a criterion stands. There is no total score."""

    MET = "met", "Met"
    NOT_YET = "not_yet", "Not yet"
    UNKNOWN = "unknown", "Unknown"


class CriterionAnswer(Guarded):
    """One criterion of the edition in force, answered for one request, with its basis."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "request", "assessment", "criterion", "standing", "basis", "decided_at", "decided_by"), S.INTERNAL
    )
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="answers")
    assessment = models.CharField(max_length=12, choices=Assessed.choices)
    criterion = models.CharField(max_length=60)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    basis = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "criterion"], name="criterion_answered_once")
        ]
