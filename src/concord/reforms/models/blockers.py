"""What stands in the way of a reform, who can move it, and since when."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.reforms.models.reforms import Reform

S = Sensitivity


class Blocker(Guarded):
    """One obstacle. It ends with what became of it, and is never changed.

    `kind` is a key of the edition's kinds of blocker; `outside` is what that kind says of the agency's control, kept
    as it was when this was recorded. `with_whom` is whoever can move it; `since` the day from which it stands."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "reform", "kind", "outside", "what", "with_whom", "moves_when", "since"), S.INTERNAL),
        **dict.fromkeys(("recorded_at", "recorded_by", "ended_at", "ended_by", "ended_how"), S.INTERNAL),
    }
    objects = GuardedManager()

    reform = models.ForeignKey(Reform, on_delete=models.PROTECT, related_name="blockers")
    kind = models.CharField(max_length=40)
    outside = models.BooleanField()
    what = models.TextField()
    with_whom = models.CharField(max_length=200)
    moves_when = models.TextField()
    since = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)
    ended_how = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [searching.index("blockers_searched", "what", "with_whom", "moves_when")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(with_whom="") & ~Q(moves_when=""), name="blocker_says_what_and_what_moves_it"
            ),
            models.CheckConstraint(
                name="blocker_ends_with_what_became_of_it",
                condition=Q(ended_at=None, ended_by=None, ended_how="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_how=""),
            ),
        ]
