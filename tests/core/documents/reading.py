"""Read back what a PDF or Word file says, without the library that wrote it."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True)
class ReadPdf:
    """The objects of a file by number (dictionaries and decompressed streams), and the text of its pages."""

    objects: dict[int, bytes]
    text: str

    @property
    def everything(self) -> bytes:
        return b"\n".join(self.objects.values())

    def elements(self, kind: str) -> int:
        """How many elements of its structure tree are of a kind, such as "H1"."""
        return len(re.findall(rb"/StructElem/S /" + kind.encode() + rb"[/>]", self.everything))


def pdf(data: bytes) -> ReadPdf:
    """Read a PDF of WeasyPrint's making: each stream deflated, small objects in object streams."""
    objects: dict[int, bytes] = {}
    for number, body in re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", data, re.DOTALL):
        head, _, stream = body.partition(b"stream\n")
        unpacked = head + (zlib.decompress(stream.removesuffix(b"\nendstream")) if stream else b"")
        packed = b"/Type /ObjStm" in head
        objects |= _packed(head, unpacked.removeprefix(head)) if packed else {int(number): unpacked}
    return ReadPdf(objects, _text(objects))


def _packed(head: bytes, stream: bytes) -> dict[int, bytes]:
    first = int(re.search(rb"/First (\d+)", head)[1])  # type: ignore[index]
    numbers = [int(n) for n in stream[:first].split()]
    places = [*numbers[1::2], len(stream)]
    return {
        number: stream[first + start : first + end].strip()
        for number, start, end in zip(numbers[::2], places, places[1:], strict=False)
    }


def _text(objects: dict[int, bytes]) -> str:
    fonts = dict(re.findall(rb"/([A-Z]{6}) (\d+) 0 R", b"\n".join(objects.values())))
    letters = {name: _letters(objects, int(number)) for name, number in fonts.items()}
    shown = []
    for content in (body for body in objects.values() if b"\nBT\n" in body):
        font: dict[bytes, str] = {}
        for name, glyphs in re.findall(rb"/([A-Z]{6}) [\d.]+ Tf|\[(<[^\]]*)\] TJ", content):
            font = letters[name] if name else font
            shown += [font[g] for piece in re.findall(rb"<(\w+)>", glyphs) for g in re.findall(rb"\w{4}", piece)]
    return "".join(shown)


def _letters(objects: dict[int, bytes], font: int) -> dict[bytes, str]:
    """What each glyph of a font stands for, from its /ToUnicode."""
    found = re.search(rb"/ToUnicode (\d+) 0 R", objects[font])
    pairs = re.findall(rb"<(\w{4})> <(\w+)>", objects[int(found[1])]) if found else []
    return {glyph: bytes.fromhex(code.decode()).decode("utf-16-be") for glyph, code in pairs}


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, etree._Element]:
    """The XML parts of a Word or Excel file by name; each must be well formed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(archive.read(name)) for name in names}


def word_text(data: bytes) -> str:
    """Every text of the body of a Word file, one after the other."""
    body = parts(data)["word/document.xml"].find(f"{W}body")
    return "".join(node.text or "" for node in body.iter(f"{W}t"))


def everything(body: bytes) -> bytes:
    """All that a PDF or Word file holds, taken out of its compression: its parts, their names, its words."""
    if body.startswith(b"%PDF"):
        found = pdf(body)
        return found.everything + found.text.encode()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())
