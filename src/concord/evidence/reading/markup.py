"""XML in a stream: a document type is refused, since it is the way to every trap of XML; no part is held whole."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from pyexpat import ExpatError, ParserCreate
from typing import IO

from concord.evidence.reading.pieces import Unreadable

_STEP = 64 * 1024
_DEEPEST = 400
_LONGEST_TOKEN = 4 * 2**20
Starts = Callable[[str, dict[str, str]], None]
Ends = Callable[[str], None]
Says = Callable[[str], None]


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def walk(file: IO[bytes], *, starts: Starts, ends: Ends, says: Says) -> Iterator[None]:
    """Read a part, calling back with local names, and yield now and then so that what is ready can be taken away.

    Raises Unreadable for a document type, for what nests or swells without end, and for what is no XML."""
    parser = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = 0

    def refuse(*_: object) -> None:
        raise Unreadable("entities", "The file declares a document type of its own, as traps do and Office does not. "
                         "Save it anew and send that.")  # fmt: skip

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Unreadable("bomb", "The file is nested deeper than any program writes it. Save it anew.")
        starts(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        ends(_local(name))

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = says
    fed = 0
    try:
        while piece := file.read(_STEP):
            fed += len(piece)
            parser.Parse(piece, False)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
                raise Unreadable("bomb", "A single mark in the file has no end. Save it anew.")
            yield
        parser.Parse(b"", True)
    except (ExpatError, zipfile.BadZipFile, EOFError, ValueError) as error:
        raise damaged() from error
    yield


def damaged() -> Unreadable:
    """Return the refusal of a packed file that cannot be read to its end."""
    return Unreadable(
        "damaged", "The file is damaged: a part of it cannot be read. Open it, save it anew and send that."
    )


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a packed file. Raises Unreadable when it is damaged."""
    try:
        with zipfile.ZipFile(path) as file:
            yield file
    except (zipfile.BadZipFile, NotImplementedError, KeyError, EOFError) as error:
        raise damaged() from error
