"""Compliance measures: the criteria by which work on a recommendation is judged."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse

from concord.core import searching, zones
from concord.core.days import working_days_after
from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Circumstances, Staged
from concord.core.permissions import Party, Permission
from concord.engagements.models import Engagement
from concord.engagements.windows import last_day, suspensions
from concord.findings.models import BEING_REWORDED, Recommendation
from concord.reforms.models.pairing import ended, paired
from concord.reforms.states import ENDED, MEASURE, MeasureState

P = Permission
S = Sensitivity
_SAID = {"answered_at__isnull": False, "answered_by__isnull": False}
_APPROVED = [str(MeasureState.APPROVED), str(MeasureState.WITHDRAWN)]


class MeasureKind(TextChoices):
    """What a measure shows."""

    COMPLETION = "completion", "Completion: shows that it is done"
    SUSTAINMENT = "sustainment", "Sustainment: shows that it lasts"


AGREEMENT_WINDOW = 10
"""The working days in which the agency agrees or asks for another measure, where an edition names none; then it may be
approved with a reason."""


class AgencyAnswer(TextChoices):
    """What the agency says of a measure."""

    AGREES = "agrees", "The agency agrees"
    ANOTHER = "another", "The agency asks for another"


class Measure(Staged):
    """One version of a criterion by which work on a recommendation is judged. A change is a new version, with why.

    A version in force can be withdrawn, with the reason: from then on no version of the measure counts, unless another
    is approved.

    `agency_answer` is what the agency said of it last, "" where nothing, with its words where it asks for another;
    `unagreed_because` why it was approved without the agency's agreement, though the agency could read it.
    `agency_days` are the working days that the agency has for its answer, from when it can read the measure on."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since"), S.INTERNAL),
        **dict.fromkeys(("proposed_by", "proposed_at", "approved_by", "ended_by"), S.INTERNAL),
        **dict.fromkeys(("recommendation", "label", "text", "kind", "version", "reason", "approved_at"), S.PUBLIC),
        **dict.fromkeys(("agency_answer", "agency_words", "answered_at", "answered_by"), S.INTERNAL),
        **dict.fromkeys(("unagreed_because", "agency_days"), S.INTERNAL),
        **dict.fromkeys(("level", "best_practice", "ended_at", "ended_because"), S.PUBLIC),
    }
    lifecycle = MEASURE
    onward: ClassVar = frozenset({P.MEASURE_APPROVE, P.MEASURE_AGREE})
    objects = GuardedManager()

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="measures")
    label = models.CharField(max_length=20)
    text = models.TextField()
    kind = models.CharField(max_length=12, choices=MeasureKind.choices)
    level = models.CharField(max_length=40, blank=True)  # a key of the edition's levels; "": none is said
    best_practice = models.BooleanField(default=False)  # it cites a practice that is held to be the best
    version = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    proposed_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=60, null=True)
    approved_at = models.DateTimeField(null=True)
    agency_answer = models.CharField(max_length=7, choices=AgencyAnswer.choices, blank=True, default="")
    agency_words = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, null=True)
    unagreed_because = models.TextField(blank=True, default="")
    agency_days = models.PositiveSmallIntegerField(default=AGREEMENT_WINDOW)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            MEASURE.constraint(),
            models.UniqueConstraint(fields=["recommendation", "label", "version"], name="measure_version_once"),
            models.UniqueConstraint(
                fields=["recommendation", "label"],
                condition=Q(state=MeasureState.PROPOSED),
                name="measure_has_one_open_proposal",
            ),
            paired("approved_by", "approved_at", "measure_approval_is_paired"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                name="measure_is_not_approved_by_its_proposer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_APPROVED, approved_at__isnull=False)
                | (~Q(state__in=_APPROVED) & Q(approved_at=None)),
                name="measure_is_dated_once_approved",
            ),
            ended("measure_is_withdrawn_with_a_reason"),
            models.CheckConstraint(
                condition=Q(state=MeasureState.WITHDRAWN, ended_at__isnull=False)
                | (~Q(state=MeasureState.WITHDRAWN) & Q(ended_at=None)),
                name="measure_is_dated_once_withdrawn",
            ),
            models.CheckConstraint(
                name="measure_is_answered_whole",
                condition=Q(agency_answer="", agency_words="", answered_at=None, answered_by=None)
                | Q(agency_answer=AgencyAnswer.AGREES, agency_words="", **_SAID)
                | Q(agency_answer=AgencyAnswer.ANOTHER, **_SAID) & ~Q(agency_words=""),
            ),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="measure_change_has_its_reason"),
        ]
        indexes: ClassVar = [searching.index("measures_searched", "text")]

    @property
    def title(self) -> str:
        """Which measure of which recommendation, in which version."""
        return f"Measure {self.label} of recommendation {self.recommendation.label}, version {self.version}"

    @property
    def agency_has_until(self) -> date:
        """The last day on which the agency's answer is waited for, counted from when it can read the measure."""
        return last_day(self.readable_on, self.would_have_until, suspensions(self.engagement))

    @property
    def would_have_until(self) -> date:
        """The same day, had the engagement never been suspended."""
        return working_days_after(self.readable_on, self.agency_days)

    @property
    def readable_on(self) -> date:
        """The day from which the agency can read it; that of its proposal, where it cannot yet."""
        shared = [at for at in (self.recommendation.issued_at, self.recommendation.taken_up_at) if at]
        readable = max(self.proposed_at, min(shared, default=self.proposed_at))
        return zones.day(readable)

    @property
    def waits_for_agency(self) -> bool:
        """Whether the agency can read it and has not said yet that it agrees, or that it wants another."""
        return self.agency_answer == "" and self.recommendation.is_shared

    @property
    def was_approved_unread(self) -> bool:
        """Whether it is the newest in force, the agency was never asked before, and can read it now; not where the work
        that is judged by it has ended."""
        if self.state != MeasureState.APPROVED or self.unagreed_because or not self.waits_for_agency:
            return False
        reform = getattr(self.recommendation, "reform", None)
        if reform is not None and reform.state in ENDED:
            return False
        same = Measure.objects.filter(recommendation=self.recommendation_id, label=self.label)
        return not same.filter(state=MeasureState.APPROVED, version__gt=self.version).exists()

    @property
    def circumstances(self) -> Circumstances:
        """The agency answers a proposal first, in its window; what is in force, where it was never asked."""
        if self.state == MeasureState.PROPOSED and self.waits_for_agency:
            until = self.agency_has_until
            return Circumstances(first=f"agree to it or ask for another until {until}, by {Party.AGENCY}")
        if self.state != MeasureState.APPROVED:
            return Circumstances()
        first = f"agree to it or ask for another, by {Party.AGENCY}" if self.was_approved_unread else ""
        if self.agency_answer == AgencyAnswer.ANOTHER:
            first = f"since the agency asks for another: propose a new version or leave it as it is, by {Party.TEAM}"
        return Circumstances(frozenset({P.MEASURE_AGREE}), first)

    @property
    def shared_text(self) -> str:
        """What a page about the work on its recommendation says of it, as `Recommendation.shared_text` does."""
        return self.text if self.recommendation.is_shared else BEING_REWORDED

    @property
    def engagement(self) -> Engagement:
        """The engagement that it concerns."""
        return self.recommendation.engagement

    @property
    def scopes(self) -> tuple[str, ...]:
        """The engagement's."""
        return self.recommendation.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's."""
        return self.recommendation.audit_stream

    def get_absolute_url(self) -> str:
        """Return the measure's page."""
        return reverse("measure", args=[self.ref])
