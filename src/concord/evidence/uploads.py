"""Files as they arrive: how large they may be, their names made harmless, their bytes stored."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from django.conf import settings

from concord.core import files
from concord.core.errors import BadInput
from concord.core.models import StoredFile

MB = 1024 * 1024
LONGEST = 120
READ = (
    "Of a kind that Concord reads it becomes a document: people read its text. Else those who gather evidence have it."
)
_LONGEST_SUFFIX = 10
_UNSAFE = re.compile(r"[^\w.()+ -]")


class Upload(Protocol):
    """A file as it arrives: its name as given, its size in bytes, its bytes piece by piece."""

    @property
    def name(self) -> str | None:
        """Return its name as given."""

    @property
    def size(self) -> int | None:
        """Return its size in bytes."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes."""


def limit_mb() -> int:
    """Return how large a file may be, in megabytes of 1,048,576 bytes; the setting CONCORD_FILE_LIMIT_MB, or 50."""
    return int(settings.CONCORD_FILE_LIMIT_MB)


def neutral_name(name: str) -> str:
    """Return a file name that does nothing anywhere: letters, digits and a few marks, no folder, no hidden file."""
    plain = unicodedata.normalize("NFKC", name).replace("\\", "/").rpartition("/")[2]
    plain = _UNSAFE.sub("_", plain).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        return plain[:LONGEST] or "file"
    suffix = suffix[:_LONGEST_SUFFIX]
    return f"{stem[: LONGEST - len(suffix) - 1]}.{suffix}"


def taken(upload: Upload) -> Upload:
    """Return a file that can be taken. Raises BadInput when it is empty or too large."""
    size, limit = upload.size or 0, limit_mb()
    if size == 0:
        raise BadInput(f"The file {neutral_name(upload.name or '')} is empty.")
    if size > limit * MB:
        raise BadInput(f"The file has {size / MB:.1f} MB; at most {limit} MB can be taken. Split or compress it.")
    return upload


def stored(upload: Upload, *, at: datetime) -> StoredFile:
    """Store a file's bytes, inside a verb. Raises BadInput when it is empty or too large."""
    return files.store(taken(upload).chunks(), at=at)
