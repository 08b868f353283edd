"""The process that reads one file: `python -m concord.evidence.reading.child PATH NAME FIRST`, with limits upon itself.

It writes lines of JSON: {"kind"}, {"page", "paragraphs", "confidence"}, {"warning"}, and last {"end"} or {"refused",
"sentence"}; `peak_kb` and `began_kb` with the last say how much memory it took. It opens no file for writing, no
network and no program but the one that recognises letters; whatever goes wrong in it harms nothing but itself."""

import ctypes
import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from concord.evidence.reading import (
    guard,
    images,
    mail,
    opendocument,
    pdf,
    plain_texts,
    recognition,
    web,
    word,
    workbook,
)
from concord.evidence.reading.pieces import Page, Unreadable
from concord.evidence.reading.warnings import Warn

_NEW_NETWORK, _NO_NEW_PRIVILEGES = 0x40000000, 38
_MEMORY = int(os.environ.get("CONCORD_READER_MEMORY_MB", "1024")) * 2**20
_CPU_S = int(os.environ.get("CONCORD_READER_CPU_S", "600"))
_READERS = {
    "docx": word.read,
    "xlsx": workbook.read,
    "odt": opendocument.read,
    "rtf": plain_texts.rich,
    "html": web.read,
    "eml": mail.read,
    "csv": plain_texts.table,
    "txt": plain_texts.text,
    "captions": plain_texts.captions,
}
_PAGED = {"pdf": pdf.read, "png": images.read, "jpeg": images.read, "tiff": images.read}
_REFUSED = (
    "socket.",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.exec",
    "os.system",
    "os.fork",
    "os.posix_spawn",
    "shutil.",
    "urllib.",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def _confine() -> None:
    """Give up what reading does not need. What the system does not know (a network of its own, say) is left."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    system = ctypes.CDLL(None, use_errno=True)
    system.unshare(_NEW_NETWORK)  # refused to whoever may not: then the audit hook alone forbids it
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what a parser of files has no business with."""
    if event.startswith(_REFUSED):
        raise PermissionError(event)
    if event == "subprocess.Popen" and arguments[0] != recognition.installed():
        raise PermissionError(event)
    opens_anew = event == "open" and not isinstance(arguments[0], int)  # a number: it is open already (a pipe)
    if opens_anew and isinstance(arguments[2], int) and arguments[2] & _WRITES:
        raise PermissionError(event)


def _pages(path: Path, kind: str, warn: Warn, first: int) -> Iterator[Page]:
    if kind in _PAGED:
        yield from _PAGED[kind](path, warn, first)
        return
    yield from (page for page in _READERS[kind](path, warn) if page.number >= first)


def _peak_kb() -> int:
    """Return the most memory that this program had; what its parent had before does not count."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def main(path: Path, name: str, first: int) -> None:
    """Read one file and say what is in it."""
    recognition.installed()
    _confine()
    began = _peak_kb()
    warned: set[str] = set()

    def warn(sentence: str) -> None:
        if sentence not in warned:
            warned.add(sentence)
            _say(warning=sentence)

    try:
        found = guard.inspect(path, name)
        _say(kind=found.kind)
        for sentence in found.warnings:
            warn(sentence)
        for page in _pages(path, found.kind, warn, first):
            _say(page=page.number, paragraphs=page.paragraphs, confidence=page.confidence)
    except Unreadable as refused:
        _say(refused=refused.code, sentence=refused.sentence, began_kb=began, peak_kb=_peak_kb())
    except MemoryError:
        _say(refused="stopped", sentence="The file takes more memory to read than a file should. Save it anew as PDF.")
    else:
        _say(end=True, began_kb=began, peak_kb=_peak_kb())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
