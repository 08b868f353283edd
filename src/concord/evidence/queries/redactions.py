"""Reads of redacted versions, and suggestions of what to remove."""

from dataclasses import dataclass

from concord.analysis.text.redacting import Redacted, Span
from concord.analysis.text.suggesting import suggest
from concord.core import sealing
from concord.evidence.models import DocumentRedaction, EvidenceItem, Passage, Redaction, Revision
from concord.evidence.queries.documents import page_of_text
from concord.evidence.sealed_documents import redacted_texts
from concord.evidence.sealed_items import facts, redaction

_AROUND = 30  # characters shown on each side of a suggestion


@dataclass(frozen=True)
class Suggestion:
    """A part of a text that may be personal, with what stands around it."""

    span: Span
    before: str
    it: str
    after: str


def suggestions(item: EvidenceItem) -> list[Suggestion]:
    """Return what may be personal in an item's text, in order. Raises KeyLost."""
    return suggestions_in(facts(item))


def suggestions_in(text: str) -> list[Suggestion]:
    """Return what may be personal in a text, in order."""
    return [
        Suggestion(s, text[max(0, s.start - _AROUND) : s.start], text[s.start : s.end], text[s.end : s.end + _AROUND])
        for s in suggest(text)
    ]


def last_redaction(item: EvidenceItem) -> Redaction | None:
    """Return the newest redacted version of an item, or None."""
    return item.redactions.order_by("number").last()


def redacted(version: Redaction) -> Redacted:
    """Return a version's text with what is gone from it, so that a citation of the original resolves in it.

    Raises KeyLost."""
    item = version.item
    text = sealing.read(item.ref)[redaction(version.number)] if item.is_sealed else version.text
    return Redacted(text, tuple(Span(start, end, kind) for start, end, kind in version.spans))


def length(item: EvidenceItem) -> int:
    """Return how many characters an item's text has. Raises KeyLost."""
    return len(facts(item))


def last_redaction_of(revision: Revision) -> DocumentRedaction | None:
    """Return the newest redacted version of a revision's text, or None."""
    found = revision.redactions.order_by("number").last()
    if found is not None:
        found.revision = revision
    return found


def redacted_page(version: DocumentRedaction, page: int) -> list[tuple[Passage, Redacted]]:
    """Return the passages of one page with their redacted texts: where a citation of the original stands, these say.

    Raises KeyLost."""
    return [
        (one, redacted_passage(version, one.page, one.number, one.text)) for one in page_of_text(version.revision, page)
    ]


def redacted_passage(version: DocumentRedaction, page: int, number: int, text: str) -> Redacted:
    """Return a passage, whose own text is given, as it stands in a version. Raises KeyLost."""
    gone = tuple(Span(start, end, kind) for p, n, start, end, kind in version.spans if (p, n) == (page, number))
    return Redacted(redacted_texts(version)[page, number] if gone else text, gone)
