"""Word and OpenDocument files: only the part that holds the text is opened, after its size was looked at.

No XML that declares entities is read, and nothing is unpacked to a disk."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET  # what declares a document type is refused before it is parsed # nosec B405

from concord.core.errors import BadInput

_MOST_PARTS, _MOST_UNPACKED = 2_000, 40 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}instrText", f"{_T}tracked-changes", f"{_T}note"})


def from_docx(content: bytes) -> str:
    """Return the paragraphs of a Word file, without what tracked changes took out. Raises BadInput."""
    root = _part(content, "word/document.xml", "Word")
    return "\n".join(line for line in (_text(p) for p in root.iter(f"{_W}p")) if line.strip())


def from_odt(content: bytes) -> str:
    """Return the paragraphs of an OpenDocument file. Raises BadInput."""
    root = _part(content, "content.xml", "OpenDocument")
    kinds = (f"{_T}p", f"{_T}h")
    return "\n".join(line for line in (_text(p) for p in _outside(root) if p.tag in kinds) if line.strip())


def _outside(root: ET.Element) -> Iterator[ET.Element]:
    """Yield every element but those below what is left out."""
    for child in root:
        if child.tag not in _LEFT_OUT:
            yield child
            yield from _outside(child)


def _text(of: ET.Element) -> str:
    if of.tag in _LEFT_OUT:
        return ""
    if of.tag in (f"{_W}tab", f"{_T}tab", f"{_T}s"):
        return " "
    if of.tag in (f"{_W}br", f"{_T}line-break"):
        return "\n"
    own = (of.text or "") if not of.tag.startswith(_W) or of.tag == f"{_W}t" else ""
    of_word = of.tag.startswith(_W)
    return own + "".join(_text(child) + ("" if of_word else child.tail or "") for child in of)


def _part(content: bytes, name: str, kind: str) -> ET.Element:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = archive.infolist()
            sizes = [one.file_size for one in inside if one.filename == name]
            if len(inside) > _MOST_PARTS or len(sizes) != 1:
                raise BadInput(f"This is no {kind} file: it has not exactly one part “{name}”.")
            if sizes[0] > _MOST_UNPACKED:
                raise BadInput(f"The text of this {kind} file unpacks to {sizes[0]:,} bytes: too much to read.")
            with archive.open(name) as part:
                raw = part.read(_MOST_UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError) as bad:
        raise BadInput(f"This is no readable {kind} file ({bad}). It may be locked with a password.") from None
    if len(raw) > _MOST_UNPACKED or b"\0" in raw or _DECLARES.search(raw):  # a NUL: UTF-16, in which one could hide
        raise BadInput(f"This {kind} file holds more than text, or declares entities; it is not read.")
    try:
        return ET.fromstring(raw)  # noqa: S314 - declares no entity; its size is known # nosec B314
    except ET.ParseError as bad:
        raise BadInput(f"The text of this {kind} file is broken: {bad}.") from None
