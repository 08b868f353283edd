"""Files of data sets: sealed where they are kept, and open in memory alone while something is worked out of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from concord.core import sealing
from concord.core.errors import NotThere
from concord.evidence.models import DataSet
from concord.evidence.reading.parent import in_memory, place


@contextmanager
def opened(data_set: DataSet) -> Iterator[Path]:
    """Give where a data set's file is, in the clear: in memory and on no disk, until the block ends.

    Raises NotThere where no file of it is kept here, KeyLost."""
    if data_set.file is None:
        raise NotThere(f"No file of {data_set.ref} is kept here.")
    with in_memory(sealing.read_file(data_set.ref, data_set.file)) as number:
        yield place(number)
