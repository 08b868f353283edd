"""Facts that stand or fall together."""

from django.db import models
from django.db.models import Q


def paired(one: str, other: str, name: str) -> models.CheckConstraint:
    """Two facts that are there together or not at all (law 14)."""
    both = Q(**{f"{one}__isnull": False, f"{other}__isnull": False})
    return models.CheckConstraint(condition=Q(**{one: None, other: None}) | both, name=name)


def ended(name: str) -> models.CheckConstraint:
    """What is taken back is so at a moment, by somebody and with a reason (law 13), or not at all."""
    taken_back = Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")
    return models.CheckConstraint(condition=Q(ended_at=None, ended_by=None, ended_because="") | taken_back, name=name)
