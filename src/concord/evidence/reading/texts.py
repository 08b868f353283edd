"""Texts before they are read: that they are text at all, and in which letters they are written."""

import codecs
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from concord.evidence.reading.kinds import Kind
from concord.evidence.reading.pieces import Unreadable

_STEP = 2**20
_LONGEST_LINE = 2**20  # characters
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_WESTERN = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_LONE = "It holds letters that do not exist (half of a pair); each is shown as �."
_OLD = "It says nowhere in which letters it is written; it was read as Windows Western."
_RTF_DEPTH = 500


@dataclass(frozen=True)
class Letters:
    """How a text is decoded, and what has to be said about it."""

    encoding: str
    errors: str = "strict"
    warnings: tuple[str, ...] = ()


def look(path: Path, kind: Kind, data: mmap.mmap) -> tuple[str, ...]:
    """Judge a text. Raises Unreadable."""
    del path, kind
    return letters(data).warnings


def look_at_rtf(path: Path, kind: Kind, data: mmap.mmap) -> tuple[str, ...]:
    """Judge a rich text: groups in groups without end are a trap; what is embedded is left out. Raises Unreadable."""
    del path, kind
    depth = deepest = 0
    for place in range(0, len(data), _STEP):
        for brace in re.findall(rb"(?<!\\)[{}]", data[place : place + _STEP]):
            depth += 1 if brace == b"{" else -1
            deepest = max(deepest, depth)
    if deepest > _RTF_DEPTH:
        raise Unreadable("bomb", "The text is nested deeper than any program writes it. Save it anew as .docx.")
    embedded = re.search(rb"\\obj(data|emb|ocx)|\\pict\b", data)
    return ("A picture or a file is embedded in the text; it was not read.",) if embedded else ()


def letters(data: mmap.mmap) -> Letters:
    """Find out in which letters a text is written. Raises Unreadable for what is no text."""
    for mark, encoding in _MARKS:
        if data[: len(mark)] == mark:
            good = _decodes(data, encoding)
            return Letters(encoding) if good else Letters(encoding, "replace", (_LONE,))
    if data.find(b"\0") >= 0:
        raise Unreadable(
            "not-text", "The file holds zero bytes, so it is no text. Save it anew from the program that made it."
        )
    if _NOT_TEXT.search(data):
        raise Unreadable(
            "not-text", "The file holds bytes that no text has. Save it anew from the program that made it."
        )
    if _decodes(data, "utf-8"):
        return Letters("utf-8")
    if _decodes(data, "utf-8", "surrogatepass"):
        return Letters("utf-8", "replace", (_LONE,))
    if _NOT_WESTERN.search(data):
        raise Unreadable("letters", "It cannot be told in which letters the file is written. Save it anew as UTF-8.")
    return Letters("cp1252", "replace", (_OLD,))


def _decodes(data: mmap.mmap, encoding: str, errors: str = "strict") -> bool:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    try:
        for place in range(0, len(data), _STEP):
            decoder.decode(data[place : place + _STEP], final=place + _STEP >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def lines(path: Path) -> Iterator[str]:
    """Yield a text's lines, one that does not end in pieces."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = letters(data)
    with path.open(encoding=found.encoding, errors=found.errors, newline=None) as text:
        while line := text.readline(_LONGEST_LINE):
            yield line
