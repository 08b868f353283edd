"""Memos of codings, and why it was decided as it was where coders differed. They are sealed whatever the document is,
since they may repeat its words, and it may become confidential later; they are destroyed with it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from concord.core import sealing
from concord.evidence.models import Adjudication, Coding, Document

KEPT_SEALED = "Kept sealed with the document."


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


def keep_reason(decision: Adjudication, reason: str, *, at: datetime) -> None:
    """Seal why it was decided so. Call inside a verb. Raises KeyLost."""
    sealing.keep(about(decision.passage.document.ref), {_name(decision): reason}, at=at)


def reasons(decisions: Collection[Adjudication]) -> dict[int, str]:
    """Return why it was decided so, by the decisions' keys in the database; of what was destroyed nothing. What was
    decided before reasons were sealed has its own in its row. By one query. Raises KeyLost."""
    kept = {one.pk: one for one in decisions if one.why == KEPT_SEALED}
    before = {one.pk: one.why for one in decisions if one.pk not in kept}
    abouts = {about(one.passage.document.ref) for one in kept.values()}
    found = sealing.read_many(abouts, {_name(one) for one in kept.values()}) if kept else {}
    sealed = {pk: found.get((about(one.passage.document.ref), _name(one)), "") for pk, one in kept.items()}
    return before | sealed


def _name(decision: Adjudication) -> str:
    return f"decision {decision.pk}"


def about(document: str) -> str:
    """Return what the memos of a document are sealed under."""
    return f"{document} memos"
