"""The texts of cited passages, many at once."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from concord.evidence import citing
from concord.evidence.models import Passage
from concord.evidence.states import DocumentState

_AT_ONCE = 200


def texts(citations: Iterable[str]) -> dict[str, str]:
    """Return the text of each short citation, cut to its characters; one whose passage is not there is left out.

    A query for every 200."""
    cited = {short: citing.parse(short) for short in dict.fromkeys(citations)}
    places = {(c.ref, c.revision, c.page, c.paragraph) for c in cited.values()}
    found: dict[tuple[str, int, int, int], str] = {}
    ordered = sorted(places)
    for start in range(0, len(ordered), _AT_ONCE):
        found |= _texts_at(ordered[start : start + _AT_ONCE])
    cut = {short: (found.get((c.ref, c.revision, c.page, c.paragraph)), c) for short, c in cited.items()}
    return {short: text[c.first : c.last or None] for short, (text, c) in cut.items() if text is not None}


def _texts_at(places: list[tuple[str, int, int, int]]) -> dict[tuple[str, int, int, int], str]:
    names = ("revision__document__ref", "revision__number", "page", "number")
    anywhere = reduce(or_, (Q(**dict(zip(names, place, strict=True))) for place in places))
    rows = Passage.objects.filter(anywhere, revision__outcome=DocumentState.READ)
    return {
        (ref, revision, page, number): text for ref, revision, page, number, text in rows.values_list(*names, "text")
    }
