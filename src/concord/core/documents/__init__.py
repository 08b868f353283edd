"""Letters, work plans and reports: one model of what is said, drawn as HTML, Word and PDF."""

from concord.core.documents.answers import Format, download
from concord.core.documents.as_html import html
from concord.core.documents.as_pdf import pdf
from concord.core.documents.as_word import word
from concord.core.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Pairs,
    Paragraph,
    Picture,
    Signature,
    Table,
    paragraphs,
)

__all__ = [
    "Block",
    "Bullets",
    "Document",
    "Format",
    "Heading",
    "Pairs",
    "Paragraph",
    "Picture",
    "Signature",
    "Table",
    "download",
    "html",
    "paragraphs",
    "pdf",
    "word",
]
