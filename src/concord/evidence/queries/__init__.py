"""Reads of evidence, by what they are about."""

from concord.evidence.foia import (
    bases,
    in_words,
)
from concord.evidence.queries.advice import (
    Audience,
    Heard,
    advice,
    advice_of,
    advice_open_for,
    advice_visible_to,
    audiences_heard,
    voices,
)
from concord.evidence.queries.counts import (
    Counted,
    counts,
    counts_by_method,
)
from concord.evidence.queries.data_sets import (
    data_set,
    data_sets_of,
    data_sets_open_for,
    data_sets_visible_to,
)
from concord.evidence.queries.disposals import (
    disposal,
    disposals,
    disposals_open_for,
    holds,
    holds_open_for,
    legal_hold,
)
from concord.evidence.queries.documents import (
    document,
    documents_open_for,
    documents_visible_to,
    last_page_kept,
    page_of_text,
    passage,
    revision,
    waiting_documents,
)
from concord.evidence.queries.fieldwork import (
    Standing,
    activities,
    activity_named,
    audiences,
    fieldwork,
    fieldwork_open_for,
    fieldwork_visible_to,
    method_in,
    method_of,
    notes_of,
    standings,
    voices_known,
)
from concord.evidence.queries.foia import (
    foia_set,
    foia_sets_of,
    foia_sets_open_for,
)
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
from concord.evidence.queries.items import (
    item,
    of,
    open_for,
    visible_to,
)
from concord.evidence.queries.redactions import (
    Suggestion,
    last_redaction,
    length,
    redacted,
    suggestions,
)
from concord.evidence.queries.requests import (
    document_request,
    document_requests_of,
    document_requests_open_for,
    document_requests_visible_to,
    providers,
    review_method,
    to_remind,
)
from concord.evidence.sealed_documents import (
    copy_of as document_copy,
)
from concord.evidence.sealed_documents import (
    file_of as document_file,
)
from concord.evidence.sealed_documents import (
    opened,
    told,
)
from concord.evidence.sealed_items import (
    facts,
    file_of,
    words,
)
from concord.evidence.sealed_notes import (
    drafted,
    place,
    thoughts,
)

__all__ = (
    "Audience",
    "Counted",
    "Heard",
    "Standing",
    "Suggestion",
    "activities",
    "activity_named",
    "advice",
    "advice_of",
    "advice_open_for",
    "advice_visible_to",
    "audiences",
    "audiences_heard",
    "bases",
    "contact",
    "counts",
    "counts_by_method",
    "data_set",
    "data_sets_of",
    "data_sets_open_for",
    "data_sets_visible_to",
    "disposal",
    "disposals",
    "disposals_open_for",
    "document",
    "document_copy",
    "document_file",
    "document_request",
    "document_requests_of",
    "document_requests_open_for",
    "document_requests_visible_to",
    "documents_open_for",
    "documents_visible_to",
    "drafted",
    "due_to_seal",
    "facts",
    "fieldwork",
    "fieldwork_open_for",
    "fieldwork_visible_to",
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
    "last_page_kept",
    "last_redaction",
    "legal_hold",
    "length",
    "method_in",
    "method_of",
    "notes_of",
    "of",
    "open_for",
    "opened",
    "opening",
    "openings_open_for",
    "openings_visible_to",
    "page_of_text",
    "passage",
    "place",
    "providers",
    "redacted",
    "review_method",
    "revision",
    "standings",
    "suggestions",
    "thoughts",
    "to_remind",
    "told",
    "visible_to",
    "voices",
    "voices_known",
    "waiting_documents",
    "words",
)
