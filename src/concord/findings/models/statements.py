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
from concord.core.lifecycle import Circumstances, Staged
from concord.core.permissions import Party, Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.rules import tier_of
from concord.evidence.models import EvidenceItem
from concord.findings.models.imports import ReportImport
from concord.findings.states import FINDING, FINDING_STEPS, RECOMMENDATION, RECOMMENDATION_STEPS, StatementState, Steps

P = Permission
S = Sensitivity
_REFUSAL = "not"  # as in Answer, which is declared below this
BEING_REWORDED = "It is being reworded."
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
            condition=Q(validated_at__isnull=False) | Q(basis="", dissent=""), name="%(class)s_has_no_basis_before"
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

    `basis` says on what it was validated, `dissent` what was said against; both "" unless it was.

    The label is a number that may change; the key is fixed when the statement is first issued. `printed` keeps what a
    public record prints beside it (label as printed, phase, note, source), "" or {} for our own. `earlier` keeps what a
    draft said before it was reworded, oldest first: {"until": ISO moment, "by": who reworded it, "said": words}.
    `imported_in` is the report that was imported in which it stood, None for what was drafted here. `taken_up_at` is
    since when people work on it (on a finding: on what is recommended there)."""

    steps: ClassVar[Steps]
    wording: ClassVar[tuple[str, ...]]  # the fields that its author words
    shared_sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "author", "validated_by", "validated_at"), S.INTERNAL),
        **dict.fromkeys(("earlier", "basis", "dissent", "imported_in", "taken_up_at"), S.INTERNAL),
        **dict.fromkeys(("engagement", "label", "key", "issued_at", "text_available", "printed"), S.PUBLIC),
    }

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)
    label = models.CharField(max_length=40)
    key = models.CharField(max_length=60, null=True)
    author = models.CharField(max_length=60)
    validated_by = models.CharField(max_length=60, null=True)
    validated_at = models.DateTimeField(null=True)
    basis = models.TextField(blank=True, default="")
    dissent = models.TextField(blank=True, default="")
    issued_at = models.DateTimeField(null=True)
    taken_up_at = models.DateTimeField(null=True)
    text_available = models.BooleanField(default=True)
    printed = models.JSONField(default=dict)
    earlier = models.JSONField(default=list)
    imported_in = models.ForeignKey(ReportImport, null=True, on_delete=models.PROTECT, related_name="%(class)ss")

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
    def is_shared(self) -> bool:
        """Whether the agency may read it: it is issued, or people work on it since it was validated."""
        return self.is_issued or (self.state == StatementState.VALIDATED and self.taken_up_at is not None)

    @property
    def circumstances(self) -> Circumstances:
        """Where the tier asks for several reviewers, each writes a view before it is validated."""
        tier = tier_of(self.engagement) if self.state == StatementState.IN_REVIEW else None
        if tier is None or tier.reviewers == 1:
            return Circumstances()
        left = tier.reviewers - self.views.filter(submitted_at=self.state_since).count()  # type: ignore[attr-defined]
        if left <= 0:
            return Circumstances()
        write = f"{left} of {tier.reviewers} reviewers still write their view of it, by {Party.TEAM}"
        return Circumstances(frozenset({self.steps.validate}), write)

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
    """What the team found, told from the evidence it cites: the condition (`narrative`), the standard of practice
    beside which it is seen, its cause and effect, and what works well."""

    sensitivity: ClassVar = {
        **Statement.shared_sensitivity,
        **dict.fromkeys(("focus_area", "heading", "narrative", "strengths", "standard", "cause", "effect"), S.PUBLIC),
    }
    lifecycle = FINDING
    steps = FINDING_STEPS
    wording = ("label", "heading", "narrative", "strengths", "standard", "cause", "effect")
    onward: ClassVar = frozenset({P.FINDING_SUBMIT, P.FINDING_VALIDATE, P.FINDING_ISSUE})
    objects = GuardedManager()

    focus_area = models.ForeignKey(FocusArea, null=True, on_delete=models.PROTECT, related_name="findings")
    heading = models.CharField(max_length=300, blank=True)
    narrative = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    standard = models.TextField(blank=True, default="")
    cause = models.TextField(blank=True, default="")
    effect = models.TextField(blank=True, default="")

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
    """A piece of evidence that a finding stands on, and why it supports it. Taken off a draft with a reason, it stays
    on record."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "why", "cited_by", "cited_at"), S.INTERNAL),
        **dict.fromkeys(("finding", "evidence"), S.PUBLIC),
        **dict.fromkeys(("taken_away_at", "taken_away_by", "taken_away_because"), S.INTERNAL),
    }
    objects = GuardedManager()

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="citations")
    evidence = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="citations")
    why = models.TextField()
    cited_by = models.CharField(max_length=60)
    cited_at = models.DateTimeField()
    taken_away_at = models.DateTimeField(null=True)
    taken_away_by = models.CharField(max_length=60, null=True)
    taken_away_because = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["finding", "evidence"],
                condition=Q(taken_away_at=None),
                name="evidence_cited_once_by_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(taken_away_at=None, taken_away_by=None, taken_away_because="")
                | Q(taken_away_at__isnull=False, taken_away_by__isnull=False) & ~Q(taken_away_because=""),
                name="citation_taken_away_whole",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="citation_says_why"),
        ]


class Recommendation(Statement):
    """What the team recommends to answer a finding, and why.

    `kind`, `aims` and `practices` are keys of the edition; `effort` and `cost` are what the agency itself is expected
    to bear; `owner` is an office of the agency, never a person's name. Further findings that it answers stand in
    `also`.

    An action item (the third level of "pillar.recommendation.action", as 1.1.1) is a recommendation that stands `below`
    another, on the same finding. It has no table of its own, since whatever becomes of a recommendation becomes of it
    too: it is justified, validated, answered, measured and assessed by itself. Where it stands is fixed as it is
    drafted, since it is a part of the report; what hangs together at work, and may come apart, is a link (reforms).

    `origin` tells of what another site released and this was copied from: {"site", "name", "key", "label",
    "release", "sha256"}; {} for what was written here."""

    sensitivity: ClassVar = {
        **Statement.shared_sensitivity,
        **dict.fromkeys(("finding", "below", "text", "justification", "tags"), S.PUBLIC),
        **dict.fromkeys(("kind", "aims", "best_practice", "outcome_measure", "effort", "cost", "owner"), S.PUBLIC),
        "practices": S.PUBLIC,
        "origin": S.INTERNAL,
    }
    lifecycle = RECOMMENDATION
    steps = RECOMMENDATION_STEPS
    wording = (
        *("label", "text", "justification", "tags", "kind", "aims", "best_practice", "outcome_measure"),
        *("effort", "cost", "owner", "practices"),
    )
    onward: ClassVar = frozenset({P.RECOMMENDATION_SUBMIT, P.RECOMMENDATION_VALIDATE, P.RECOMMENDATION_ISSUE})
    objects = GuardedManager()

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="recommendations")
    below = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="action_items")
    text = models.TextField(blank=True)
    justification = models.TextField(blank=True)
    tags = models.JSONField(default=list)
    kind = models.CharField(max_length=60, blank=True, default="")
    aims = models.JSONField(default=list)
    best_practice = models.TextField(blank=True, default="")
    outcome_measure = models.TextField(blank=True, default="")
    effort = models.TextField(blank=True, default="")
    cost = models.TextField(blank=True, default="")
    owner = models.CharField(max_length=120, blank=True, default="")
    practices = models.JSONField(default=list)
    origin = models.JSONField(default=dict)
    last_answer: str | None  # there only where a query asked for it

    class Meta:
        constraints: ClassVar = [
            RECOMMENDATION.constraint(),
            *_standing(),
            models.CheckConstraint(
                condition=Q(text_available=True) | Q(text="", justification=""),
                name="recommendation_without_text_has_none",
            ),
            models.CheckConstraint(condition=~Q(below=F("id")), name="recommendation_is_not_below_itself"),
        ]
        indexes: ClassVar = [
            searching.index("recommendations_searched", "text", "justification"),
            models.Index(fields=["engagement", "id"], name="recommendations_of_engagement"),
        ]

    @property
    def is_shared(self) -> bool:
        """The same, as long as the finding on which it stands is shared too."""
        return super().is_shared and (self.is_issued or self.finding.is_shared)

    @property
    def circumstances(self) -> Circumstances:
        """What follows its issue depends on what the agency answered, and on whether it was taken up."""
        if not self.is_issued or self.engagement.is_public_record:
            return super().circumstances
        last = self.answered_last
        if last == _REFUSAL and self.taken_up_at is not None:
            return Circumstances(then=f"since the agency does not concur: if the work stops, {Party.TEAM} records it")
        if last == _REFUSAL:
            return Circumstances(then="since the agency does not concur: nobody takes it up unless it says otherwise")
        if self.taken_up_at is not None:
            return Circumstances(then=f"the work on it goes on, by {Party.AGENCY} and {Party.TEAM}")
        if last is not None:
            return Circumstances(then=f"it is taken up, by {Party.TEAM}")
        return Circumstances()

    @property
    def answered_last(self) -> str | None:
        """What the agency answered last; no query where it was asked for with the recommendation (`last_answer`)."""
        if hasattr(self, "last_answer"):
            return self.last_answer
        return self.responses.order_by("-pk").values_list("answer", flat=True).first()

    @property
    def shared_text(self) -> str:
        """What a page about the work on it says of it: the agency reads that page, and no draft."""
        return self.text if self.is_shared else BEING_REWORDED

    @property
    def is_action_item(self) -> bool:
        """Whether it stands below another."""
        return self.below_id is not None

    @property
    def title(self) -> str:
        """Its label, and what it is."""
        return f"{'Action item' if self.is_action_item else 'Recommendation'} {self.label}"

    def get_absolute_url(self) -> str:
        """Return the recommendation's page, which shows how far it has come too."""
        return reverse("recommendation", args=[self.ref])


class AlsoAnswers(Guarded):
    """A further finding that a recommendation answers, beside the one that it stands on; until it is taken off."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "recommendation", "finding"), S.PUBLIC),
        **dict.fromkeys(("put_at", "put_by", "taken_off_at", "taken_off_by"), S.INTERNAL),
    }
    objects = GuardedManager()

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="also")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="also_answered")
    put_at = models.DateTimeField()
    put_by = models.CharField(max_length=60)
    taken_off_at = models.DateTimeField(null=True)
    taken_off_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recommendation", "finding"],
                condition=Q(taken_off_at=None),
                name="finding_answered_once_by_each",
            ),
            models.CheckConstraint(
                condition=Q(taken_off_at=None, taken_off_by=None)
                | Q(taken_off_at__isnull=False, taken_off_by__isnull=False),
                name="also_answers_taken_off_whole",
            ),
        ]


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
