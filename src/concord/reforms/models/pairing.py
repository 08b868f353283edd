"""Two facts that stand or fall together."""

from django.db import models
from django.db.models import Q


def paired(one: str, other: str, name: str) -> models.CheckConstraint:
    """Two facts that are there together or not at all (law 14)."""
    both = Q(**{f"{one}__isnull": False, f"{other}__isnull": False})
    return models.CheckConstraint(condition=Q(**{one: None, other: None}) | both, name=name)
