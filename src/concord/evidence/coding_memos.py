"""Memos of codings. They are sealed whatever the document is, since they may repeat its words, and it may become
confidential later; they are destroyed with it."""

from collections.abc import Iterable
from datetime import datetime

from concord.core import sealing
from concord.evidence.models import Coding, Document


def keep(coding: Coding, memo: str, *, at: datetime) -> None:
    """Seal the memo of a coding. Call inside a verb. Raises KeyLost."""
    sealing.keep(about(coding.passage.document.ref), {str(coding.pk): memo}, at=at)


def keep_all(document: Document, memos: dict[int, str], *, at: datetime) -> None:
    """Seal the memos of codings in a document, by their keys in the database. Call inside a verb. Raises KeyLost."""
    if memos:
        sealing.keep(about(document.ref), {str(pk): memo for pk, memo in memos.items()}, at=at)


def memos(codings: Iterable[Coding]) -> dict[int, str]:
    """Return the memos of codings by their keys in the database, those that were destroyed left out. Raises KeyLost."""
    wanted: dict[str, list[str]] = {}
    for coding in codings:
        if coding.has_memo:
            wanted.setdefault(about(coding.passage.document.ref), []).append(str(coding.pk))
    return {int(pk): memo for ref, keys in wanted.items() for pk, memo in sealing.read(ref, *keys).items()}


def about(document: str) -> str:
    """Return what the memos of a document are sealed under."""
    return f"{document} memos"
