"""Looking into a file of data before it is kept: which columns it has, and how many rows."""

from concord.core.errors import BadInput
from concord.evidence import scanning
from concord.evidence.reading import parent
from concord.evidence.reading.pieces import Measure, Unreadable
from concord.evidence.uploads import Upload, taken

_NOT_LOOKED_INTO = ("kind", "too-large")
_STOPPED = "To look into the file takes longer, or more memory, than it should. Split it."


def measure(upload: Upload) -> Measure | None:
    """Return the columns of a file and how many rows it has, or None where it is no CSV, Excel or Parquet file, or a
    larger one than these are read of: its columns are looked at when they are mapped.

    A process of its own looks, in memory, once its size and the virus scanner let it pass. Raises BadInput (its size,
    what was found in it, what it is in truth), Unavailable."""
    scanning.require_clean(taken(upload))
    with parent.in_memory(upload.chunks()) as number:
        try:
            return parent.measure(number, upload.name or "")
        except Unreadable as refused:
            if refused.code in _NOT_LOOKED_INTO:
                return None
            why = _STOPPED if refused.code == "stopped" else refused.sentence
            raise BadInput(f"{why} Or register the data set without its file.") from None
