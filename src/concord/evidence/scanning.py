"""The virus scanner clamd, over its socket, where one is configured (CONCORD_CLAMD). Whatever is not a clear answer
closes the door: nothing is read that was not scanned."""

import socket
import struct
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from concord.core.errors import BadInput, Unavailable
from concord.evidence.uploads import Upload, neutral_name

_STEP = 2**16
_PATIENCE_S = 60.0
_LONGEST_ANSWER = 4096
_CLEAN, _FOUND = " OK", " FOUND"


def scan(path: Path) -> str:
    """Return the name of what was found in a file, or "" when it is clean or no scanner is configured.

    Raises Unavailable when the scanner does not answer, or says anything but clean or found."""
    if not settings.CONCORD_CLAMD:
        return ""
    with path.open("rb") as file:
        return _found_in(iter(lambda: file.read(_STEP), b""))


def require_clean(upload: Upload) -> None:
    """Raise BadInput for a file, as it arrives, in which something was found; Unavailable as `scan` does."""
    if settings.CONCORD_CLAMD and (found := _found_in(upload.chunks())):
        raise BadInput(f"The virus scanner found {found} in {neutral_name(upload.name or '')}, so it was not taken.")


def _found_in(chunks: Iterable[bytes]) -> str:
    try:
        with _connected(settings.CONCORD_CLAMD) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for piece in chunks:
                scanner.sendall(struct.pack(">L", len(piece)) + piece)
            scanner.sendall(struct.pack(">L", 0))
            answer = _answer(scanner)
    except OSError as error:
        raise Unavailable(f"The virus scanner at {settings.CONCORD_CLAMD} does not answer: {error}.") from error
    verdict = answer.removeprefix("stream:")
    if verdict == _CLEAN:
        return ""
    if verdict.endswith(_FOUND):
        return verdict.removesuffix(_FOUND).strip()
    raise Unavailable(f"The virus scanner at {settings.CONCORD_CLAMD} said {answer[:200]!r}; expected OK or FOUND.")


def _connected(address: str) -> socket.socket:
    """Return a connection to unix:///path or tcp://host:port. Raises OSError."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(_PATIENCE_S)
        try:
            scanner.connect(parts.path)
        except OSError:
            scanner.close()
            raise
        return scanner
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), timeout=_PATIENCE_S)


def _answer(scanner: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER and (piece := scanner.recv(_LONGEST_ANSWER)):
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip("\n")
