"""Pages of evidence, by what they are about."""

from concord.evidence.views import (
    advice,
    data_sets,
    documents,
    fieldwork,
    foia,
    identities,
    items,
    requests,
    retention,
    search,
)

VERBS = [
    *items.VERBS,
    *fieldwork.VERBS,
    *requests.VERBS,
    *data_sets.VERBS,
    *advice.VERBS,
    *documents.DOCUMENT_VERBS,
    *identities.VERBS,
    *foia.VERBS,
    *retention.VERBS,
]

__all__ = (
    "VERBS",
    "advice",
    "data_sets",
    "documents",
    "fieldwork",
    "foia",
    "identities",
    "items",
    "requests",
    "retention",
    "search",
)
