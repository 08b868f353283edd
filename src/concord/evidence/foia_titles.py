"""Under which title an item stands in the index of a records request set: its own, unless that tells what was removed
from its text, or from the text of its documents."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from concord.evidence.models import EvidenceItem, Passage, Revision

REDACTED_TITLE = "Redacted item"
_WORD = re.compile(r"\w+")


def titles(items: Sequence[EvidenceItem]) -> dict[int, str]:
    """Return the title of each item by its key, a neutral one where a word of its own was removed from a text. By one
    query, and none where nothing was redacted; of the items the redacted versions and the documents with theirs are
    fetched along."""
    removed = defaultdict[int, list[str]](list)
    for item in items:
        spans = (span for version in item.redactions.all() for span in version.spans)
        removed[item.pk] += [item.summary[start:end] for start, end, _ in spans]
    for item_key, part in _from_documents(items):
        removed[item_key].append(part)
    return {item.pk: REDACTED_TITLE if _tells(item.title, removed[item.pk]) else item.title for item in items}


def _from_documents(items: Iterable[EvidenceItem]) -> Iterator[tuple[int, str]]:
    """Yield what was removed from documents of items, with the key of the item."""
    spans = [
        (item.pk, revision, span)
        for item in items
        for document in item.documents.all()
        for revision in document.revisions.all()
        for version in revision.redactions.all()
        for span in version.spans
    ]
    texts = _texts({revision.pk: revision for _, revision, _ in spans}, {span[0] for *_, span in spans})
    for key, revision, (page, number, start, end, _) in spans:
        yield key, texts.get((revision.pk, page, number), "")[start:end]


def _texts(revisions: dict[int, Revision], pages: set[int]) -> dict[tuple[int, int, int], str]:
    rows = Passage.objects.filter(revision__in=revisions, page__in=pages) if revisions else ()
    return {(row.revision_id, row.page, row.number): row.text for row in rows}


def _tells(title: str, removed: Iterable[str]) -> bool:
    words = set(_WORD.findall(title.casefold()))
    return any(not words.isdisjoint(_WORD.findall(part.casefold())) for part in removed)
