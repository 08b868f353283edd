"""Evidence: facts that the team gathered by a method of the plan, kept apart from what the team thinks of them.

An item is written once. A withdrawn one stays, and stays withdrawn; the database sees to it (migration 0015)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from concord.core import searching
from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import StoredFile
from concord.engagements.models import Engagement, FocusArea
from concord.evidence.states import EVIDENCE, EvidenceState

S = Sensitivity


class Releasability(TextChoices):
    """How far an item may travel (law 11)."""

    RELEASABLE = "releasable", "Releasable"
    DELIBERATIVE = "deliberative", "Deliberative"
    CONFIDENTIAL = "confidential", "Confidential"
    LAW_ENFORCEMENT = "law_enforcement", "Law-enforcement sensitive"


class Consent(TextChoices):
    """What those who took part agreed to."""

    NOT_NEEDED = "not_needed", "None needed: nobody was asked anything"
    UNATTRIBUTED = "unattributed", "Use without saying from whom"
    QUOTED = "quoted", "Quote without a name"
    WITH_ROLE = "with_role", "Quote with the role"
    WITHHELD = "withheld", "Not for publication"


SEALED = frozenset({Releasability.CONFIDENTIAL, Releasability.LAW_ENFORCEMENT})
"""The kinds of which text and file are kept encrypted."""
DESTROYED = "Destroyed under a retention rule"
SEALED_TITLE = "Sealed item"
"""What stands for the title of an item that is sealed, and of the field work that led to it."""


class EvidenceItem(Staged):
    """One item. `count` counts the method's own unit: documents, interviews, groups, shifts, data sets, sessions.

    Of a confidential or law-enforcement sensitive item the title, the text, the file with its name, and the reasons
    given for it are sealed (core.sealing): `summary` is "" here, and `queries.words` and `queries.with_titles` have
    them. `consent` is what those who took part agreed to, where that was said of the item itself, or has changed since
    its field work was held; `evidence.consent` says which holds. `open_because` is why an interview
    is not confidential. `activity` is the activity of the plan (its key) for
    which it was logged without a booking, where it names one. What was destroyed under a retention rule leaves the
    row, so that its reference stays known; `destroyed_in` is the disposal."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "focus_area", "logged_by"), S.INTERNAL),
        **dict.fromkeys(("method", "collected_on", "activity", "count", "releasability", "consent"), S.INTERNAL),
        "open_because": S.INTERNAL,
        **dict.fromkeys(("title", "summary", "file", "file_name", "withdrawn_because"), S.INTERNAL),
        **dict.fromkeys(("basis", "classed_at", "classed_by", "classed_because", "destroyed_in"), S.INTERNAL),
    }
    lifecycle = EVIDENCE
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="evidence")
    method = models.CharField(max_length=60)  # a key of the edition
    activity = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    collected_on = models.DateField()
    count = models.PositiveIntegerField()
    releasability = models.CharField(max_length=16, choices=Releasability.choices)
    consent = models.CharField(max_length=12, choices=Consent.choices, blank=True)
    open_because = models.TextField(blank=True, default="")
    basis = models.CharField(max_length=60, blank=True)  # why it is withheld: a key of the edition; "" until it is said
    classed_at = models.DateTimeField(null=True)  # when it was last restricted or released, if ever
    classed_by = models.CharField(max_length=60, null=True)
    classed_because = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    logged_by = models.CharField(max_length=60)
    withdrawn_because = models.TextField(blank=True)
    destroyed_in = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            EVIDENCE.constraint(),
            models.CheckConstraint(
                condition=Q(releasability__in=Releasability.values), name="evidence_releasability_is_known"
            ),
            models.CheckConstraint(condition=Q(consent__in=("", *Consent.values)), name="evidence_consent_is_known"),
            models.CheckConstraint(
                condition=~Q(releasability__in=sorted(SEALED))
                | Q(summary="", title__in=(SEALED_TITLE, DESTROYED))
                & (Q(file_name="") | Q(file_name__startswith="sealed")),
                name="evidence_sealed_text_is_not_here",
            ),
            models.CheckConstraint(
                condition=Q(classed_at=None, classed_by=None, classed_because="")
                | Q(classed_at__isnull=False, classed_by__isnull=False) & ~Q(classed_because=""),
                name="evidence_classed_whole",
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="evidence_counts_something"),
            models.CheckConstraint(
                condition=Q(file=None, file_name="") | (Q(file__isnull=False) & ~Q(file_name="")),
                name="evidence_file_has_a_name",
            ),
            models.CheckConstraint(
                condition=(Q(state=EvidenceState.WITHDRAWN) & ~Q(withdrawn_because=""))
                | (~Q(state=EvidenceState.WITHDRAWN) & Q(withdrawn_because="")),
                name="evidence_withdrawn_with_a_reason",
            ),
        ]
        indexes: ClassVar = [
            searching.index("evidence_searched", "title", "summary"),
            models.Index(fields=["engagement", "id"], name="evidence_of_an_engagement"),
        ]

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the engagement."""
        return self.engagement.scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return self.engagement.ref

    @property
    def is_sealed(self) -> bool:
        """Whether its text and file are kept encrypted."""
        return self.releasability in SEALED

    @property
    def page_title(self) -> str:
        """What a browser keeps of its pages in its history: the title, or of a sealed item the reference."""
        return self.ref if self.is_sealed else str(self.title)

    @property
    def is_confidential(self) -> bool:
        """Whether only the engagement's own team may see it."""
        return self.releasability == Releasability.CONFIDENTIAL

    def get_absolute_url(self) -> str:
        """Return the item's page on the desk."""
        return reverse("evidence-item", args=[self.ref])
