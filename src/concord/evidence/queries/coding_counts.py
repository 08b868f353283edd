"""Codes of a round counted: by attributes of the documents, together, and along the order of reading.

Codes that were merged are read as what they became. Of a blind round that is open everybody gets their own codings. The
database counts; what is 50,000 codings there is some thousand rows here."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from concord.accounts.models import Person
from concord.evidence.models import Code, CodingRound, Document
from concord.evidence.queries.coding_quotes import became_in, quotes_seen
from concord.evidence.queries.documents import documents_visible_to

if TYPE_CHECKING:
    import numpy as np

    from concord.analysis.text.matrix import CodeMatrix, CoOccurrence, Saturation


@dataclass(frozen=True)
class Matrices:
    """The codes that were given, of how many documents, and the codes against what the documents are."""

    codes: tuple[Code, ...]
    documents: int
    by_method: "CodeMatrix"
    by_focus_area: "CodeMatrix"
    by_audience: "CodeMatrix"


@dataclass(frozen=True)
class Together:
    """The codes that were given, against each other."""

    codes: tuple[Code, ...]
    counts: "CoOccurrence"


@dataclass(frozen=True)
class Curve:
    """How new codes ran dry along the documents, in the order of the round."""

    documents: tuple[Document, ...]
    curve: "Saturation"


def matrices(person: Person, of: CodingRound) -> Matrices:
    """Return the codes of a round by method, focus area and audience ("" where it is not said), over the documents that
    a person may see."""
    from concord.analysis.text.matrix import count_matrix

    counts = _counts(person, of)
    numbers = sorted({number for _, number, _ in counts})
    at = ("pk", "item__method", "item__focus_area__number", "item__fieldwork__audience")
    rows = list(_sources(person, of).order_by().values_list(*at))

    def against(values: dict[Hashable, Hashable]) -> "CodeMatrix":
        there = sorted(set(values.values()), key=lambda value: (value == "", value))
        return count_matrix(counts, values, numbers, there)

    return Matrices(
        _codes(of, numbers),
        len(rows),
        against({row[0]: row[1] for row in rows}),
        against({row[0]: row[2] for row in rows}),
        against({row[0]: row[3] or "" for row in rows}),
    )


def together(person: Person, of: CodingRound) -> Together:
    """Return which codes share words. Two codes share words in one passage; one document has many passages."""
    from concord.analysis.text.matrix import Mark, co_occurrence

    last = {pk: code.number for pk, code in became_in(of).items()}
    rows = list(quotes_seen(person, of).order_by().values_list("passage_id", "code_id", "first", "last"))
    marks = [Mark(passage, last[code], first, end) for passage, code, first, end in rows]
    numbers = sorted({last[code] for _, code, _, _ in rows})
    return Together(_codes(of, numbers), co_occurrence(marks, numbers))


def saturation(person: Person, of: CodingRound, *, rng: "np.random.Generator") -> Curve:
    """Return how many codes each document brought that none before it had; `rng` is for other orders of reading."""
    from concord.analysis.text.matrix import Mark
    from concord.analysis.text.matrix import saturation as curve_of

    order = list(dict.fromkeys(of.passages.order_by("place").values_list("document", flat=True)))
    known = {one.pk: one for one in _sources(person, of)}
    sources = [pk for pk in order if pk in known]
    marks = [Mark(document, number) for document, number, _ in _counts(person, of)]
    return Curve(tuple(known[pk] for pk in sources), curve_of(sources, marks, rng=rng))


def _sources(person: Person, of: CodingRound) -> QuerySet[Document]:
    return documents_visible_to(person).filter(pk__in=of.passages.values("document"))


def _counts(person: Person, of: CodingRound) -> list[tuple[int, int, int]]:
    """Return how often each document has each code, by the code's number."""
    last = {pk: code.number for pk, code in became_in(of).items()}
    rows = quotes_seen(person, of).order_by().values_list("passage__document_id", "code_id").annotate(Count("pk"))
    found = Counter[tuple[int, int]]()
    for document, code, count in rows:
        found[document, last[code]] += count
    return [(*pair, count) for pair, count in found.items()]


def _codes(of: CodingRound, numbers: Sequence[int]) -> tuple[Code, ...]:
    return tuple(Code.objects.filter(codebook=of.codebook_id, number__in=numbers).order_by("number"))
