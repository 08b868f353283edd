"""Titles, texts and files of confidential and law-enforcement sensitive items: kept encrypted, apart from the rows."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from concord.core import files, sealing
from concord.core.models import StoredFile
from concord.evidence import scanning
from concord.evidence.models import SEALED, SEALED_TITLE, EvidenceItem
from concord.evidence.uploads import Upload, neutral_name, stored, taken

TITLE, FACTS, DIGEST, FILE_NAME = "title", "facts", "sha256", "file name"
CLASSED, WITHDRAWN, AGREED = "classed because", "withdrawn because", "agreed because"
ELSEWHERE = "Kept sealed with the item."


@dataclass(frozen=True)
class Words:
    """What an item says, how its file is called, why it was classed as it is, why it was withdrawn; "" where not."""

    facts: str
    file_name: str
    classed_because: str
    withdrawn_because: str


def notes_of(ref: str) -> str:
    """Return under which name the team's notes of an item or a data set are sealed (findings.sealed_notes), and why its
    consent was changed: they stay sealed when it is released."""
    return f"{ref} notes"


def keep_agreed_because(item: EvidenceItem, reason: str, *, at: datetime) -> None:
    """Keep why the consent of an item was changed, sealed whatever the item is: it may say who asked for it."""
    sealing.keep(notes_of(item.ref), {AGREED: reason}, at=at)


def agreed_because(item: EvidenceItem) -> str:
    """Return why the consent of an item was last changed, or "". Raises KeyLost."""
    return sealing.read(notes_of(item.ref), AGREED).get(AGREED, "")


def redaction(number: int) -> str:
    """Return the name under which a redacted version is sealed."""
    return f"redaction {number}"


def neutral(file_name: str) -> str:
    """Return what the row of a sealed file keeps of its name: the ending, by which it is read."""
    return f"sealed{PurePath(file_name).suffix.lower()}" if file_name else ""


def words(item: EvidenceItem) -> Words:
    """Return the words of an item, wherever they are kept; "" of one that was destroyed. Raises KeyLost."""
    if not item.is_sealed:
        return Words(item.summary, item.file_name, item.classed_because, item.withdrawn_because)
    found = sealing.read(item.ref, FACTS, FILE_NAME, CLASSED, WITHDRAWN)
    return Words(*(found.get(name, "") for name in (FACTS, FILE_NAME, CLASSED, WITHDRAWN)))


def facts(item: EvidenceItem) -> str:
    """Return what an item says, wherever that is kept. Raises KeyLost."""
    return words(item).facts


def with_titles(items: Iterable[EvidenceItem]) -> list[EvidenceItem]:
    """Return items, to be shown, with their own titles, wherever these are kept; by one query. Raises KeyLost."""
    found = list(items)
    sealed = [item.ref for item in found if item.is_sealed]
    titles = sealing.read_many(sealed, [TITLE]) if sealed else {}
    for item in found:
        item.title = titles.get((item.ref, TITLE), item.title)
    return found


def digest(chunks: Iterable[bytes]) -> str:
    """Return the SHA-256 of bytes."""
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def digest_of(item: EvidenceItem) -> str:
    """Return the SHA-256 of an item's own file, wherever that is kept; "" where it has none. Raises KeyLost."""
    if item.file is None:
        return ""
    return sealing.read(item.ref, DIGEST).get(DIGEST, "") if item.is_sealed else item.file.sha256


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


def seal(
    ref: str, title: str, text: str, chunks: Iterable[bytes] | None, sha256: str, *, at: datetime, file_name: str = ""
) -> StoredFile | None:
    """Seal an item's title, text and file; `sha256` is of the file in the clear. Call inside a verb. Raises KeyLost."""
    of_file = {} if chunks is None else {DIGEST: sha256, FILE_NAME: file_name}
    sealing.keep(ref, {TITLE: title, FACTS: text, **of_file}, at=at)
    return None if chunks is None else sealing.keep_file(ref, chunks, at=at)


def kept(ref: str, releasability: str, title: str, text: str, upload: Upload | None, *, at: datetime) -> dict[str, Any]:
    """Keep the title, the text and the file of an item that begins, sealed where its kind asks for it; return what its
    row holds of them: `title`, `summary`, `file` and `file_name`. Call inside a verb. Raises BadInput (the file),
    KeyLost, Unavailable (nobody can say whether the file is infected)."""
    if upload is not None:
        scanning.require_clean(taken(upload))
    name = "" if upload is None else neutral_name(upload.name or "")
    if releasability not in SEALED:
        file = None if upload is None else stored(upload, at=at)
        return {"title": title, "summary": text, "file": file, "file_name": name}
    here = {"title": SEALED_TITLE, "summary": ""}
    if upload is None:
        return here | {"file": seal(ref, title, text, None, "", at=at), "file_name": ""}
    sha256 = digest(taken(upload).chunks())
    sealed = seal(ref, title, text, upload.chunks(), sha256, file_name=name, at=at)
    return here | {"file": sealed, "file_name": neutral(name)}


def destroy(item: EvidenceItem, because: str) -> None:
    """Destroy what an item holds: sealed values with their key, what the team noted of it, and its file. Its row is the
    caller's to empty."""
    sealing.let_go(item.ref, because)
    sealing.let_go(notes_of(item.ref), because)
    if item.file is not None:
        files.remove(item.file.sha256, because)
