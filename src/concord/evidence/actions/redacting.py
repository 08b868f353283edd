"""The verb that removes parts of a document's text."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from concord.analysis.text.redacting import Span, occurrences, redact
from concord.core import lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Incomplete, NotThere
from concord.core.permissions import Actor, Permission
from concord.evidence import queries, rules
from concord.evidence.foia import unpack
from concord.evidence.models import Document, DocumentRedaction, Passage, Revision
from concord.evidence.sealed_documents import batches, keep_redacted, with_texts

P = Permission
REMOVED = "personal data"


class Part(NamedTuple):
    """A part of a document's text: its page, its paragraph, and the characters in it."""

    page: int
    paragraph: int
    span: Span


_Spans = dict[tuple[int, int], list[Span]]


@verb
def redact_document(
    document: Document,
    *,
    revision: int,
    parts: Collection[Part] = (),
    words: Collection[str] = (),
    anew: bool = False,
    by: Actor,
    at: datetime,
) -> Document:
    """Make a version of a revision's text without these parts, and without these words wherever they stand in it.

    What an earlier version was without, this one is without too, unless it is made `anew`. The text itself stays as it
    is, and a citation of it leads to the same place in the version. The same again is the same version.

    Raises Denied, NotThere (no such revision, no such passage), Incomplete (nothing to remove), BadInput (a part
    outside the text, words that do not stand in it)."""
    locked = lifecycle.lock(document)
    rules.may(by, P.DOCUMENT_REDACT, locked).require()
    of = queries.revision(locked, revision)
    if of is None or not of.is_read:
        raise NotThere(f"{document.ref} has no text of a revision {revision}.")
    if not parts and not words:
        raise Incomplete("A redaction removes something.", ["a part of the text, or words that stand in it"])
    last = of.redactions.order_by("number").last()
    wanted = _wanted(None if anew else last, parts)
    texts, gone = _without(of, wanted, words)
    if last is not None and last.spans == gone:
        raise Unchanged(locked)
    version = DocumentRedaction(revision=of, number=last.number + 1 if last else 1, spans=gone)
    version.made_at, version.made_by = at, by.actor_key
    version.texts = keep_redacted(version, texts, at=at)
    version.save()
    unpack(locked.item, f"{locked.ref} was redacted")
    more = {"revision": of.number, "version": version.number, "parts": len(gone)}
    record(locked, P.DOCUMENT_REDACT, by=by, at=at, more=more)
    return locked


def _wanted(last: DocumentRedaction | None, parts: Collection[Part]) -> _Spans:
    wanted: _Spans = defaultdict(list)
    for page, paragraph, start, end, kind in last.spans if last else []:
        wanted[page, paragraph].append(Span(start, end, kind))
    for part in parts:
        wanted[part.page, part.paragraph].append(part.span)
    return wanted


def _without(of: Revision, wanted: _Spans, words: Collection[str]) -> tuple[list[list[Any]], list[list[Any]]]:
    """Return [page, paragraph, text] of every paragraph from which something goes, and [page, paragraph, from, to,
    kind] of what goes, both in order."""
    texts, gone, seen = list[list[Any]](), list[list[Any]](), set[str]()
    for one in _passages(of, wanted, everywhere=bool(words)):
        here = occurrences(one.text, words)
        seen.update(_spaced(one.text[span.start : span.end]) for span in here)
        spans = [*wanted.pop((one.page, one.number), []), *(Span(s.start, s.end, REMOVED) for s in here)]
        if not spans:
            continue
        try:
            redacted = redact(one.text, spans)
        except ValueError as error:
            raise BadInput(f"Paragraph {one.number} of page {one.page} cannot be redacted: {error}.") from None
        texts.append([one.page, one.number, redacted.text])
        gone += [[one.page, one.number, span.start, span.end, span.kind] for span in redacted.gone]
    if wanted:
        raise NotThere("There is no such passage in this revision.")
    if missing := [word for word in words if _spaced(word) not in seen]:
        raise BadInput(f"This does not stand in the text: {'; '.join(f'“{word}”' for word in missing)}.")
    return texts, gone


def _spaced(words: str) -> str:
    """Return words with one space between each two."""
    return " ".join(words.split())


def _passages(of: Revision, wanted: _Spans, *, everywhere: bool) -> Iterator[Passage]:
    """Yield the passages that are looked at, some pages at a time."""
    pages = {page for page, _ in wanted}
    for batch in batches(of):
        here = batch if everywhere else [page for page in batch if page in pages]
        rows = Passage.objects.select_related("revision__document").filter(revision=of, page__in=here)
        yield from with_texts(rows.order_by("page", "number"))
