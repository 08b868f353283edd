"""A file that is sent with a request is small enough, of a kind that the office can open, and what its name says."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.conf import settings

from concord.core.checks import Problem, error

_ZIP, _OLD_OFFICE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
ACCEPTED: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".docx": _ZIP,
    ".xlsx": _ZIP,
    ".pptx": _ZIP,
    ".odt": _ZIP,
    ".ods": _ZIP,
    ".doc": _OLD_OFFICE,
    ".rtf": (b"{\\rtf",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".txt": (),
    ".csv": (),
    ".eml": (),
}
"""The end of a file's name → how its bytes can begin; a text begins with anything, and has no zero byte."""
_LONGEST_NAME = 120


def limit_mb() -> int:
    """Return how large a file may be, in megabytes of 1,048,576 bytes."""
    return int(settings.CONCORD_FILE_LIMIT_MB)


def attachment_is_readable(name: str, size: int, head: bytes) -> list[Problem]:
    """Judge a file by its name, its size in bytes, and how it begins."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in ACCEPTED:
        kinds = ", ".join(kind.lstrip(".") for kind in ACCEPTED)
        return [error(f"A file of the kind “{suffix or 'without an end'}” is not taken. Send one of: {kinds}.")]
    if size > limit_mb() * 2**20:
        return [error(f"The file has {size / 2**20:.1f} MB; {limit_mb()} MB are taken. Send it in parts.")]
    begins = ACCEPTED[suffix]
    if not (head.startswith(begins) if begins else b"\0" not in head):
        return [error(f"The file is called {suffix}, but what is in it is something else. Save it anew and try again.")]
    return []


def plain_name(name: str) -> str:
    """Return a file name that does nothing anywhere: letters, digits and a few marks, no folder, no hidden file."""
    last = unicodedata.normalize("NFKC", name).replace("\\", "/").rpartition("/")[2]
    safe = PurePosixPath(re.sub(r"[^\w.()+ -]", "_", last).strip(". ") or "file")
    return safe.stem[: _LONGEST_NAME - len(safe.suffix)] + safe.suffix
