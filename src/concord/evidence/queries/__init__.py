"""Reads of evidence and of what keeps it confidential."""

from concord.evidence.foia import bases, in_words
from concord.evidence.queries.disposals import (
    disposal,
    disposals,
    disposals_open_for,
    holds,
    holds_open_for,
    legal_hold,
)
from concord.evidence.queries.foia import foia_set, foia_sets_of, foia_sets_open_for
from concord.evidence.queries.identities import (
    contact,
    due_to_seal,
    identities_of,
    identities_open_for,
    identity,
    opening,
    openings_open_for,
    openings_visible_to,
)
from concord.evidence.queries.items import counts_by_method, item, of, open_for, visible_to
from concord.evidence.queries.redactions import Suggestion, last_redaction, length, redacted, suggestions
from concord.evidence.sealed_items import facts, file_of, withdrawn_because

__all__ = (
    "Suggestion",
    "bases",
    "contact",
    "counts_by_method",
    "disposal",
    "disposals",
    "disposals_open_for",
    "due_to_seal",
    "facts",
    "file_of",
    "foia_set",
    "foia_sets_of",
    "foia_sets_open_for",
    "holds",
    "holds_open_for",
    "identities_of",
    "identities_open_for",
    "identity",
    "in_words",
    "item",
    "last_redaction",
    "legal_hold",
    "length",
    "of",
    "open_for",
    "opening",
    "openings_open_for",
    "openings_visible_to",
    "redacted",
    "suggestions",
    "visible_to",
    "withdrawn_because",
)
