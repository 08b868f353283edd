"""Labels as they are printed → the names that stand for them in addresses and documents."""

import re


def key_of(label: str) -> str:
    """Return the part of an address for the number of a finding or recommendation: "11.2" → "11-2"."""
    return label.lower().replace(".", "-")


def status_key(label: str) -> str:
    """Return the name of a status word inside a document: "In Progress" → "in_progress"; "" when no letter is left."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
