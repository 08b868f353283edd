"""PDF by PDFium: its text where it has one, else its letters by recognition where that program is installed."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from concord.evidence.reading import recognition
from concord.evidence.reading.pictures import MOST_POINTS
from concord.evidence.reading.pieces import MOST_PAGES, Page, Start, Unreadable, parts, plain
from concord.evidence.reading.warnings import Warn

_MOST_POINTS = 20_000_000  # of a page that is drawn for recognition
_DOTS = 300 / 72
_FLOOD = (
    f"A page shows a picture that claims more than {MOST_POINTS // 10**6} million points; it was not drawn. Scan it at "
    "300 dots an inch."
)
_LONGEST_PAGE = 2_000_000  # letters
_SHORT = 0.7  # a line so much shorter than the longest may end a paragraph
_ENDS = (".", "!", "?", ":", "”", '"')
_SIGNS = re.compile(r"^(\d{1,3}[.)]|[•▪‣–-])\s")
_UNDER_A_PASSWORD = "password"  # noqa: S105 - a word of PDFium's message # nosec B105


def read(path: Path, warn: Warn, start: Start) -> Iterator[Page]:
    """Yield the pages from the first on that is asked for. Raises Unreadable."""
    with path.open("rb") as file:  # opened here, since the bytes may be in memory, under no name that leads to them
        yield from _read(file, warn, start)


def _read(file: BinaryIO, warn: Warn, start: Start) -> Iterator[Page]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if _UNDER_A_PASSWORD in str(error).lower():
            raise Unreadable(
                "encrypted", "The PDF is under a password. Print it to a new PDF without one, and send that."
            ) from error
        raise Unreadable("damaged", "The PDF is damaged. Open it, print it to a new PDF and send that.") from error
    with document:
        if len(document) > MOST_PAGES:
            raise Unreadable("too-long", f"The PDF has {len(document):,} pages; {MOST_PAGES:,} are read. Split it.")
        if len(document) == 0:
            raise Unreadable("damaged", "The PDF has no page. Print it to a new PDF and send that.")
        start.counted(len(document))
        blank = start.blank
        for number in range(start.first, len(document) + 1):
            page = _page(document, number, warn)
            blank += not page.paragraphs
            yield page
        if blank:
            why = (
                "" if recognition.installed() else " The program that recognises letters (tesseract) is not installed."
            )
            warn(f"{blank} page{'s' if blank > 1 else ''} without text: a picture, or empty.{why}")


def _page(document: Any, number: int, warn: Warn) -> Page:
    import pypdfium2

    try:
        page = document[number - 1]
        try:
            text_page = page.get_textpage()
            try:
                count = text_page.count_chars()
                if count > _LONGEST_PAGE:
                    raise Unreadable("too-long", f"Page {number} holds {count:,} letters. Print it anew as PDF.")
                text = text_page.get_text_range() if count > 0 else ""
            finally:
                text_page.close()
            found = tuple(paragraphs(text))
            if found or not recognition.installed():
                return Page(number, found)
            if _floods(page):
                warn(_FLOOD)
                return Page(number, ())
            return _recognised(page, number)
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(
            "damaged", f"Page {number} of the PDF is damaged. Print it to a new PDF and send that."
        ) from error


def _floods(page: Any) -> bool:
    """Say whether a picture on a page claims more points than are drawn: a fax of a few hundred bytes can claim
    thousands of millions, and would take memory for each."""
    import pypdfium2.raw

    shown = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    return any(width * height > MOST_POINTS for width, height in (one.get_px_size() for one in shown))


def _recognised(page: Any, number: int) -> Page:
    width, height = page.get_size()
    scale = min(_DOTS, (_MOST_POINTS / max(width * height, 1)) ** 0.5)
    drawn = page.render(scale=scale, grayscale=True, draw_annots=False)  # what is pinned on it is not looked through
    try:
        out = io.BytesIO()
        drawn.to_pil().save(out, "PNG", compress_level=1)
    finally:
        drawn.close()
    found = recognition.read(out.getvalue())
    return Page(number, found.paragraphs, found.confidence)


def paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs of a page's lines: one ends at an empty line, where a short line ends a sentence, and before a
    number or a sign of a list. A word divided at the end of a line is put together."""
    lines = [plain(line) for line in text.replace("\ufffe\r\n", "").replace("\ufffe", "").split("\n")]
    longest = max(map(len, lines), default=0)
    held = ""
    for line in lines:
        if held and (not line or _SIGNS.match(line)):
            yield from parts(held)
            held = ""
        held = f"{held} {line}".strip()
        if held and line.endswith(_ENDS) and len(line) < _SHORT * longest:
            yield from parts(held)
            held = ""
    yield from parts(held)
