"""Files as they arrive: how large they may be, and their names made harmless."""

import re
import unicodedata

from django.conf import settings

LONGEST = 120
_LONGEST_SUFFIX = 10
_UNSAFE = re.compile(r"[^\w.()+ -]")


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
