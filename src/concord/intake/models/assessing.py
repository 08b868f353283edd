"""What was said about a request, how it was assessed, and what was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.models import OutboxMail
from concord.intake.models.asking import AssistanceRequest

S = Sensitivity


class How(TextChoices):
    """How somebody was in contact."""

    CALL = "call", "Call"
    MAIL = "mail", "E-mail"
    MEETING = "meeting", "Meeting"
    LETTER = "letter", "Letter"
    REPLY = "reply", "Reply on line"  # which the agency writes itself; nobody logs it for them


LOGGED = tuple(how for how in How if how != How.REPLY)


class Contact(Guarded):
    """One contact with the agency about its request."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "request", "on", "how", "recorded_at", "recorded_by"), S.INTERNAL),
        **dict.fromkeys(("who", "note"), S.CONFIDENTIAL),
    }
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="contacts")
    on = models.DateField()
    how = models.CharField(max_length=8, choices=How.choices)
    who = models.CharField(max_length=200)  # with whom
    note = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)


class IntakePart(Guarded):
    """One part of the intake record, from a contact with the agency; recorded again, the newest counts."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "request", "part", "contact", "recorded_at", "recorded_by"), S.INTERNAL),
        "text": S.CONFIDENTIAL,
    }
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="parts")
    part = models.CharField(max_length=60)  # a key of the edition's parts: define, discuss, obtain, align
    text = models.TextField()
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="parts")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)


class ComponentCheck(Guarded):
    """What another office was asked about the agency, so that two do not work there unknown to each other."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "request", "component", "asked_on", "asked_by"), S.INTERNAL),
        **dict.fromkeys(("answered_on", "answered_by", "clear", "note"), S.CONFIDENTIAL),
    }
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="component_checks")
    component = models.CharField(max_length=60)  # a key of the edition
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=60)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=60, null=True)
    clear = models.BooleanField(null=True)  # False: that office has something pending or under way there
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="component_answer_is_whole",
                condition=Q(answered_on=None, answered_by=None, clear=None, note="")
                | Q(answered_on__isnull=False, answered_by__isnull=False, clear__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["request", "component"], condition=Q(answered_on=None), name="component_asked_once_at_a_time"
            ),
        ]


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
    """One criterion of the request's edition, answered in one round, with its source; `waived_by` let it pass unmet.

    An answer is never written over: a new one takes its place (`replaced_at`), and a waiver goes with its answer."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "request", "round", "assessment", "criterion", "standing", "basis"), S.INTERNAL),
        **dict.fromkeys(("decided_at", "decided_by", "replaced_at"), S.INTERNAL),
        **dict.fromkeys(("waived_at", "waived_by", "waived_code", "waived_because"), S.INTERNAL),
    }
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField(default=1)  # a request that was deferred is assessed anew
    assessment = models.CharField(max_length=12, choices=Assessed.choices)
    criterion = models.CharField(max_length=60)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    basis = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60)
    replaced_at = models.DateTimeField(null=True)
    waived_at = models.DateTimeField(null=True)
    waived_by = models.CharField(max_length=60, null=True)
    waived_code = models.CharField(max_length=60, blank=True)  # a key of the edition's reasons
    waived_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "round", "criterion"],
                condition=Q(replaced_at=None),
                name="criterion_has_one_answer_a_round",
            ),
            models.CheckConstraint(
                name="waiver_is_whole",
                condition=Q(waived_at=None, waived_by=None, waived_code="", waived_because="")
                | Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(waived_code="") & ~Q(waived_because=""),
            ),
            models.CheckConstraint(
                name="who_answered_never_waives",
                condition=Q(waived_by=None) | ~Q(waived_by=F("decided_by")),
            ),
        ]


class DecisionKind(TextChoices):
    """What was decided."""

    ACCEPT = "accept", "Accepted"
    DEFER = "defer", "Deferred"
    REFER = "refer", "Referred"
    DECLINE = "decline", "Declined"


class Decided(Guarded):
    """A decision on a request, with its reasons, and the letter by which the agency was told."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "request", "kind", "tier", "code", "reason", "until", "refer_to"), S.INTERNAL),
        **dict.fromkeys(("subject", "letter", "mail", "decided_at", "decided_by"), S.INTERNAL),
        **dict.fromkeys(("matters", "offices"), S.CONFIDENTIAL),
    }
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind.choices)
    tier = models.CharField(max_length=60, blank=True)  # accepted to, or referred to
    code = models.CharField(max_length=60, blank=True)  # a key of the edition's reasons
    reason = models.TextField()  # in the decider's own words
    matters = models.TextField(blank=True)  # how the declared pending matters were weighed; for the office alone
    offices = models.TextField(
        blank=True
    )  # why it was accepted though another office is not clear; for the office alone
    until = models.DateField(null=True)  # deferred until
    refer_to = models.CharField(max_length=200, blank=True)  # another provider
    subject = models.CharField(max_length=200)
    letter = models.TextField()  # as it was sent
    mail = models.ForeignKey(
        OutboxMail, null=True, on_delete=models.PROTECT, related_name="+"
    )  # the mail with its link
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.DEFER, until__isnull=False) | Q(~Q(kind=DecisionKind.DEFER), until=None),
                name="only_a_deferral_has_its_day",
            )
        ]
        indexes: ClassVar = [searching.index("decisions_searched", "subject", "reason", "letter")]
