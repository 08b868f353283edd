"""The process that reads one file: `python -m concord.evidence.reading.child PATH NAME FIRST`, with limits upon itself.

It writes lines of JSON: {"kind"}, {"page", "paragraphs", "confidence"}, {"warning"}, and last {"end"} or {"refused",
"sentence"}; `peak_kb` and `began_kb` with the last say how much memory it took. It opens no file for writing, no
network and no program but the one that recognises letters; whatever goes wrong in it harms nothing but itself."""

import json
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
from concord.evidence.reading.confined import confine
from concord.evidence.reading.pieces import Page, Unreadable
from concord.evidence.reading.warnings import Warn

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


def _say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


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
    confine()
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
