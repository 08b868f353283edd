"""A file that arrives: how large it may be, and where its bytes go."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from concord.core import files
from concord.core.errors import BadInput
from concord.core.models import StoredFile
from concord.evidence.uploads import limit_mb, neutral_name

MB = 1024 * 1024


class Upload(Protocol):
    """A file as it arrives: its name as given, its size in bytes, its bytes piece by piece."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes."""


def store(upload: Upload, *, at: datetime) -> StoredFile:
    """Store a file's bytes, inside a verb. Raises BadInput when it is empty or too large."""
    size, limit = upload.size or 0, limit_mb()
    if size == 0:
        raise BadInput(f"The file {neutral_name(upload.name or '')} is empty.")
    if size > limit * MB:
        raise BadInput(f"The file has {size / MB:.1f} MB; at most {limit} MB can be taken. Split or compress it.")
    return files.store(upload.chunks(), at=at)
