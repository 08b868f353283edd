"""The process that reads one file: `python -m concord.evidence.reading.child PATH NAME FIRST BLANK`, with limits upon
itself. FIRST is the page at which it begins, BLANK how many before it have no text.

It writes a line {"pages"} where it knows beforehand how many there are, and {"page", "paragraphs", "confidence"} for
each; the other lines are as `serving` says. It opens no
file for writing, no network and no program but the one that recognises letters; whatever goes wrong in it harms nothing
but itself."""

import sys
from collections.abc import Iterator
from pathlib import Path

from concord.evidence.reading import (
    images,
    mail,
    opendocument,
    outlook,
    pdf,
    plain_texts,
    recognition,
    web,
    word,
    workbook,
)
from concord.evidence.reading.pieces import Page, Start
from concord.evidence.reading.serving import say, serve
from concord.evidence.reading.warnings import Warn

_READERS = {
    "docx": word.read,
    "xlsx": workbook.read,
    "odt": opendocument.read,
    "rtf": plain_texts.rich,
    "html": web.read,
    "eml": mail.read,
    "msg": outlook.read,
    "csv": plain_texts.table,
    "txt": plain_texts.text,
    "captions": plain_texts.captions,
}
_PAGED = {"pdf": pdf.read, "png": images.read, "jpeg": images.read, "tiff": images.read}


def _pages(path: Path, kind: str, warn: Warn, start: Start) -> Iterator[Page]:
    if kind in _PAGED:
        yield from _PAGED[kind](path, warn, start)
        return
    yield from (page for page in _READERS[kind](path, warn) if page.number >= start.first)


def main(path: Path, name: str, first: int, blank: int) -> None:
    """Read one file and say what is in it."""
    recognition.installed()  # it is looked for while this process may still look

    def tell(kind: str, warn: Warn) -> None:
        start = Start(first, blank, counted=lambda pages: say(pages=pages))
        for page in _pages(path, kind, warn, start):
            say(page=page.number, paragraphs=page.paragraphs, confidence=page.confidence)

    serve(path, name, tell)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
