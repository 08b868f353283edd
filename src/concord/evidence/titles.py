"""Whether the title of an item tells what was removed from its text, or from the text of its documents: then whoever
gets the text without it does not get the title."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from concord.evidence.models import DocumentRedaction, EvidenceItem, Passage, Redaction, Revision

REDACTED_TITLE = "Redacted item"
_REDACTIONS = ("redactions", "documents__revisions__redactions")
_WORD = re.compile(r"\w+")


def titles(items: Sequence[EvidenceItem]) -> dict[int, str]:
    """Return under which title each item, by its key, stands beside its text: its own, or a neutral one where a word of
    it was removed. By one query, and none where nothing was redacted; of the items the redacted versions and the
    documents with theirs are fetched along."""
    removed = _removed(items)
    return {item.pk: REDACTED_TITLE if _tells(item.title, removed[item.pk]) else item.title for item in items}


def telling(keys: Collection[int]) -> set[int]:
    """Return the keys of the items whose title tells what was removed. By two queries, and four more, however many
    there are, where anything was redacted."""
    own = Redaction.objects.filter(item__in=keys).values_list("item", flat=True)
    theirs = DocumentRedaction.objects.filter(revision__document__item__in=keys)
    redacted = {*own, *theirs.values_list("revision__document__item", flat=True)} if keys else set()
    rows = EvidenceItem.objects.filter(pk__in=redacted).prefetch_related(*_REDACTIONS)
    items = list(rows) if redacted else []
    removed = _removed(items)
    return {item.pk for item in items if _tells(item.title, removed[item.pk])}


def hide_telling(items: Sequence[EvidenceItem]) -> None:
    """Give the items whose title tells what was removed the neutral one, here and not in the database."""
    untitled = telling({item.pk for item in items})
    for item in items:
        if item.pk in untitled:
            item.title = REDACTED_TITLE


def _removed(items: Sequence[EvidenceItem]) -> Mapping[int, list[str]]:
    """Return what was removed from the texts of items, by their keys."""
    removed = defaultdict[int, list[str]](list)
    for item in items:
        spans = (span for version in item.redactions.all() for span in version.spans)
        removed[item.pk] += [item.summary[start:end] for start, end, _ in spans]
    for item_key, part in _from_documents(items):
        removed[item_key].append(part)
    return removed


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
