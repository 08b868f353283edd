"""Vectors of what passages mean, for the search: made from their texts, so no row of the trail tells of them."""

from collections.abc import Sequence

from concord.analysis.text import meaning
from concord.core.actions import unrecorded
from concord.evidence.models import Meaning, Passage


def learn(passages: Sequence[Passage]) -> int:
    """Keep what passages mean; return of how many. What was sealed meanwhile is left out. Raises MissingExtra."""
    vectors = meaning.packed(meaning.embed([passage.text for passage in passages]))
    return _keep({passage.pk: vector.tobytes() for passage, vector in zip(passages, vectors, strict=True)})


@unrecorded(Meaning)
def _keep(vectors: dict[int, bytes]) -> int:
    there = Passage.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=vectors).exclude(text="")
    kept = [Meaning(passage=passage, vector=vectors[passage.pk]) for passage in there.only("pk")]
    return len(Meaning.objects.bulk_create(kept, ignore_conflicts=True))
