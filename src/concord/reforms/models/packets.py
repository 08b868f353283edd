"""Completion packets: for each measure what shows it, handed to the team to review."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Circumstances, Staged
from concord.core.models import StoredFile
from concord.core.permissions import Party, Permission
from concord.engagements.models import Engagement
from concord.engagements.rules import tier_of
from concord.reforms.models.measures import Measure
from concord.reforms.models.pairing import ended, paired
from concord.reforms.models.reforms import Reform
from concord.reforms.states import PACKET, PacketState

P = Permission
S = Sensitivity


class Packet(Staged):
    """What the agency hands in to show that one reform, or several together, are done.

    `round` counts how often it was handed in, `submitters` are all who did, in any round (their actor keys). Its
    evidence is in `Proof`, what a reviewer answered in `Remark`; `reviewed_by` is the first reviewer where the tier
    asks for two."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "title_given", "round"), S.INTERNAL),
        **dict.fromkeys(("assembled_by", "assembled_at", "submitted_by", "submitted_at", "submitters"), S.INTERNAL),
        **dict.fromkeys(("reviewed_by", "reviewed_at", "accepted_by", "accepted_at", "basis"), S.INTERNAL),
    }
    lifecycle = PACKET
    onward: ClassVar = frozenset({P.PACKET_SUBMIT, P.PACKET_PASS_ON, P.PACKET_ACCEPT})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="packets")
    title_given = models.CharField(max_length=200)
    round = models.PositiveSmallIntegerField(default=0)
    assembled_by = models.CharField(max_length=60)
    assembled_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=60, null=True)
    submitted_at = models.DateTimeField(null=True)
    submitters = models.JSONField(default=list)
    reviewed_by = models.CharField(max_length=60, null=True)
    reviewed_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=60, null=True)
    accepted_at = models.DateTimeField(null=True)
    basis = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            PACKET.constraint(),
            paired("submitted_by", "submitted_at", "packet_submission_is_paired"),
            paired("reviewed_by", "reviewed_at", "packet_review_is_paired"),
            paired("accepted_by", "accepted_at", "packet_acceptance_is_paired"),
            models.CheckConstraint(
                condition=(Q(state=PacketState.ACCEPTED, accepted_at__isnull=False) & ~Q(basis=""))
                | (~Q(state=PacketState.ACCEPTED) & Q(accepted_at=None, basis="")),
                name="packet_is_dated_once_accepted",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | (~Q(accepted_by=F("submitted_by")) & ~Q(accepted_by=F("assembled_by"))),
                name="packet_is_not_accepted_by_its_doer",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | Q(reviewed_by=None) | ~Q(accepted_by=F("reviewed_by")),
                name="packet_has_two_reviewers_where_it_has_a_first",
            ),
        ]
        indexes: ClassVar = [
            searching.index("packets_searched", "title_given", "basis"),
            models.Index(fields=["engagement", "state", "state_since"], name="packets_by_state"),
        ]

    @property
    def title(self) -> str:
        """The name that the agency gave it."""
        return f"Packet: {self.title_given}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """The engagement's."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's."""
        return self.engagement.audit_stream

    @property
    def doers(self) -> frozenset[str]:
        """The actor keys of whoever had a part in it."""
        put_in = {proof.added_by for proof in self.proofs.all()} | {each.put_in_by for each in self.included.all()}
        return frozenset({self.assembled_by, *self.submitters, *filter(None, [self.submitted_by, *put_in])})

    @property
    def circumstances(self) -> Circumstances:
        """One reviewer decides alone; of two the first passes it on, and the second is somebody else."""
        if self.state == PacketState.SECOND_REVIEW:
            return Circumstances(first=f"somebody other than its first reviewer decides, by {Party.TEAM}")
        tier = tier_of(self.engagement) if self.state == PacketState.SUBMITTED else None
        two = tier is not None and tier.reviewers > 1
        return Circumstances(frozenset({P.PACKET_ACCEPT if two else P.PACKET_PASS_ON}))

    def get_absolute_url(self) -> str:
        """Return the packet's page."""
        return reverse("packet", args=[self.ref])


class Included(Guarded):
    """A reform that a packet is about, and who put it in ("" where that was not kept yet). It is taken out with a
    reason, and stays on record."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "packet", "reform", "put_in_by"), S.INTERNAL),
        **dict.fromkeys(("ended_at", "ended_by", "ended_because"), S.INTERNAL),
    }
    objects = GuardedManager()

    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="included")
    reform = models.ForeignKey(Reform, on_delete=models.PROTECT, related_name="packets")
    put_in_by = models.CharField(max_length=60, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["packet", "reform"], condition=Q(ended_at=None), name="packet_holds_a_reform_once"
            ),
            ended("reform_is_left_out_with_a_reason"),
        ]


class Proof(Guarded):
    """One piece of evidence in a packet: a file that is handed in, or the reference of evidence that is here already.

    One piece may show several measures, of several recommendations. It is taken out with a reason."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "packet", "what", "ref", "file", "name", "added_at", "added_by"), S.INTERNAL),
        **dict.fromkeys(("ended_at", "ended_by", "ended_because"), S.INTERNAL),
    }
    objects = GuardedManager()

    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="proofs")
    what = models.TextField()
    ref = models.CharField(max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="proof_is_a_file_or_a_reference",
                condition=(Q(ref="", file__isnull=False) & ~Q(name="")) | (~Q(ref="") & Q(file=None, name="")),
            ),
            models.CheckConstraint(condition=~Q(what=""), name="proof_says_what_it_shows"),
            models.CheckConstraint(
                name="proof_is_taken_out_with_a_reason",
                condition=Q(ended_at=None, ended_by=None, ended_because="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
            ),
        ]


class Shown(Guarded):
    """A version of a measure that a piece of evidence shows to be met."""

    sensitivity: ClassVar = dict.fromkeys(("id", "proof", "measure"), S.INTERNAL)
    objects = GuardedManager()

    proof = models.ForeignKey(Proof, on_delete=models.PROTECT, related_name="shows")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="shown_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proof", "measure"], name="proof_shows_a_measure_once")
        ]


class Remark(Guarded):
    """Why a reviewer did not find one measure met, in one round. Never changed."""

    sensitivity: ClassVar = dict.fromkeys(("id", "packet", "round", "measure", "text", "by", "at"), S.INTERNAL)
    objects = GuardedManager()

    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="remarks")
    round = models.PositiveSmallIntegerField()
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="remarks")
    text = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["packet", "round", "measure"], name="remark_once_a_round"),
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_why"),
        ]
