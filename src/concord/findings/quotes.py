"""The texts of cited passages, many at once."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from concord.evidence import citing
from concord.evidence.models import DocumentRedaction, Passage, Redaction
from concord.evidence.models.documents import Citation
from concord.evidence.queries import redacted_passage
from concord.evidence.states import DocumentState

_AT_ONCE = 200


def texts(citations: Iterable[str], *, redacted: bool = False) -> dict[str, str]:
    """Return the text of each short citation, cut to its characters; one whose passage is not there is left out. Where
    it is `redacted`, of a revision that has a redacted version what stands there in the newest; and where something was
    removed from the item or from another revision alone, nothing: a records request is not given it either.

    A query for every 200, and three more where it is redacted."""
    cited = {short: citing.parse(short) for short in dict.fromkeys(citations)}
    places = {(c.ref, c.revision, c.page, c.paragraph) for c in cited.values()}
    found: dict[tuple[str, int, int, int], str] = {}
    ordered = sorted(places)
    for start in range(0, len(ordered), _AT_ONCE):
        found |= _texts_at(ordered[start : start + _AT_ONCE])
    cut = {short: (found.get((c.ref, c.revision, c.page, c.paragraph)), c) for short, c in cited.items()}
    documents = {c.ref for c in cited.values()}
    versions = _versions(documents) if redacted else {}
    kept_back = {ref for ref, _ in versions} | (_of_redacted_items(documents) if redacted else set())
    return {
        short: _cut(text, c, versions.get((c.ref, c.revision)))
        for short, (text, c) in cut.items()
        if text is not None and ((c.ref, c.revision) in versions or c.ref not in kept_back)
    }


def _cut(text: str, cited: Citation, version: DocumentRedaction | None) -> str:
    if version is None:
        return text[cited.first : cited.last or None]
    here = redacted_passage(version, cited.page, cited.paragraph, text)
    start, end = here.find(cited.first, cited.last or len(text))
    return here.text[start:end]


def _versions(documents: set[str]) -> dict[tuple[str, int], DocumentRedaction]:
    """Return the newest redacted version of each revision that has one."""
    rows = DocumentRedaction.objects.select_related("revision__document").order_by("number")
    found = rows.filter(revision__document__ref__in=documents)
    return {(each.revision.document.ref, each.revision.number): each for each in found}


def _of_redacted_items(documents: set[str]) -> set[str]:
    """Return the documents from whose items something was removed."""
    rows = Redaction.objects.filter(item__documents__ref__in=documents)
    return set(rows.values_list("item__documents__ref", flat=True))


def _texts_at(places: list[tuple[str, int, int, int]]) -> dict[tuple[str, int, int, int], str]:
    names = ("revision__document__ref", "revision__number", "page", "number")
    anywhere = reduce(or_, (Q(**dict(zip(names, place, strict=True))) for place in places))
    rows = Passage.objects.filter(anywhere, revision__outcome=DocumentState.READ)
    return {
        (ref, revision, page, number): text for ref, revision, page, number, text in rows.values_list(*names, "text")
    }
