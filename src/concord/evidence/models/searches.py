"""Searches that somebody keeps under a name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from concord.core.guard import Guarded, GuardedManager, Sensitivity

S = Sensitivity


class SavedSearch(Guarded):
    """One search of one person (by actor key): its name, and what stands in its address. It is nobody else's to see."""

    sensitivity: ClassVar = dict.fromkeys(("id", "who", "name", "query", "saved_at", "dropped_at"), S.INTERNAL)
    objects = GuardedManager()

    who = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=800)
    saved_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["who", "name"], condition=Q(dropped_at=None), name="one_search_of_a_name_each"
            )
        ]
