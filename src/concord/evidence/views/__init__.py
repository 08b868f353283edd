"""Pages of evidence."""

from concord.evidence.views.documents import (
    DOCUMENT_VERBS,
    FILE,
    READ_AGAIN,
    REVISE,
    clean,
    document,
    documents,
    original,
    page,
    passage,
)
from concord.evidence.views.items import LOG, WITHDRAW, evidence, file, item
from concord.evidence.views.search import search

VERBS = [LOG, WITHDRAW, *DOCUMENT_VERBS]

__all__ = (
    "DOCUMENT_VERBS",
    "FILE",
    "LOG",
    "READ_AGAIN",
    "REVISE",
    "VERBS",
    "WITHDRAW",
    "clean",
    "document",
    "documents",
    "evidence",
    "file",
    "item",
    "original",
    "page",
    "passage",
    "search",
)
