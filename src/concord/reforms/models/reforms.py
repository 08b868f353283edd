"""Reforms with their two voices: what the agency reports, what the team assesses (law 8)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Circumstances, Staged
from concord.core.permissions import Party, Permission
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.findings.queries import refuses
from concord.reforms.models.pairing import paired
from concord.reforms.states import ENDED, REFORM, CoreState, ReformState

P = Permission
S = Sensitivity


class Reform(Staged):
    """The carrying out of one recommendation: who has the ball, and where each of the two voices sees it now."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref"), S.INTERNAL),
        **dict.fromkeys(("state", "state_since", "recommendation", "engagement", "planned_at"), S.PUBLIC),
        **dict.fromkeys(("reported_status", "reported_on", "assessed_status", "assessed_on"), S.PUBLIC),
    }
    lifecycle = REFORM
    onward: ClassVar = frozenset({P.REFORM_REPORT, P.REFORM_ASSESS, P.REFORM_COMPLETE, P.REFORM_REOPEN})
    objects = GuardedManager()

    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="reform")
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="reforms")
    planned_at = models.DateTimeField()
    reported_status = models.CharField(max_length=40, null=True)
    reported_on = models.DateField(null=True)
    assessed_status = models.CharField(max_length=40, null=True)
    assessed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            REFORM.constraint(),
            paired("reported_status", "reported_on", "reform_reported_is_paired"),
            paired("assessed_status", "assessed_on", "reform_assessed_is_paired"),
        ]
        indexes: ClassVar = [
            # The staff list reads newest recommendations first, through one filter or two.
            models.Index(fields=["state", "recommendation"], name="reforms_by_state"),
            models.Index(fields=["reported_status", "recommendation"], name="reforms_by_reported"),
            models.Index(
                fields=["assessed_status", "reported_status", "recommendation"], name="reforms_by_both_voices"
            ),
            models.Index(fields=["assessed_status", "recommendation"], name="reforms_by_assessed"),
            models.Index(
                fields=["engagement", "state_since"],
                condition=Q(state__in=[str(ReformState.WITH_AGENCY), str(ReformState.WITH_TEAM)]),
                name="reforms_open",
            ),
        ]

    @property
    def title(self) -> str:
        """The recommendation that it carries out."""
        return f"Reform of recommendation {self.recommendation.label}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """The engagement's."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's."""
        return self.engagement.audit_stream

    @property
    def said_by_agency(self) -> "list[ProgressReport]":
        """What the agency has reported, oldest first; no query where the reports were fetched with the reform."""
        return sorted(self.reports.all(), key=lambda said: said.pk)

    @property
    def said_by_team(self) -> "list[Judgement]":
        """What the team has assessed, oldest first; the same."""
        return sorted(self.judgements.all(), key=lambda said: said.pk)

    @property
    def circumstances(self) -> Circumstances:
        """Work waits while its recommendation is reworded, and before the issue where the agency does not concur."""
        of = self.recommendation
        if self.state in ENDED or of.is_issued:
            return Circumstances()
        if not of.is_shared:
            first = f"its recommendation is validated again, by {Party.TEAM}"
        elif refuses(of):
            first = (
                f"since the agency does not concur: it says otherwise, or {Party.TEAM} records that work has stopped"
            )
        else:
            return Circumstances()
        return Circumstances(frozenset(move.verb for move in REFORM.moves), first)

    def get_absolute_url(self) -> str:
        """Return the reform's page."""
        return reverse("reform", args=[self.ref])


class ProgressReport(Guarded):
    """The agency's voice: one statement on one reform. Never changed; the next one follows it.

    `status` is a key of the engagement's edition, `core_state` what it stands for; `as_of` is the day of which it
    speaks, `reported_at` the moment when it was said."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "reported_by"), S.INTERNAL),
        **dict.fromkeys(("reform", "status", "core_state", "note", "as_of", "reported_at"), S.PUBLIC),
    }
    objects = GuardedManager()

    reform = models.ForeignKey(Reform, on_delete=models.PROTECT, related_name="reports", db_index=False)
    status = models.CharField(max_length=40)
    core_state = models.CharField(max_length=12, choices=CoreState.choices)
    note = models.TextField(blank=True)
    as_of = models.DateField()
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(core_state__in=CoreState.values), name="report_core_state_is_known")
        ]
        indexes: ClassVar = [models.Index(fields=["reform", "id"], name="reports_of_a_reform")]


class Judgement(Guarded):
    """The team's voice: one statement on one reform. Never changed; the next one follows it.

    Fields as in a progress report; `measures` holds the references of the measures in force, by which it judged."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "assessed_by", "measures"), S.INTERNAL),
        **dict.fromkeys(("reform", "status", "core_state", "note", "as_of", "assessed_at"), S.PUBLIC),
    }
    objects = GuardedManager()

    reform = models.ForeignKey(Reform, on_delete=models.PROTECT, related_name="judgements", db_index=False)
    status = models.CharField(max_length=40)
    core_state = models.CharField(max_length=12, choices=CoreState.choices)
    note = models.TextField()
    as_of = models.DateField()
    assessed_at = models.DateTimeField()
    assessed_by = models.CharField(max_length=60)
    measures = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(core_state__in=CoreState.values), name="judgement_core_state_is_known"),
            models.CheckConstraint(condition=~Q(note=""), name="judgement_says_why"),
        ]
        indexes: ClassVar = [models.Index(fields=["reform", "id"], name="judgements_of_a_reform")]
