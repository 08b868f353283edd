"""The verbs of evidence, by what they are about."""

from concord.evidence.actions.documents import (
    file_document,
    keep_pages,
    note_read,
    quarantine,
    read_again,
    refuse,
    revise,
)
from concord.evidence.actions.items import log, withdraw
from concord.evidence.actions.searches import drop_search, save_search

__all__ = (
    "drop_search",
    "file_document",
    "keep_pages",
    "log",
    "note_read",
    "quarantine",
    "read_again",
    "refuse",
    "revise",
    "save_search",
    "withdraw",
)
