"""Files and texts of documents, wherever they are kept: in the clear, or sealed with what the document's item is.

Everything of a document is sealed under its reference, so that one key ends it all: a page's paragraphs as one value
("r2 p3"), what a revision says of itself as another ("r2"), and the keys of its file and of its clean copy."""

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from concord.core import files, sealing
from concord.core.models import StoredFile
from concord.evidence.models import Document, DocumentRedaction, Passage, Revision
from concord.evidence.reading.parent import in_memory
from concord.evidence.sealed_items import neutral, pieces

_AT_ONCE = 200  # pages, and passages that are put back in one statement
_CLEAN = " clean"


@dataclass(frozen=True)
class Told:
    """What a revision says of itself, in the clear: name and SHA-256 of its file, SHA-256 of its text, warnings."""

    file_name: str
    sha256: str
    text_sha256: str = ""
    warnings: list[str] = field(default_factory=list)


def told(revision: Revision) -> Told:
    """Return what a revision says of itself, wherever that is kept. Raises KeyLost."""
    if not revision.is_sealed:
        return Told(revision.file_name, revision.file_id, revision.text_sha256, revision.warnings)
    name = _name(revision)
    return Told(**json.loads(sealing.read(revision.document.ref, name)[name]))


def tell(revision: Revision, said: Told, *, at: datetime) -> dict[str, Any]:
    """Keep what a revision says of itself; return what its row holds of it. Call inside a verb. Raises KeyLost."""
    if not revision.is_sealed:
        return {"file_name": said.file_name, "text_sha256": said.text_sha256, "warnings": said.warnings}
    sealing.keep(revision.document.ref, {_name(revision): json.dumps(asdict(said))}, at=at)
    return {"file_name": neutral(said.file_name), "text_sha256": "", "warnings": []}


def file_of(revision: Revision) -> Iterator[bytes]:
    """Yield the bytes of a revision's file as it came. Raises KeyLost."""
    return _bytes(revision, revision.file, "")


def copy_of(revision: Revision) -> Iterator[bytes]:
    """Yield the bytes of a revision's clean copy; none where there is none. Raises KeyLost."""
    return iter(()) if revision.clean_copy is None else _bytes(revision, revision.clean_copy, _CLEAN)


def keep_file(revision: Revision, chunks: Iterable[bytes], *, at: datetime) -> StoredFile:
    """Store a revision's file. Call inside a verb. Raises KeyLost."""
    return _stored(revision, chunks, "", at=at)


def keep_copy(revision: Revision, copy: bytes | None, *, at: datetime) -> StoredFile | None:
    """Store a revision's clean copy, if there is one. Call inside a verb. Raises KeyLost."""
    return None if copy is None else _stored(revision, [copy], _CLEAN, at=at)


@contextmanager
def opened(revision: Revision) -> Iterator[int]:
    """Open a revision's file in the clear; a process that is begun now finds it under the same number. The bytes of a
    sealed one are in memory and on no disk. Raises KeyLost, OSError."""
    if revision.is_sealed:
        with in_memory(file_of(revision)) as number:
            yield number
        return
    number = os.open(files.path_of(revision.file_id), os.O_RDONLY)
    try:
        yield number
    finally:
        os.close(number)


def with_texts(passages: Iterable[Passage]) -> list[Passage]:
    """Return passages of one revision with their texts, wherever these are kept. Raises KeyLost."""
    found = list(passages)
    if found and found[0].revision.is_sealed:
        kept = texts(found[0].revision, {passage.page for passage in found})
        for passage in found:
            passage.text = kept[passage.page][passage.number - 1]
    return found


def texts(revision: Revision, pages: Iterable[int]) -> dict[int, list[str]]:
    """Return the paragraphs of some pages of a sealed revision. Raises KeyLost."""
    names = {_name(revision, page): page for page in pages}
    kept = sealing.read(revision.document.ref, *names) if names else {}
    return {names[name]: json.loads(value) for name, value in kept.items()}


def keep_texts(revision: Revision, pages: Mapping[int, Sequence[str]], *, at: datetime) -> None:
    """Seal the paragraphs of pages. Call inside a verb. Raises KeyLost."""
    if pages:
        values = {_name(revision, page): json.dumps(list(paragraphs)) for page, paragraphs in pages.items()}
        sealing.keep(revision.document.ref, values, at=at)


def redacted_texts(version: DocumentRedaction) -> dict[tuple[int, int], str]:
    """Return, by page and paragraph, the texts of a redacted version that differ from the original. Raises KeyLost."""
    kept = version.texts
    if version.revision.is_sealed:
        name = _redaction(version)
        kept = json.loads(sealing.read(version.revision.document.ref, name)[name])
    return {(page, paragraph): text for page, paragraph, text in kept}


def keep_redacted(version: DocumentRedaction, texts: list[list[Any]], *, at: datetime) -> list[list[Any]]:
    """Keep the texts of a redacted version; return what its row holds of them. Call inside a verb. Raises KeyLost."""
    if not version.revision.is_sealed:
        return texts
    sealing.keep(version.revision.document.ref, {_redaction(version): json.dumps(texts)}, at=at)
    return []


def batches(revision: Revision) -> Iterator[list[int]]:
    """Yield the numbers of the pages that have text, some at a time, so that no document is held whole."""
    rows = Passage.objects.filter(revision_id=revision.pk).order_by("page").values_list("page", flat=True).distinct()
    numbers = iter(list(rows))
    while batch := list(islice(numbers, _AT_ONCE)):
        yield batch


def sized(revision: Revision) -> tuple[int, str]:
    """Return how many words a sealed revision has, and the SHA-256 of its text. Raises KeyLost."""
    words, digest, between = 0, hashlib.sha256(), b""
    for batch in batches(revision):
        for _, paragraphs in sorted(texts(revision, batch).items()):
            for text in paragraphs:
                words += text.count(" ") + 1
                digest.update(between + text.encode())
                between = b"\n"
    return words, digest.hexdigest()


def move_between(document: Document, *, sealed: bool, at: datetime) -> list[str]:
    """Seal all that a document holds, or take it out of its seal, once its item's row says so. A citation leads where
    it led. Return the digests of the stored files that it needs no more. Call inside a verb. Raises KeyLost."""
    left: list[str] = []
    for revision in document.revisions.select_related("document", "file", "clean_copy").order_by("number"):
        left += filter(None, [revision.file_id, revision.clean_copy_id])
        _move(revision, sealed=sealed, at=at)
    if not sealed:
        sealing.let_go(document.ref, f"{document.item.ref} was released")
    return left


def _move(revision: Revision, *, sealed: bool, at: datetime) -> None:
    said, file, copy = told(revision), file_of(revision), copy_of(revision)
    versions = [(one, redacted_texts(one)) for one in revision.redactions.all()]
    revision.is_sealed = sealed
    for version, without in versions:
        version.revision = revision
        version.texts = keep_redacted(version, [[*where, text] for where, text in sorted(without.items())], at=at)
        version.save(update_fields=["texts"])
    revision.file_id = keep_file(revision, file, at=at).pk
    if revision.clean_copy_id:
        revision.clean_copy_id = _stored(revision, copy, _CLEAN, at=at).pk
    for name, value in tell(revision, said, at=at).items():
        setattr(revision, name, value)
    revision.save(update_fields=["is_sealed", "file", "clean_copy", "file_name", "text_sha256", "warnings"])
    for batch in batches(revision):
        rows = Passage.objects.filter(revision_id=revision.pk, page__in=batch)
        if sealed:
            keep_texts(revision, _by_page(rows), at=at)
            rows.update(text="")
        else:
            kept, back = texts(revision, batch), list(rows)
            for passage in back:
                passage.text = kept[passage.page][passage.number - 1]
            rows.bulk_update(back, ["text"], batch_size=_AT_ONCE)


def _by_page(rows: QuerySet[Passage]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for page, text in rows.order_by("page", "number").values_list("page", "text"):
        found[page].append(text)
    return found


def _bytes(revision: Revision, stored: StoredFile, which: str) -> Iterator[bytes]:
    if revision.is_sealed:
        return sealing.read_file(revision.document.ref, stored, name=f" {_name(revision)}{which}")
    return pieces(stored)


def _stored(revision: Revision, chunks: Iterable[bytes], which: str, *, at: datetime) -> StoredFile:
    if revision.is_sealed:
        return sealing.keep_file(revision.document.ref, chunks, at=at, name=f" {_name(revision)}{which}")
    return files.store(chunks, at=at)


def _redaction(version: DocumentRedaction) -> str:
    return f"{_name(version.revision)} redaction {version.number}"


def _name(revision: Revision, page: int = 0) -> str:
    return f"r{revision.number} p{page}" if page else f"r{revision.number}"
