"""Reads of evidence, by what they are about."""

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
from concord.evidence.queries.items import counts_by_method, item, of, open_for, visible_to

__all__ = (
    "counts_by_method",
    "document",
    "documents_open_for",
    "documents_visible_to",
    "item",
    "last_page_kept",
    "of",
    "open_for",
    "page_of_text",
    "passage",
    "revision",
    "visible_to",
    "waiting_documents",
)
