"""Findings, the evidence they stand on, and the recommendations that stand on them."""

import hashlib
import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.evidence.models import EvidenceItem
from concord.findings.states import FINDING, FINDING_STEPS, RECOMMENDATION, RECOMMENDATION_STEPS, StatementState, Steps

P = Permission
S = Sensitivity
_FROM_RECORDS = Q(author__startswith="concord:")  # Concord itself took it from public records; nobody here wrote it


def _standing() -> list[models.BaseConstraint]:
    """Return what the database holds both kinds to: unique label and key, and laws 9 and 14 about their dates."""
    reviewed = [StatementState.VALIDATED, StatementState.ISSUED]
    return [
        models.UniqueConstraint(fields=["engagement", "label"], name="%(class)s_label_once"),
        models.UniqueConstraint("engagement", Lower("key"), name="%(class)s_key_once"),
        models.CheckConstraint(
            condition=Q(validated_at=None, validated_by=None)
            | Q(validated_at__isnull=False, validated_by__isnull=False),
            name="%(class)s_validation_is_paired",
        ),
        models.CheckConstraint(
            condition=Q(validated_by=None) | ~Q(validated_by=F("author")),
            name="%(class)s_is_not_validated_by_its_author",
        ),
        models.CheckConstraint(
            condition=_FROM_RECORDS
            | Q(state__in=reviewed, validated_at__isnull=False)
            | (~Q(state__in=reviewed) & Q(validated_at=None)),
            name="%(class)s_is_validated_in_its_state",
        ),
        models.CheckConstraint(
            condition=_FROM_RECORDS
            | Q(state=StatementState.ISSUED, issued_at__isnull=False, key__isnull=False)
            | (~Q(state=StatementState.ISSUED) & Q(issued_at=None)),
            name="%(class)s_is_dated_and_named_once_issued",
        ),
    ]


class Statement(Staged):
    """What a finding and a recommendation share: a label, a public key, an author, a validation, an issue.

    The label is a number that may change; the key is fixed when the statement is first issued. `printed` keeps what a
    public record prints beside it (label as printed, phase, note, source), "" or {} for our own. `earlier` keeps what a
    draft said before it was reworded, oldest first: {"until": ISO moment, "by": who reworded it, "said": words}."""

    steps: ClassVar[Steps]
    wording: ClassVar[tuple[str, ...]]  # the fields that its author words
    shared_sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "author", "validated_by", "validated_at"), S.INTERNAL),
        "earlier": S.INTERNAL,
        **dict.fromkeys(("engagement", "label", "key", "issued_at", "text_available", "printed"), S.PUBLIC),
    }

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)
    label = models.CharField(max_length=40)
    key = models.CharField(max_length=60, null=True)
    author = models.CharField(max_length=60)
    validated_by = models.CharField(max_length=60, null=True)
    validated_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    text_available = models.BooleanField(default=True)
    printed = models.JSONField(default=dict)
    earlier = models.JSONField(default=list)

    class Meta:
        abstract = True

    @property
    def scopes(self) -> tuple[str, ...]:
        """The engagement's."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's."""
        return self.engagement.audit_stream

    @property
    def is_issued(self) -> bool:
        """Whether the agency and the public may read it."""
        return self.state == StatementState.ISSUED

    @property
    def words(self) -> dict[str, Any]:
        """What its author says, by field."""
        return {field: getattr(self, field) for field in self.wording}

    @property
    def words_hash(self) -> str:
        """The SHA-256 (hexadecimal) of the words as canonical JSON."""
        text = json.dumps(self.words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def writers(self) -> frozenset[str]:
        """Everybody whose words are or were in it, by actor key."""
        return frozenset({self.author, *(wording["by"] for wording in self.earlier)})


class Finding(Statement):
    """What the team found, told from the evidence it cites."""

    sensitivity: ClassVar = {
        **Statement.shared_sensitivity,
        **dict.fromkeys(("focus_area", "heading", "narrative", "strengths"), S.PUBLIC),
    }
    lifecycle = FINDING
    steps = FINDING_STEPS
    wording = ("label", "heading", "narrative", "strengths")
    onward: ClassVar = frozenset({P.FINDING_SUBMIT, P.FINDING_VALIDATE, P.FINDING_ISSUE})
    objects = GuardedManager()

    focus_area = models.ForeignKey(FocusArea, null=True, on_delete=models.PROTECT, related_name="findings")
    heading = models.CharField(max_length=300, blank=True)
    narrative = models.TextField(blank=True)
    strengths = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            FINDING.constraint(),
            *_standing(),
            models.CheckConstraint(
                condition=_FROM_RECORDS | Q(focus_area__isnull=False), name="finding_belongs_to_a_focus_area"
            ),
            models.CheckConstraint(
                condition=Q(text_available=True) | Q(narrative="", strengths=""), name="finding_without_text_has_none"
            ),
        ]
        indexes: ClassVar = [
            searching.index("findings_searched", "heading", "narrative", "strengths"),
            models.Index(fields=["engagement", "id"], name="findings_of_an_engagement"),
        ]

    @property
    def title(self) -> str:
        """Its label and heading."""
        return f"Finding {self.label}: {self.heading}" if self.heading else f"Finding {self.label}"

    def get_absolute_url(self) -> str:
        """Return the finding's page."""
        return reverse("finding", args=[self.ref])


class Citation(Guarded):
    """A piece of evidence that a finding stands on, and why it supports it."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "why", "cited_by", "cited_at"), S.INTERNAL),
        **dict.fromkeys(("finding", "evidence"), S.PUBLIC),
    }
    objects = GuardedManager()

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="citations")
    evidence = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="citations")
    why = models.TextField()
    cited_by = models.CharField(max_length=60)
    cited_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["finding", "evidence"], name="evidence_cited_once_by_a_finding"),
            models.CheckConstraint(condition=~Q(why=""), name="citation_says_why"),
        ]


class Recommendation(Statement):
    """What the team recommends to answer a finding, and why."""

    sensitivity: ClassVar = {
        **Statement.shared_sensitivity,
        **dict.fromkeys(("finding", "text", "justification", "tags"), S.PUBLIC),
    }
    lifecycle = RECOMMENDATION
    steps = RECOMMENDATION_STEPS
    wording = ("label", "text", "justification", "tags")
    onward: ClassVar = frozenset({P.RECOMMENDATION_SUBMIT, P.RECOMMENDATION_VALIDATE, P.RECOMMENDATION_ISSUE})
    objects = GuardedManager()

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="recommendations")
    text = models.TextField(blank=True)
    justification = models.TextField(blank=True)
    tags = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            RECOMMENDATION.constraint(),
            *_standing(),
            models.CheckConstraint(
                condition=Q(text_available=True) | Q(text="", justification=""),
                name="recommendation_without_text_has_none",
            ),
        ]
        indexes: ClassVar = [
            searching.index("recommendations_searched", "text", "justification"),
            models.Index(fields=["engagement", "id"], name="recommendations_of_engagement"),
        ]

    @property
    def title(self) -> str:
        """Its label."""
        return f"Recommendation {self.label}"

    def get_absolute_url(self) -> str:
        """Return the recommendation's page, which shows how far it has come too."""
        return reverse("recommendation", args=[self.ref])


class NoFindings(Guarded):
    """That a focus area has no finding, and why: looked at, and nothing to report."""

    sensitivity: ClassVar = dict.fromkeys(("id", "focus_area", "reason", "declared_at", "declared_by"), S.INTERNAL)
    objects = GuardedManager()

    focus_area = models.OneToOneField(FocusArea, on_delete=models.PROTECT, related_name="no_findings")
    reason = models.TextField()
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="no_findings_with_a_reason"),
        ]
