"""File names, made harmless."""

import re
import unicodedata

LONGEST = 120
_LONGEST_SUFFIX = 10
_UNSAFE = re.compile(r"[^\w.()+ -]")


def neutral_name(name: str) -> str:
    """Return a file name that does nothing anywhere: letters, digits and a few marks, no folder, no hidden file."""
    plain = unicodedata.normalize("NFKC", name).replace("\\", "/").rpartition("/")[2]
    plain = _UNSAFE.sub("_", plain).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        return plain[:LONGEST] or "file"
    suffix = suffix[:_LONGEST_SUFFIX]
    return f"{stem[: LONGEST - len(suffix) - 1]}.{suffix}"
