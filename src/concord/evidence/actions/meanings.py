"""Vectors of what passages mean, for the search: made from their texts, so no row of the trail tells of them."""

from collections.abc import Mapping

from concord.core.actions import unrecorded
from concord.evidence.models import Meaning, Passage


@unrecorded(Meaning)
def learn(vectors: Mapping[int, bytes]) -> int:
    """Keep what passages (their keys) mean; return of how many. What was sealed meanwhile is left out."""
    there = Passage.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=vectors).exclude(text="")
    kept = [Meaning(passage=passage, vector=vectors[passage.pk]) for passage in there.only("pk")]
    return len(Meaning.objects.bulk_create(kept, ignore_conflicts=True))
