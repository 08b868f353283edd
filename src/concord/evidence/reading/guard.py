"""What a file really is, found out before any parser sees it. Reads little, unpacks nothing that it cannot bound.

`inspect` returns the kind by which the file may be read, with what was left out and must be said; or raises Unreadable
with the sentence that the person who sent it needs."""

import mmap
import re
from dataclasses import dataclass
from pathlib import Path

from concord.evidence.reading import archives, outlook, pdf_guard, pictures, texts
from concord.evidence.reading.kinds import MB, SIGNATURES, Kind, by_name
from concord.evidence.reading.pieces import Unreadable

_TAIL = 66_000
_END_OF_ZIP = b"PK\x05\x06"
_END_OF_ZIP_SIZE = 22
_HEAD = 4096
_HOLDS_PDF = 1024  # within so many bytes a reader of PDF looks for the beginning
_FULL_OF_PROGRAM = re.compile(rb"^\s*(<\?php|<%@)", re.IGNORECASE)


@dataclass(frozen=True)
class Inspected:
    """What may be read: the kind's key, and sentences about what is left out of it."""

    kind: str
    warnings: tuple[str, ...] = ()


def inspect(path: Path, name: str) -> Inspected:
    """Judge a file by its name as it was sent, and by its bytes. Raises Unreadable."""
    kind = by_name(name)
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty", "The file is empty. Send it again from where it is whole.")
    if size > kind.limit_mb * MB:
        raise Unreadable(
            "too-large",
            f"The file has {size / MB:,.0f} MB; {kind.limit_mb} MB are read of {kind.words}. Split it. A large table "
            "is a data set: register it as one, and it stays where it is.",
        )
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        _require_family(kind, data)
        _require_one_nature(kind, data)
        return Inspected(kind.key, _LOOKS[kind.family](path, kind, data))


def _require_family(kind: Kind, data: mmap.mmap) -> None:
    """Raise Unreadable when the bytes begin as another family of files does."""
    head = data[:_HEAD]
    family, words = next(((f, w) for begins, f, w in SIGNATURES if head.startswith(begins)), ("text", "plain text"))
    if family == kind.family or (kind.family == "text" and family == "rtf"):
        return
    if family == "ole" and kind.family == "zip":
        raise Unreadable("encrypted", "The file is under a password, or of an older Office. Take the password off, "
                         "save it anew and send that.")  # fmt: skip
    raise Unreadable(
        "wrong-ending",
        f"The name says {kind.words}, but the file is {words}. Send it under its own name, or save it anew.",
    )


def _require_one_nature(kind: Kind, data: mmap.mmap) -> None:
    """Raise Unreadable for a file that is two files at once, to two programs."""
    two = Unreadable("polyglot", f"The file is {kind.words} and something else at once. Save it anew and send that.")
    if kind.family not in ("pdf", "text", "ole") and b"%PDF-" in data[:_HOLDS_PDF]:
        raise two
    if kind.family not in ("zip", "ole") and _ends_as_zip(data):  # a message may end with what is attached to it
        raise two
    if kind.family == "text" and _FULL_OF_PROGRAM.match(data[:_HEAD]):
        raise two


def _ends_as_zip(data: mmap.mmap) -> bool:
    """Say whether a program that unpacks would find a packed file in it."""
    tail = data[max(0, len(data) - _TAIL) :]
    place = tail.rfind(_END_OF_ZIP)
    if place < 0 or len(tail) - place < _END_OF_ZIP_SIZE:
        return False
    comment = int.from_bytes(tail[place + 20 : place + 22], "little")
    return place + _END_OF_ZIP_SIZE + comment <= len(tail)


_LOOKS = {
    "zip": archives.look,
    "ole": outlook.look,
    "pdf": pdf_guard.look,
    "png": pictures.look,
    "jpeg": pictures.look,
    "tiff": pictures.look,
    "rtf": texts.look_at_rtf,
    "text": texts.look,
}
