"""The texts of cited passages, many at once."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from concord.evidence import citing
from concord.evidence.models import DocumentRedaction, Passage
from concord.evidence.models.documents import Citation
from concord.evidence.queries import redacted_passage
from concord.evidence.states import DocumentState

_AT_ONCE = 200


def texts(citations: Iterable[str], *, redacted: bool = False) -> dict[str, str]:
    """Return the text of each short citation, cut to its characters; one whose passage is not there is left out. Where
    it is `redacted`, of a document that has a redacted version what stands there in the newest.

    A query for every 200, and as many again where it is redacted."""
    cited = {short: citing.parse(short) for short in dict.fromkeys(citations)}
    places = {(c.ref, c.revision, c.page, c.paragraph) for c in cited.values()}
    found: dict[tuple[str, int, int, int], str] = {}
    ordered = sorted(places)
    for start in range(0, len(ordered), _AT_ONCE):
        found |= _texts_at(ordered[start : start + _AT_ONCE])
    cut = {short: (found.get((c.ref, c.revision, c.page, c.paragraph)), c) for short, c in cited.items()}
    versions = _versions({(c.ref, c.revision) for c in cited.values()}) if redacted else {}
    return {
        short: _cut(text, c, versions.get((c.ref, c.revision))) for short, (text, c) in cut.items() if text is not None
    }


def _cut(text: str, cited: Citation, version: DocumentRedaction | None) -> str:
    if version is None:
        return text[cited.first : cited.last or None]
    here = redacted_passage(version, cited.page, cited.paragraph, text)
    start, end = here.find(cited.first, cited.last or len(text))
    return here.text[start:end]


def _versions(revisions: set[tuple[str, int]]) -> dict[tuple[str, int], DocumentRedaction]:
    """Return the newest redacted version of each revision that has one."""
    rows = DocumentRedaction.objects.select_related("revision__document").order_by("number")
    found = rows.filter(revision__document__ref__in={ref for ref, _ in revisions})
    return {(each.revision.document.ref, each.revision.number): each for each in found}


def _texts_at(places: list[tuple[str, int, int, int]]) -> dict[tuple[str, int, int, int], str]:
    names = ("revision__document__ref", "revision__number", "page", "number")
    anywhere = reduce(or_, (Q(**dict(zip(names, place, strict=True))) for place in places))
    rows = Passage.objects.filter(anywhere, revision__outcome=DocumentState.READ)
    return {
        (ref, revision, page, number): text for ref, revision, page, number, text in rows.values_list(*names, "text")
    }
