"""A document as an answer to a browser: a file to keep."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from django.http import HttpResponse
from django.utils.text import slugify

from concord.core.documents.as_pdf import pdf
from concord.core.documents.as_word import word
from concord.core.documents.model import Document
from concord.core.unkept import unkept


class Format(StrEnum):
    """The kinds of file in which a document can be had; the value is the end of the file's name."""

    WORD = "docx"
    PDF = "pdf"


_MADE: dict[Format, tuple[Callable[..., bytes], str]] = {
    Format.WORD: (word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Format.PDF: (pdf, "application/pdf"),
}


def download(document: Document, kind: Format, *, name: str, at: datetime) -> HttpResponse:
    """Answer with the document as a file called after `name` ("Decision REQ-2026-0001").

    Raises Unavailable for a PDF without Pango."""
    make, content_type = _MADE[kind]
    file = f"{slugify(name) or 'document'}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return unkept(HttpResponse(make(document, at=at), content_type=content_type, headers=headers))
