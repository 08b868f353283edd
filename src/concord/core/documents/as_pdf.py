"""A document as PDF: tagged (PDF/UA-1), with title and language, and nothing fetched from anywhere."""

import base64
import gc
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.template.loader import render_to_string

from concord.core.documents.as_html import fragment
from concord.core.documents.model import Document, with_texts
from concord.core.errors import Unavailable

NO_PANGO = (
    "PDF files need the system's text library Pango. Debian: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0"
)
_LONG = re.compile(r"\S{60}(?=\S)")
_HERE = Path(__file__).resolve().parent
_FONTS = _HERE.parent.parent / "static/vendor/fonts"
_FACES = (("Public Sans Web", "public-sans.woff2"), ("Concord Serif", "concord-serif.woff2"))
_ONE_AT_A_TIME = Lock()  # drawing takes memory, and the time of its fonts is a variable of the whole process


def pdf(document: Document, *, at: datetime) -> bytes:
    """Return a PDF/UA-1 file; the same document and `at` (UTC) give the same bytes where the same fonts are installed.

    Raises Unavailable when Pango is missing."""
    weasyprint = library()
    body = fragment(with_texts(document, _breakable), top=1, on_paper=True)
    source = render_to_string("core/document_print.html", {"document": document, "at": at.isoformat(), "body": body})
    with _ONE_AT_A_TIME, _fonts_made(at), _without_collector():
        return _draw(weasyprint, source)


@contextmanager
def _fonts_made(at: datetime) -> Iterator[None]:
    """Let the subset fonts carry this as the time of their making."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(at.timestamp()))
    try:
        yield
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH")
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def _without_collector() -> Iterator[None]:
    """Collect no garbage meanwhile: of the millions of objects of a long document nearly all are needed to its end, and
    looking at them again and again is a sixth of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _breakable(text: str) -> str:
    """Let very long words break every 60 letters; left to itself the library needs a minute for one of 10,000."""
    return _LONG.sub("\\g<0>\u200b", text)


def library() -> Any:
    """Import WeasyPrint, which takes half a second the first time. Raises Unavailable."""
    try:
        import weasyprint
    except OSError as error:
        raise Unavailable(NO_PANGO) from error
    _keep_page_references()
    return weasyprint


@cache
def _keep_page_references() -> None:
    """Let a file remember what its pages are called until it has another one.

    The library asks for one page at each of its tags, and writes down all pages for the answer: with 150 pages and
    20,000 tags that is a fifth of its time."""
    import pydyf

    written = pydyf.PDF.page_references.fget

    def kept(file: Any) -> tuple[bytes, ...]:
        pages = len(file.pages["Kids"])
        if getattr(file, "references_kept", (None,))[0] != pages:
            file.references_kept = (pages, written(file))
        references: tuple[bytes, ...] = file.references_kept[1]
        return references

    pydyf.PDF.page_references = property(kept)


def _draw(weasyprint: Any, source: str) -> bytes:
    """Draw; without an identifier, for which the library would write the whole file twice."""
    from weasyprint.urls import URLFetcher

    style, fonts = _set(weasyprint, _style())
    drawn: bytes = weasyprint.HTML(string=source, url_fetcher=URLFetcher(allowed_protocols=["data"])).write_pdf(
        stylesheets=[style], font_config=fonts, finisher=_say_what_heads, pdf_variant="pdf/ua-1"
    )
    return drawn


@cache
def _set(weasyprint: Any, style: str) -> tuple[Any, Any]:
    """Return a style sheet as it is read, and its fonts: once for all documents, since that is a third of a letter."""
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fonts = FontConfiguration()
    nothing_from_outside = URLFetcher(allowed_protocols=["data"])
    return weasyprint.CSS(string=style, font_config=fonts, url_fetcher=nothing_from_outside), fonts


def _say_what_heads(_document: Any, made: Any) -> None:
    """Write on each head cell whether it heads a column or a row, which the library leaves to the position."""
    elements = {each.reference: each for each in made.objects if hasattr(each, "get") and "S" in each}
    for cell in elements.values():
        if cell["S"] == "/TH":
            section = elements[elements[cell["P"]]["P"]]
            cell["A"]["Scope"] = "/Column" if section["S"] == "/THead" else "/Row"


@cache
def _style() -> str:
    """Return the style sheet of print, with our two fonts inside it."""
    faces = (
        f'@font-face{{font-family:"{family}";'
        f'src:url(data:font/woff2;base64,{base64.b64encode((_FONTS / file).read_bytes()).decode()}) format("woff2")}}'
        for family, file in _FACES
    )
    return "\n".join((*faces, (_HERE / "print.css").read_text()))
