"""Stored files: bytes kept once by SHA-256 in the data folder. Only an access-checked view may hand them out."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from concord.core.guard import erasing
from concord.core.models import StoredFile


def _folder() -> Path:
    return Path(settings.CONCORD_HOME) / "files"


def path_of(sha256: str) -> Path:
    """Return where the bytes of a digest are."""
    return _folder() / sha256[:2] / sha256


def _flush(folder: Path) -> None:
    """Flush a folder's names to the disk, without which a file just put there can be gone after a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def store(chunks: Iterable[bytes], *, at: datetime) -> StoredFile:
    """Store bytes and return their row; the same bytes give the same row. Call inside a verb.

    Written to a temporary name, flushed to the disk, then renamed: a crash leaves no half file under a digest, and no
    row whose file is not there."""
    _folder().mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=_folder(), delete=False) as file:
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    place = path_of(digest.hexdigest())
    place.parent.mkdir(exist_ok=True)
    Path(file.name).replace(place)
    for folder in (place.parent, _folder()):
        _flush(folder)
    row, _ = StoredFile.objects.get_or_create(sha256=digest.hexdigest(), defaults={"size": size, "stored_at": at})
    return row


def remove(sha256: str, because: str) -> bool:
    """Erase a stored file unless something else has it too; its bytes go once the verb has committed.

    `because` names what is on record for it. Returns whether it went."""
    try:
        with transaction.atomic(), erasing(because):
            StoredFile.objects.filter(pk=sha256).erase()
    except ProtectedError:
        return False
    transaction.on_commit(lambda: path_of(sha256).unlink(missing_ok=True))
    return True


def sweep(*, before: datetime) -> int:
    """Remove bytes that no row has, older than `before`: of a verb that failed, or cut off before it had removed them.
    Return how many files went."""
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    old = before.timestamp()
    loose = [
        place
        for place in _folder().rglob("*")
        if place.is_file() and place.name not in known and place.stat().st_mtime < old
    ]
    for place in loose:
        place.unlink(missing_ok=True)
    return len(loose)


def damaged() -> list[str]:
    """Return the digests whose bytes are missing or do not match (for backup, restore and audit)."""
    wrong = []
    for sha256 in StoredFile.objects.values_list("sha256", flat=True).iterator():
        place = path_of(sha256)
        if not place.exists() or hashlib.sha256(place.read_bytes()).hexdigest() != sha256:
            wrong.append(sha256)
    return wrong
