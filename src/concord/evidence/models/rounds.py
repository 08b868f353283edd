"""Coding rounds: who codes which passages with which version of a codebook, and what they coded.

Of a passage only its place and its length stand here, of a coding only two offsets: the words stay where they are kept,
sealed where the document is confidential. Memos are sealed always (coding_memos). What was coded stays as it was made;
it is withdrawn, and that stays too (migration 0002)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.engagements.models.engagement import Within
from concord.evidence.models.codebooks import Code, Codebook, CodebookVersion
from concord.evidence.models.documents import Citation, Document
from concord.evidence.states import ROUND

S = Sensitivity


class CodingRound(Within, Staged):
    """One round. In a `blind` one everybody sees their own codings alone until it is closed. `drawn_from` says of which
    passages the sample was drawn, `strata` how many of each method were there and drawn: [method, there, drawn];
    `seed` is None where every passage was taken. `confidential` says whether confidential documents were among them."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "codebook", "version"), S.INTERNAL),
        **dict.fromkeys(("name", "blind", "drawn_from", "seed", "strata", "confidential", "opened_by"), S.INTERNAL),
    }
    lifecycle = ROUND
    onward: ClassVar = frozenset({Permission.ROUND_CLOSE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="coding_rounds")
    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey(CodebookVersion, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=120)
    blind = models.BooleanField()
    drawn_from = models.TextField()
    seed = models.PositiveBigIntegerField(null=True)
    strata = models.JSONField(default=list)
    confidential = models.BooleanField()
    opened_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            ROUND.constraint(),
            models.CheckConstraint(condition=~Q(name=""), name="coding_round_has_a_name"),
        ]

    @property
    def title(self) -> str:
        """Its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("coding-round", args=[self.ref])


class RoundCoder(Guarded):
    """Somebody who codes in a round, by actor key; of somebody who coded elsewhere `called` is the name in the file."""

    sensitivity: ClassVar = dict.fromkeys(("id", "round", "coder", "called"), S.INTERNAL)
    objects = GuardedManager()

    round = models.ForeignKey(CodingRound, on_delete=models.PROTECT, related_name="coders")
    coder = models.CharField(max_length=60)
    called = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "coder"], name="coder_once_in_a_round")]


class RoundPassage(Guarded):
    """A passage that is to be coded in a round: the `place`-th, where it stands, how many characters it has."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "round", "place", "document", "revision", "page", "paragraph", "length"), S.INTERNAL
    )
    objects = GuardedManager()

    round = models.ForeignKey(CodingRound, on_delete=models.PROTECT, related_name="passages", db_index=False)
    place = models.PositiveIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="round_passages")
    revision = models.PositiveIntegerField()
    page = models.PositiveIntegerField()
    paragraph = models.PositiveIntegerField()
    length = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "place"], name="place_once_in_a_round"),
            models.UniqueConstraint(
                fields=["round", "document", "revision", "page", "paragraph"], name="passage_once_in_a_round"
            ),
        ]

    def citation(self, first: int = 0, last: int = 0) -> Citation:
        """Return where it is, or a stretch of it. The document is to be loaded."""
        return Citation(self.document.ref, self.revision, self.page, self.paragraph, first, last)


class PassageRead(Guarded):
    """That a coder has read a passage to its end: of what they did not code in it they say that it is not there.
    Without it the coder is missing for the passage."""

    sensitivity: ClassVar = dict.fromkeys(("id", "passage", "coder", "read_at"), S.INTERNAL)
    objects = GuardedManager()

    passage = models.ForeignKey(RoundPassage, on_delete=models.PROTECT, related_name="reads")
    coder = models.CharField(max_length=60)
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["passage", "coder"], name="passage_read_once")]


class Selection(Guarded):
    """What was selected in a text of another program: the code points from `first` up to `last` of the whole text, with
    the file's own id. Codings of it lie in one or more passages."""

    sensitivity: ClassVar = dict.fromkeys(("id", "round", "document", "guid", "first", "last"), S.INTERNAL)
    objects = GuardedManager()

    round = models.ForeignKey(CodingRound, on_delete=models.PROTECT, related_name="selections")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="selections")
    guid = models.CharField(max_length=40)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="selection_ends_after_it_begins")
        ]


class Coding(Guarded):
    """A code that a coder gave to the characters from `first` up to `last` of a passage. They may overlap."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "passage", "first", "last", "code", "coder", "made_at", "has_memo"), S.INTERNAL),
        **dict.fromkeys(("withdrawn_at", "withdrawn_by", "selection"), S.INTERNAL),
    }
    objects = GuardedManager()

    passage = models.ForeignKey(RoundPassage, on_delete=models.PROTECT, related_name="codings")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="codings")
    coder = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    has_memo = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, null=True)
    selection = models.ForeignKey(Selection, null=True, on_delete=models.PROTECT, related_name="codings")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["passage", "code", "coder", "first", "last", "selection"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="coding_of_a_stretch_once_each",
            ),
            models.CheckConstraint(condition=Q(first__lt=F("last")), name="coding_holds_a_character"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="coding_withdrawn_whole",
            ),
        ]

    @property
    def citation(self) -> Citation:
        """Its address for ever. The passage and its document are to be loaded."""
        return self.passage.citation(self.first, self.last)


class Adjudication(Guarded):
    """What was decided where coders differed: whether a code applies to a passage; `why` says that the reason is kept
    sealed (coding_memos). The newest stands; what the coders coded stays as it was."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "passage", "code", "applies", "why", "decided_at", "decided_by"), S.INTERNAL
    )
    objects = GuardedManager()

    passage = models.ForeignKey(RoundPassage, on_delete=models.PROTECT, related_name="adjudications")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="adjudications")
    applies = models.BooleanField()
    why = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(why=""), name="adjudication_says_why")]
