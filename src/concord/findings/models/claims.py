"""Claim cards: what the team thinks it sees, with the evidence that supports it, contradicts it or gives its context.

A piece of evidence stays on its card as it was put there; taking it away leaves it in sight with the reason, and the
database sees to it (migration 0008)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.models.engagement import Within
from concord.evidence.models import DataSet, EvidenceItem
from concord.findings.models.statements import Finding
from concord.findings.states import CLAIM, ClaimState

P = Permission
S = Sensitivity
_SHORT = 100  # characters of a statement in a list


class Direction(TextChoices):
    """What a piece of evidence does to a claim."""

    SUPPORTS = "supports", "Supports"
    CONTRADICTS = "contradicts", "Contradicts"
    CONTEXT = "context", "Gives context"


class Claim(Within, Staged):
    """One card. `earlier` keeps what it said before it was reworded, oldest first: {"until": ISO moment, "by": who
    reworded it, "said": text}. `weighed` says what was made of the evidence against it; it stands in the justification
    of what is recommended."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "focus_area", "statement"), S.INTERNAL),
        **dict.fromkeys(("author", "made_at", "earlier", "finding"), S.INTERNAL),
        "weighed": S.PUBLIC,
    }
    lifecycle = CLAIM
    onward: ClassVar = frozenset({P.CLAIM_DRAFT_FINDING})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="claims", db_index=False)
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="claims")
    statement = models.TextField()
    author = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    earlier = models.JSONField(default=list)
    finding = models.OneToOneField(Finding, null=True, on_delete=models.PROTECT, related_name="claim")
    weighed = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            CLAIM.constraint(),
            models.CheckConstraint(condition=~Q(statement=""), name="claim_says_something"),
            models.CheckConstraint(
                condition=Q(state=ClaimState.DRAFTED, finding__isnull=False)
                | ~Q(state=ClaimState.DRAFTED) & Q(finding=None),
                name="claim_leads_to_a_finding_once_drafted",
            ),
        ]
        indexes: ClassVar = [
            searching.index("claims_searched", "statement"),
            models.Index(fields=["engagement", "id"], name="claims_of_an_engagement"),
        ]

    @property
    def title(self) -> str:
        """What it claims, in short."""
        text = " ".join(self.statement.split())
        return text if len(text) <= _SHORT else f"{text[:_SHORT].rsplit(' ', 1)[0]} …"

    def get_absolute_url(self) -> str:
        """Return the card's page."""
        return reverse("claim", args=[self.ref])


class Piece(Guarded):
    """One piece of evidence on a card: an item, or a passage of its document (as a short citation, which holds for
    ever), or a data set; and in `note` what it shows, of a data set with base and period.

    No text of an item or a passage is copied here: who may not see it reads nothing of it."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "claim", "evidence", "passage", "data_set", "direction", "note"), S.INTERNAL),
        **dict.fromkeys(("put_at", "put_by", "taken_away_at", "taken_away_by", "taken_away_because"), S.INTERNAL),
    }
    objects = GuardedManager()

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="pieces")
    evidence = models.ForeignKey(EvidenceItem, null=True, on_delete=models.PROTECT, related_name="pieces")
    passage = models.CharField(max_length=80, blank=True)
    data_set = models.ForeignKey(DataSet, null=True, on_delete=models.PROTECT, related_name="pieces")
    direction = models.CharField(max_length=11, choices=Direction.choices)
    note = models.TextField()
    put_at = models.DateTimeField()
    put_by = models.CharField(max_length=60)
    taken_away_at = models.DateTimeField(null=True)
    taken_away_by = models.CharField(max_length=60, null=True)
    taken_away_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim", "evidence", "passage", "direction"],
                condition=Q(taken_away_at=None),
                name="piece_once_on_its_card",
            ),
            models.CheckConstraint(
                condition=Q(evidence__isnull=False, data_set=None)
                | Q(evidence=None, data_set__isnull=False, passage=""),
                name="piece_is_of_one_source",
            ),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="piece_direction_is_known"),
            models.CheckConstraint(condition=~Q(note=""), name="piece_says_what_it_shows"),
            models.CheckConstraint(
                condition=Q(taken_away_at=None, taken_away_by=None, taken_away_because="")
                | Q(taken_away_at__isnull=False, taken_away_by__isnull=False) & ~Q(taken_away_because=""),
                name="piece_taken_away_whole",
            ),
        ]

    @property
    def source(self) -> str:
        """The stable number of what it is: EVD-2026-0001, DST-2026-0001, or a passage's citation."""
        thing = self.evidence or self.data_set
        return self.passage or (thing.ref if thing else "")

    @property
    def is_taken_away(self) -> bool:
        """Whether it no longer speaks for or against the claim."""
        return self.taken_away_at is not None
