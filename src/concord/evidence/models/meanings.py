"""What passages mean, as vectors, for the search. They are made from the texts and go with them."""

from typing import ClassVar

from django.db import models

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.evidence.models.documents import Passage


class Meaning(Guarded):
    """The vector of one passage (analysis.text.meaning, packed). Of a sealed passage there is none: the database takes
    it away when the text goes (migration 0008)."""

    sensitivity: ClassVar = dict.fromkeys(("passage", "vector"), Sensitivity.INTERNAL)
    objects = GuardedManager()

    passage = models.OneToOneField(Passage, primary_key=True, on_delete=models.PROTECT, related_name="meaning")
    vector = models.BinaryField()
