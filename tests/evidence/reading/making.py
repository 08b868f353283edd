"""Files of every kind, made of bytes alone, so that each test says what is in its file."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from itertools import pairwise

WORD_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL_NS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
ODF_NS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def packed(parts: Mapping[str, bytes | str], *, deflate: bool = True) -> bytes:
    """Return a packed file of named parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def word(body: str = "<w:p><w:r><w:t>Said.</w:t></w:r></w:p>", *, head: str = "", **further: bytes | str) -> bytes:
    """Return a Word document with this body; `further` parts by name with "__" for "/" and "_" for "."."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<?xml version="1.0"?>{head}<w:document {WORD_NS}><w:body>{body}</w:body></w:document>',
    }
    parts |= {name.replace("__", "/").replace("_dot_", "."): content for name, content in further.items()}
    return packed(parts)


def message(texts: Mapping[str, str | bytes], *, attached: tuple[str, ...] = (), ticks: int = 0) -> bytes:
    """Return an Outlook message: by tag and type ("0037001F") its texts, and the names of what is attached."""
    facts = bytes(32) + struct.pack("<IIQ", 0x00390040, 6, ticks) if ticks else bytes(32)
    streams: dict[str, bytes] = {"__properties_version1.0": facts}
    for tag, said in texts.items():
        streams[f"__substg1.0_{tag}"] = said.encode("utf-16-le") if isinstance(said, str) else said
    inside = [{"__substg1.0_3707001F": name.encode("utf-16-le")} for name in attached]
    return compound(streams, [(f"__attach_version1.0_#{n:08X}", of) for n, of in enumerate(inside)])


def compound(streams: Mapping[str, bytes], storages: Iterable[tuple[str, dict[str, bytes]]] = ()) -> bytes:
    """Return a compound file with streams in its root, and storages with one stream each. What is shorter than 4,096
    bytes stands in the stream of small ones, as the format wants it."""
    rows: list[tuple[str, int, int, bytes]] = [(name, 2, _NONE, content) for name, content in streams.items()]
    of_root = list(range(1, len(rows) + 1))
    for name, of in storages:
        ((inner, content),) = of.items()
        rows.append((name, 1, len(rows) + 2, b""))
        of_root.append(len(rows))
        rows.append((inner, 2, _NONE, content))
    right = dict(pairwise(of_root))
    body, small, starts = b"", b"", list[int]()
    table, small_table = list[int](), list[int]()
    for *_, content in rows:
        long = len(content) >= 4096
        starts.append(len(table if long else small_table) if content else _LAST)
        if long:
            body += _padded(content, 512)
            table += _chain(len(table), len(_padded(content, 512)) // 512)
        else:
            small += _padded(content, 64)
            small_table += _chain(len(small_table), len(_padded(content, 64)) // 64)
    entries = [_entry("Root Entry", 5, _NONE, of_root[0] if of_root else _NONE, len(table), len(small))]
    entries += [
        _entry(name, kind, right.get(place, _NONE), child, starts[place - 1], len(content))
        for place, (name, kind, child, content) in enumerate(rows, start=1)
    ]
    places = []
    for part in (small, struct.pack(f"<{len(small_table)}I", *small_table), b"".join(entries)):
        places.append(len(table) if part else _LAST)
        body += _padded(part, 512)
        table += _chain(len(table), len(_padded(part, 512)) // 512)
    count = -(-(len(table) + 1) // 127)
    tables = list(range(len(table), len(table) + count))
    table += [0xFFFFFFFD] * count
    kept = struct.pack(f"<{count * 128}I", *table, *[_NONE] * (count * 128 - len(table)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    head = head.ljust(44, b"\0") + struct.pack("<IIIIIIII", count, places[2], 0, 4096, places[1], 1, _LAST, 0)
    return head + struct.pack("<109I", *tables, *[_NONE] * (109 - count)) + body + kept


def _padded(content: bytes, size: int) -> bytes:
    return content.ljust(-(-len(content) // size) * size, b"\0")


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _LAST] if count else []


_NONE, _LAST = 0xFFFFFFFF, 0xFFFFFFFE


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    front = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw) + 2, kind, 1, _NONE, right, child)
    return front.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def said(text: str) -> str:
    """Return a paragraph of Word."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def workbook(rows: str, *, strings: str = "", styles: str = "", hidden: str = "", head: str = "") -> bytes:
    """Return an Excel workbook with one sheet of these rows, and a second one with `hidden` rows."""
    sheets = '<sheet name="Rosters" sheetId="1" r:id="r1"/>'
    targets = '<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
    parts: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>"}
    if hidden:
        sheets += '<sheet name="Names" sheetId="2" state="veryHidden" r:id="r2"/>'
        targets += '<Relationship Id="r2" Target="worksheets/sheet2.xml"/>'
        parts["xl/worksheets/sheet2.xml"] = f"<worksheet {SHEET_NS}><sheetData>{hidden}</sheetData></worksheet>"
    parts |= {
        "xl/workbook.xml": f"<workbook {SHEET_NS} {REL_NS}><sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>",
        "xl/worksheets/sheet1.xml": f"{head}<worksheet {SHEET_NS}><sheetData>{rows}</sheetData></worksheet>",
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f"<sst {SHEET_NS}>{strings}</sst>"
    if styles:
        parts["xl/styles.xml"] = f"<styleSheet {SHEET_NS}>{styles}</styleSheet>"
    return packed(parts)


def opendocument(body: str, *, head: str = "", manifest: str = "<manifest/>") -> bytes:
    """Return an OpenDocument text."""
    content = f"<office:document-content {ODF_NS}><office:body><office:text>{body}</office:text></office:body>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"{head}{content}</office:document-content>",
            "META-INF/manifest.xml": manifest,
        }
    )


def pdf(*pages: str, trailer: str = "", extra: bytes = b"", catalog: str = "", media: str = "612 792") -> bytes:
    """Return a PDF whose pages show lines of text; `extra` objects begin at number 100."""
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    kids = []
    for number, text in enumerate(pages):
        page, content = 4 + 2 * number, 5 + 2 * number
        kids.append(f"{page} 0 R")
        shown = "".join(f"({line}) Tj T* " for line in text.split("\n"))
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode()
        objects[page] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {media}]/Contents {content} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        ).encode()
        objects[content] = b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream)
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(pages)}>>".encode()
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    out += extra
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    for number in range(1, max(objects) + 1):
        out += b"%010d 00000 n \n" % places[number]
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, trailer.encode(), xref)
    return bytes(out)


def png(width: int = 4, height: int = 4, *, real: bool = True, tail: bytes = b"") -> bytes:
    """Return a grey picture; with `real` false it only claims its size."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))

    points = b"".join(b"\0" + b"\x80" * width for _ in range(height)) if real else b""
    head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(points)) + chunk(b"IEND", b"") + tail


def jpeg(width: int, height: int) -> bytes:
    """Return the head of a JPEG that claims a size."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xd9" * 8
    )


def tiff(width: int, height: int, *, following: int = 0) -> bytes:
    """Return a TIFF that claims a size; `following` is where its next page is said to be."""
    tags = struct.pack("<HHLL", 256, 4, 1, width) + struct.pack("<HHLL", 257, 4, 1, height)
    return b"II*\0" + struct.pack("<L", 8) + struct.pack("<H", 2) + tags + struct.pack("<L", following)
