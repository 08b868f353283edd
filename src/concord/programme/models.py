"""The programme as data: one versioned, hashed document an edition, with the date from which it is in force."""

from typing import ClassVar

from django.db import models

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.permissions import OFFICE_SCOPE

S = Sensitivity


class Edition(Guarded):
    """One edition of the programme's data. Records keep the edition under which they were made."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "number", "effective_from", "document", "sha256", "published_at", "published_by"), S.PUBLIC
    )
    objects = GuardedManager()

    number = models.PositiveIntegerField(unique=True)
    effective_from = models.DateField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)

    scopes = (OFFICE_SCOPE,)
    audit_stream = "programme"

    @property
    def audit_ref(self) -> str:
        """Name the edition."""
        return f"EDITION-{self.number}"
