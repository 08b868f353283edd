"""The search by meaning: the vectors of the passages through which a person looks, compared with that of the words."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import F, QuerySet
from numpy.typing import NDArray

from concord.analysis.text import meaning
from concord.evidence.models import Passage

FUSED = 200  # passages of each ranking, which are made one
_HEAD = 19  # bytes of PostgreSQL's binary copy before its rows: signature, flags, length of the extension
_ROW = np.dtype([("fields", ">i2"), ("size", ">i4"), ("key", ">i8"), ("long", ">i4"), ("vector", "i1", meaning.SIZE)])
_END = 2  # bytes that follow the last row


def unlearned(at_most: int) -> QuerySet[Passage]:
    """Return passages of the newest texts of documents, of which it is not yet known what they mean."""
    newest = Passage.objects.filter(revision__number=F("revision__document__current"), meaning=None)
    return newest.exclude(text="").order_by("pk")[:at_most]


def vectors_of(passages: Sequence[Passage]) -> dict[int, bytes]:
    """Return what passages mean, by their keys, as it is kept. Raises MissingExtra."""
    vectors = meaning.packed(meaning.embed([passage.text for passage in passages]))
    return {passage.pk: vector.tobytes() for passage, vector in zip(passages, vectors, strict=True)}


def nearest(wanted: NDArray[np.float32], scope: str, parameters: Sequence[Any]) -> list[int]:
    """Return the keys of the passages of revisions (a query of their keys, with its parameters) that lie nearest to a
    vector of length 1, the nearest first; FUSED at most."""
    rows = _vectors(scope, parameters)
    alike, keys = meaning.similarities(wanted, rows["vector"]), rows["key"]
    return [int(keys[at]) for at in np.lexsort((keys, -alike))[:FUSED]]


def _vectors(scope: str, parameters: Sequence[Any]) -> NDArray[Any]:
    """Return keys and vectors as the database copies them out: all its rows have one length, so nothing is parsed."""
    sql = f"""
        COPY (SELECT passage_id, vector FROM evidence_meaning AS it JOIN evidence_passage AS passage
              ON passage.id = it.passage_id WHERE revision_id IN ({scope})) TO STDOUT (FORMAT binary)
    """  # noqa: S608 - the scope as Django wrote it; every value is a parameter # nosec B608
    with connection.cursor() as cursor, cursor.copy(sql, parameters) as copied:
        whole = b"".join(copied)
    return np.frombuffer(whole, dtype=_ROW, offset=_HEAD, count=(len(whole) - _HEAD - _END) // _ROW.itemsize)
