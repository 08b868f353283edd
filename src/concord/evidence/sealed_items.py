"""Texts and files of confidential and law-enforcement sensitive items: kept encrypted, apart from the item's row."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from concord.core import files, sealing
from concord.core.models import StoredFile
from concord.evidence.models import SEALED, EvidenceItem
from concord.evidence.uploads import Upload, stored, taken

FACTS, DIGEST, WITHDRAWN = "facts", "sha256", "withdrawn because"


def redaction(number: int) -> str:
    """Return the name under which a redacted version is sealed."""
    return f"redaction {number}"


def facts(item: EvidenceItem) -> str:
    """Return what an item says, wherever that is kept; "" of one that was destroyed. Raises KeyLost."""
    return sealing.read(item.ref).get(FACTS, "") if item.is_sealed else item.summary


def withdrawn_because(item: EvidenceItem) -> str:
    """Return why an item was withdrawn, wherever that is kept. Raises KeyLost."""
    sealed = sealing.read(item.ref).get(WITHDRAWN, "") if item.is_sealed and item.withdrawn_because else ""
    return sealed or item.withdrawn_because


def digest(chunks: Iterable[bytes]) -> str:
    """Return the SHA-256 of bytes."""
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def file_of(item: EvidenceItem) -> Iterator[bytes]:
    """Yield the bytes of an item's file, in the clear. Raises KeyLost."""
    if item.file is None:
        return iter(())
    return sealing.read_file(item.ref, item.file) if item.is_sealed else pieces(item.file)


def pieces(stored: StoredFile, size: int = 1024 * 1024) -> Iterator[bytes]:
    """Yield the bytes of a stored file."""
    with files.path_of(stored.sha256).open("rb") as file:
        while piece := file.read(size):
            yield piece


def seal(ref: str, text: str, chunks: Iterable[bytes] | None, sha256: str, *, at: datetime) -> StoredFile | None:
    """Seal an item's text and file; `sha256` is of the file in the clear. Call inside a verb. Raises KeyLost."""
    sealing.keep(ref, {FACTS: text, **({DIGEST: sha256} if chunks is not None else {})}, at=at)
    return None if chunks is None else sealing.keep_file(ref, chunks, at=at)


def kept(ref: str, releasability: str, text: str, upload: Upload | None, *, at: datetime) -> dict[str, Any]:
    """Keep the text and the file of an item that begins, sealed where its kind asks for it; return what its row holds
    of them: `summary` and `file`. Call inside a verb. Raises BadInput (the file), KeyLost."""
    if releasability not in SEALED:
        return {"summary": text, "file": None if upload is None else stored(upload, at=at)}
    if upload is None:
        return {"summary": "", "file": seal(ref, text, None, "", at=at)}
    sha256 = digest(taken(upload).chunks())
    return {"summary": "", "file": seal(ref, text, upload.chunks(), sha256, at=at)}


def destroy(item: EvidenceItem, because: str) -> None:
    """Destroy what an item holds: sealed values with their key, and its file. Its row is the caller's to empty."""
    sealing.let_go(item.ref, because)
    if item.file is not None:
        files.remove(item.file.sha256, because)
