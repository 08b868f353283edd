"""How recommendations hang together, as people have said it."""

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q, TextChoices

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation

S = Sensitivity


class LinkKind(TextChoices):
    """How one recommendation stands to the other: the words go between the two."""

    DEPENDS_ON = "depends_on", "needs first"
    SAME_ACTION = "same_action", "is met by the same action as"
    CONFLICTS = "conflicts", "is in conflict with"
    SUPERSEDES = "supersedes", "takes the place of"
    PART_OF = "part_of", "is a part of"


DIRECTED = (LinkKind.DEPENDS_ON, LinkKind.SUPERSEDES, LinkKind.PART_OF)
"""The kinds of which a circle makes no sense, alone or mixed. The others hold in both directions."""
NEEDS = (LinkKind.DEPENDS_ON, LinkKind.PART_OF)
"""The kinds by which one waits for the other; what is superseded does not wait: it goes."""
_BACKWARDS = (LinkKind.SUPERSEDES, LinkKind.PART_OF)

_End = TypeVar("_End")


def in_turn(kind: str, one: _End, other: _End) -> tuple[_End, _End]:
    """Return of the two ends of a directed link what waits, and what comes first: one waits for what it needs first, a
    whole for its parts, and what is superseded for what is done in its place."""
    return (other, one) if kind in _BACKWARDS else (one, other)


class Link(Guarded):
    """One link between two issued recommendations of an engagement, with the reason. Taken away with a reason, and
    never changed: another may follow it. Of a kind that holds both ways, `one` is the older recommendation."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "engagement", "one", "other", "kind", "why"), S.INTERNAL),
        **dict.fromkeys(("made_at", "made_by", "ended_at", "ended_by", "ended_because"), S.INTERNAL),
    }
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="links")
    one = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links_from")
    other = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    why = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="link_kind_is_known"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="link_is_between_two"),
            models.CheckConstraint(condition=~Q(why=""), name="link_says_why"),
            models.CheckConstraint(
                name="link_ends_with_a_reason",
                condition=Q(ended_at=None, ended_by=None, ended_because="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
            ),
            models.UniqueConstraint(
                fields=["one", "other", "kind"], condition=Q(ended_at=None), name="link_stands_once"
            ),
        ]

    @property
    def needs(self) -> tuple[str, str]:
        """The references of what waits and of what comes first, of a directed kind."""
        return in_turn(self.kind, self.one.ref, self.other.ref)

    @property
    def words(self) -> str:
        """The link as a sentence of labels."""
        return f"{self.one.label} {self.get_kind_display()} {self.other.label}"
