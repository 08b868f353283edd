"""Looking into a file of data before it is kept: which columns it has, and how many rows."""

from concord.evidence import scanning
from concord.evidence.reading import parent
from concord.evidence.reading.pieces import Measure, Unreadable
from concord.evidence.uploads import Upload, taken


def measure(upload: Upload) -> Measure | None:
    """Return the columns of a file and how many rows it has, or None where it is no CSV or Excel file that can be read.

    A process of its own looks, in memory, once its size and the virus scanner let it pass. Raises BadInput (its size,
    what was found in it), Unavailable."""
    scanning.require_clean(taken(upload))
    with parent.in_memory(upload.chunks()) as number:
        try:
            return parent.measure(number, upload.name or "")
        except Unreadable:
            return None
