"""Codebooks: codes in a hierarchy, each with what it means; and the versions of a codebook that rounds were coded with.

A code is never deleted. It ends: merged into another one, or with a reason; what was coded with it stays as it was, and
is read as what the code became."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.engagements.models import Engagement
from concord.engagements.models.engagement import Within
from concord.evidence.states import CODEBOOK

S = Sensitivity
COLOURS = 12
"""How many colours there are; each comes with a line of its own, and a code's letters stand beside it."""
_LETTERS = 26


class Codebook(Within, Staged):
    """One codebook of an engagement."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "ref", "state", "state_since", "engagement", "name", "started_by"), S.INTERNAL
    )
    lifecycle = CODEBOOK
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="codebooks")
    name = models.CharField(max_length=120)
    started_by = models.CharField(max_length=60)

    class Meta:
        indexes: ClassVar = [searching.index("codebooks_searched", "name")]
        constraints: ClassVar = [
            CODEBOOK.constraint(),
            models.CheckConstraint(condition=~Q(name=""), name="codebook_has_a_name"),
        ]

    @property
    def title(self) -> str:
        """Its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("codebook", args=[self.ref])


class Code(Guarded):
    """One code. `number` is its own in its codebook for ever; `categories` are names beside the hierarchy; one that is
    not `codable` only holds others. `colour` is 1 to 12. Once `ended_at`, nothing more is coded with it; `merged_into`
    is what it became."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "codebook", "number", "parent", "name", "definition", "inclusion"), S.INTERNAL),
        **dict.fromkeys(("exclusion", "examples", "categories", "colour", "codable", "made_at", "made_by"), S.INTERNAL),
        **dict.fromkeys(("ended_at", "ended_by", "ended_because", "merged_into"), S.INTERNAL),
    }
    objects = GuardedManager()

    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="codes")
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    inclusion = models.TextField(blank=True)
    exclusion = models.TextField(blank=True)
    examples = models.TextField(blank=True)
    categories = models.JSONField(default=list)
    colour = models.PositiveSmallIntegerField()
    codable = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    ended_because = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        indexes: ClassVar = [
            searching.index("codes_searched", "name", "definition", "inclusion", "exclusion", "examples")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["codebook", "number"], name="code_once_in_its_codebook"),
            models.UniqueConstraint(
                fields=["codebook", "parent", "name"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="code_of_a_name_once_at_its_place",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="code_has_a_name"),
            models.CheckConstraint(condition=Q(colour__gte=1, colour__lte=COLOURS), name="code_colour_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_because="", merged_into=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
                name="code_ends_with_a_reason",
            ),
        ]

    @property
    def letters(self) -> str:
        """A, B … Z, AA …: what stands for it in a text, so that no colour has to be seen."""
        return letters(self.number)


def letters(number: int) -> str:
    """Return the letters of a code's number: 1 is A, 27 is AA."""
    written = ""
    while number > 0:
        number, digit = divmod(number - 1, _LETTERS)
        written = chr(ord("A") + digit) + written
    return written


class CodebookVersion(Guarded):
    """A codebook as it was when a round was opened: `content` is one object a code, in the order of the tree. The same
    codes once more are the same version. The database keeps it as it is (migration 0002)."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "codebook", "number", "content", "sha256", "frozen_at", "frozen_by"), S.INTERNAL
    )
    objects = GuardedManager()

    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["codebook", "number"], name="codebook_version_once"),
            models.UniqueConstraint(fields=["codebook", "sha256"], name="codebook_version_of_a_content_once"),
        ]
