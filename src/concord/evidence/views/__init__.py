"""Pages of evidence, by what they are about."""

from concord.evidence.views import (
    advice,
    analyses,
    codebooks,
    data_sets,
    documents,
    fieldwork,
    foia,
    identities,
    items,
    projects,
    requests,
    retention,
    rounds,
    search,
)

VERBS = [
    *items.VERBS,
    *fieldwork.VERBS,
    *requests.VERBS,
    *data_sets.VERBS,
    *analyses.VERBS,
    *advice.VERBS,
    *documents.DOCUMENT_VERBS,
    *identities.VERBS,
    *foia.VERBS,
    *retention.VERBS,
    *codebooks.VERBS,
    *rounds.VERBS,
    *projects.VERBS,
]

__all__ = (
    "VERBS",
    "advice",
    "analyses",
    "codebooks",
    "data_sets",
    "documents",
    "fieldwork",
    "foia",
    "identities",
    "items",
    "projects",
    "requests",
    "retention",
    "rounds",
    "search",
)
