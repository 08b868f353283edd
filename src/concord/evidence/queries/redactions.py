"""Reads of redacted versions, and suggestions of what to remove."""

from dataclasses import dataclass

from concord.analysis.text.personal import find
from concord.analysis.text.redacting import Redacted, Span
from concord.core import sealing
from concord.evidence.models import EvidenceItem, Redaction
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
    text = facts(item)
    return [
        Suggestion(s, text[max(0, s.start - _AROUND) : s.start], text[s.start : s.end], text[s.end : s.end + _AROUND])
        for s in find(text)
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
