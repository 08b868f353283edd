"""The hostile corpus: files made to harm whoever reads them. Each names the code of its refusal, or is NEUTRAL: read,
with nothing of what would harm, and with a sentence where something was left out."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tests.evidence.reading import making as make

MB = 2**20
NEUTRAL = "neutral"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
FAX = b"/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 50000/Rows 50000>>"
XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE a [" + '<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip
ELSEWHERE = '<!DOCTYPE a SYSTEM "http://example.org/">'
SAID = make.said("&x;")
ENDLESS = b'<a b="' + b"x" * 9_000_000
PROGRAMS = b"<p>a</p><script>fetch('//example.org')</script><iframe src=//example.org>"


@dataclass(frozen=True)
class Hostile:
    """One file: what it tries, the name it comes under, its bytes (or who writes it), and what becomes of it."""

    tries: str
    name: str
    content: bytes | Callable[[Path], None]
    ends: str

    def write(self, folder: Path) -> Path:
        place = folder / "file"
        if callable(self.content):
            self.content(place)
        else:
            place.write_bytes(self.content)
        return place


def sparse(size: int, begins: bytes = b"a,b\n") -> Callable[[Path], None]:
    """Return who writes a file that is large and takes no room."""

    def write(place: Path) -> None:
        with place.open("wb") as file:
            file.write(begins)
            file.truncate(size)

    return write


def swelling(name: str, size: int = 80 * MB) -> dict[str, bytes]:
    return {"[Content_Types].xml": b"<Types/>", name: b"<a>" + b" " * size + b"</a>"}


def renamed(old: str, new: str, data: bytes) -> bytes:
    """Return a packed file with another name in its table of contents and in its parts, of the same length."""
    assert len(old) == len(new)
    return data.replace(old.encode(), new.encode())


def with_flag(data: bytes, flag: int) -> bytes:
    """Return a packed file whose entries bear a flag in the table of contents."""
    out, place = bytearray(data), 0
    while (place := out.find(b"PK\x01\x02", place)) >= 0:
        struct.pack_into("<H", out, place + 8, struct.unpack_from("<H", out, place + 8)[0] | flag)
        place += 4
    return bytes(out)


def with_method(data: bytes, method: int) -> bytes:
    out, place = bytearray(data), 0
    while (place := out.find(b"PK\x01\x02", place)) >= 0:
        struct.pack_into("<H", out, place + 10, method)
        place += 4
    return bytes(out)


def claiming(data: bytes, size: int) -> bytes:
    """Return a packed file whose first entry claims to unpack to a size."""
    out = bytearray(data)
    struct.pack_into("<L", out, out.find(b"PK\x01\x02") + 24, size)
    return bytes(out)


def lying_over_each_other() -> bytes:
    """Return a packed file whose entries all point to one part."""
    data = bytearray(make.word(**{f"word__a{n}_dot_xml": b"x" * 10 for n in range(3)}))
    first = data.find(b"PK\x01\x02")
    begins = data[first + 42 : first + 46]
    place = first
    while (place := data.find(b"PK\x01\x02", place + 4)) >= 0:
        data[place + 42 : place + 46] = begins
    return bytes(data)


def twice_the_same_name() -> bytes:
    import warnings

    out = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as file:
        warnings.simplefilter("ignore")
        for text in ("one", "another"):
            file.writestr("word/document.xml", f"<a>{text}</a>")
    return out.getvalue()


def linked() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        link = zipfile.ZipInfo("word/document.xml")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    return out.getvalue()


def two_names() -> bytes:
    """Return a packed file that bears one name in its table of contents and another at the part."""
    data = make.word()
    at = data.find(b"word/document.xml")
    return data[:at] + b"word/documenX.xml" + data[at + 17 :]


def many_parts() -> bytes:
    return make.packed({"word/document.xml": "<a/>"} | {f"word/{n}.xml": "" for n in range(6_000)}, deflate=False)


def pdf_stream(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    stream = b"100 0 obj\n<</Filter%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (filters, len(content), content)
    return make.pdf("Said.", extra=stream)


def flooding_mask(named: bytes = b"/SMask", size: bytes = b"/Width 50000/Height 50000") -> bytes:
    """Return the same of a picture of a few points, the mask of which claims as many."""
    image = b"/Width 8/Height 8/BitsPerComponent 8" + named + b" 6 0 R"
    mask = b"6 0 obj\n<</Subtype/Image%s/ColorSpace/DeviceGray%s/Length 64>>\nstream\n%s\nendstream\nendobj\n"
    return flooding_pdf(image, b"").replace(b"9 0 obj", mask % (size, FAX, b"\xff" * 64) + b"9 0 obj")


def flooding_pdf(size: bytes = b"/Width 50000/Height 50000", packed: bytes = FAX) -> bytes:
    """Return a PDF whose page shows a picture of a few bytes that claims 2,500 million points."""
    shown, points = b"q 612 0 0 792 0 0 cm /P Do Q", b"\xff" * 64
    parts = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>",
        4: b"<</Length %d>>\nstream\n%s\nendstream" % (len(shown), shown),
        5: b"<</Subtype/Image%s/ColorSpace/DeviceGray%s/Length 64>>\nstream\n%s\nendstream" % (size, packed, points),
        9: b"50000",
    }
    whole = b"".join(b"%d 0 obj\n%s\nendobj\n" % part for part in parts.items())
    return b"%PDF-1.4\n" + whole + b"trailer<</Root 1 0 R>>\n%%EOF"


def looping_pages() -> bytes:
    return make.pdf("Said.").replace(b"/Kids[4 0 R]/Count 1", b"/Kids[2 0 R]/Count 9")


def many_pages() -> bytes:
    kids = b" ".join([b"4 0 R"] * 30_000)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 30000/Kids[" + kids
        + b"]>>endobj\n4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


def locked_pdf() -> bytes:
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make.pdf("Secret."))) as document:
        document.save(out, encryption=pikepdf.Encryption(user="open", owner="own"))
    return out.getvalue()


def nested_mail() -> bytes:
    heads = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(400))
    return b"From: a@example.org\nSubject: deep\nMIME-Version: 1.0\n" + heads.encode() + b"\nend"


def zips() -> Iterator[Hostile]:
    doc = make.word()
    yield Hostile("a part of 80 MB of spaces", "a.docx", make.packed(swelling("word/document.xml")), "bomb")
    yield Hostile("a sheet of 80 MB of spaces", "a.xlsx", make.packed(swelling("xl/workbook.xml")), "bomb")
    yield Hostile("an OpenDocument of 80 MB of spaces", "a.odt", make.packed(swelling("content.xml")), "bomb")
    yield Hostile("a part that claims four gigabytes", "a.docx", claiming(doc, 0xFFFFFFF0), "bomb")
    yield Hostile(
        "a part that claims less than it holds", "a.docx", claiming(make.word(make.said("x" * 9_000)), 10), NEUTRAL
    )
    yield Hostile("parts that lie over each other", "a.docx", lying_over_each_other(), "bomb")
    yield Hostile("six thousand parts", "a.docx", many_parts(), "bomb")
    yield Hostile("a packed file in the packed file", "a.docx", make.word(word__a_dot_zip=make.word()), "nested")
    yield Hostile("an embedded workbook", "a.docx", make.word(word__embeddings__a_dot_xlsx=b"PK"), NEUTRAL)
    yield Hostile(
        "a part two folders up", "a.docx", renamed("word/aaaa", "../../aaa", make.word(word__aaaa=b"")), "slip"
    )
    yield Hostile("a part at the root", "a.docx", renamed("word/aaaa", "/etc/aaaa", make.word(word__aaaa=b"")), "slip")
    yield Hostile(
        "a part on another drive", "a.docx", renamed("word/aaaa", "C:/d/aaaa", make.word(word__aaaa=b"")), "slip"
    )
    yield Hostile(
        "a part by backslashes", "a.docx", renamed("word/aaaa", "..\\..\\aaa", make.word(word__aaaa=b"")), "slip"
    )
    yield Hostile("a part that is a link", "a.docx", linked(), "slip")
    yield Hostile("two parts of one name", "a.docx", twice_the_same_name(), "polyglot")
    yield Hostile("a part with two names", "a.docx", two_names(), "polyglot")
    yield Hostile("a web page before the packed file", "a.docx", b"<script>x</script>" + doc, "wrong-ending")
    yield Hostile("a web page behind the packed file", "a.docx", doc + b"<script>x</script>", "polyglot")
    yield Hostile("something between the parts", "a.docx", doc.replace(b"PK\x05\x06", b"....PK\x05\x06"), "polyglot")
    yield Hostile("a password on every part", "a.docx", with_flag(doc, 1), "encrypted")
    yield Hostile("an unheard-of way of packing", "a.docx", with_method(doc, 99), "damaged")
    yield Hostile("a table of contents cut off", "a.docx", doc[:-30], "polyglot")
    yield Hostile("a packed file that is no document", "a.docx", make.packed({"a.txt": "a"}), "damaged")
    yield Hostile("a workbook under a document's name", "a.docx", make.workbook(""), "wrong-ending")
    yield Hostile("Office's own encryption", "a.docx", OLE, "encrypted")
    yield Hostile(
        "an encrypted OpenDocument", "a.odt", make.opendocument("", manifest="<encryption-data/>"), "encrypted"
    )
    yield Hostile("a macro in a document", "a.docm", make.word(word__vbaProject_dot_bin=OLE), NEUTRAL)
    yield Hostile("a macro in a document without the name", "a.docx", make.word(word__vbaProject_dot_bin=OLE), NEUTRAL)


def markup() -> Iterator[Hostile]:
    yield Hostile("a file of the machine by an entity", "a.docx", make.word(SAID, head=XXE), "entities")
    yield Hostile("the same in a sheet", "a.xlsx", make.workbook("<row/>", head=XXE), "entities")
    yield Hostile("the same in an OpenDocument", "a.odt", make.opendocument("&x;", head=XXE), "entities")
    yield Hostile("a billion laughs", "a.docx", make.word(make.said("&l9;"), head=LAUGHS), "entities")
    yield Hostile("a document type from elsewhere", "a.docx", make.word(SAID, head=ELSEWHERE), "entities")
    sixteen = f'<?xml version="1.0" encoding="UTF-16"?>{XXE}<a>&x;</a>'.encode("utf-16")
    yield Hostile(
        "an entity in letters of two bytes", "a.docx", make.packed({"word/document.xml": sixteen}), "entities"
    )
    yield Hostile("marks in marks without end", "a.docx", make.word("<w:a>" * 90_000), "bomb")
    yield Hostile("a mark without end", "a.docx", make.packed({"word/document.xml": ENDLESS}, deflate=False), "bomb")
    yield Hostile("marks that are not closed", "a.docx", make.word("<w:p>"), "damaged")
    far = '<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v>z</v></c></row>'
    yield Hostile("two cells at the ends of a sheet", "a.xlsx", make.workbook(far), NEUTRAL)
    yield Hostile(
        "a text that no list has", "a.xlsx", make.workbook('<row><c t="s"><v>99999999</v></c></row>'), NEUTRAL
    )
    yield Hostile("a hidden sheet", "a.xlsx", make.workbook("<row/>", hidden="<row/>"), NEUTRAL)
    yield Hostile("a hundred thousand boxes in a web page", "a.html", b"<div>" * 100_000, "bomb")
    yield Hostile("three million marks in a web page", "a.html", b"<b>" * 3_000_000, "bomb")
    yield Hostile("programs in a web page", "a.html", PROGRAMS, NEUTRAL)
    yield Hostile("half a pair as a character's number", "a.html", b"<p>a&#xD800;b</p>", NEUTRAL)


def pdfs() -> Iterator[Hostile]:
    bomb = zlib.compress(b"\0" * 200 * MB, 9)
    yield Hostile("a stream that swells to 200 MB", "a.pdf", pdf_stream(bomb), "bomb")
    yield Hostile(
        "a stream packed twice", "a.pdf", pdf_stream(zlib.compress(bomb), b"[/FlateDecode /FlateDecode]"), "bomb"
    )
    yield Hostile(
        "a program in a PDF", "a.pdf", make.pdf("Said.", catalog="/OpenAction<</S/JavaScript/JS(app.alert)>>"), NEUTRAL
    )
    yield Hostile(
        "a PDF that starts a program", "a.pdf", make.pdf("Said.", catalog="/OpenAction<</S/Launch/F(cmd)>>"), NEUTRAL
    )
    yield Hostile("a PDF under a password", "a.pdf", locked_pdf(), "encrypted")
    yield Hostile("a PDF that is a packed file too", "a.pdf", make.pdf("Said.") + make.word(), "polyglot")
    yield Hostile("a PDF behind a picture's head", "a.pdf", b"GIF89a" + make.pdf("Said."), "wrong-ending")
    yield Hostile("a PDF cut off", "a.pdf", make.pdf("Said.")[:200], "damaged")
    yield Hostile("pages that go round in a circle", "a.pdf", looping_pages(), "damaged")
    yield Hostile("thirty thousand pages", "a.pdf", many_pages(), "too-long")
    yield Hostile("a fax in a PDF that claims 50,000 by 50,000", "a.pdf", flooding_pdf(), NEUTRAL)
    elsewhere = b"/Width 9 0 R/Height 9 0 R"
    yield Hostile("a fax that says its size elsewhere", "a.pdf", flooding_pdf(elsewhere), NEUTRAL)
    plain = b"/BitsPerComponent 8"
    yield Hostile("a picture in a PDF that claims as much", "a.pdf", flooding_pdf(packed=plain), NEUTRAL)
    yield Hostile("a picture in a PDF with a mask that claims as much", "a.pdf", flooding_mask(), "flood")
    yield Hostile("such a mask that says its size elsewhere", "a.pdf", flooding_mask(size=elsewhere), "flood")
    yield Hostile("a mask of the older kind", "a.pdf", flooding_mask(b"/Mask", b"/Height 50000 /Width 50000"), "flood")
    yield Hostile("a mask that says no size", "a.pdf", flooding_mask(size=b""), "flood")
    yield Hostile("a mask under a name in disguise", "a.pdf", flooding_mask(b"/#53M#61sk"), "flood")
    yield Hostile("a page as large as a field", "a.pdf", make.pdf("Said.", media="9999999 9999999"), NEUTRAL)


def pictures() -> Iterator[Hostile]:
    yield Hostile("a PNG that claims 50,000 by 50,000", "a.png", make.png(50_000, 50_000, real=False), "flood")
    yield Hostile("a JPEG that claims 65,000 by 65,000", "a.jpg", make.jpeg(65_000, 65_000), "flood")
    yield Hostile("a TIFF that claims four thousand million", "a.tif", make.tiff(2**31, 2**31), "flood")
    yield Hostile("a TIFF whose pages go round", "a.tif", make.tiff(4, 4, following=8), "bomb")
    yield Hostile("a PNG without points", "a.png", make.png(900, 900, real=False), "damaged")
    yield Hostile("a PNG of no width", "a.png", make.png(0, 9, real=False), "damaged")
    yield Hostile("a web page behind a picture", "a.png", make.png(tail=b"<?php system('x') ?>"), "polyglot")
    yield Hostile("a packed file behind a picture", "a.png", make.png(tail=make.word()), "polyglot")
    yield Hostile("a PDF behind a picture", "a.png", make.png()[:33] + make.pdf("a"), "polyglot")
    yield Hostile("a JPEG cut off", "a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "damaged")
    yield Hostile("a drawing with a program", "a.svg", b"<svg onload=alert(1)>", "kind")


def texts() -> Iterator[Hostile]:
    yield Hostile("a table of ten gigabytes", "a.csv", sparse(10 * 2**30), "too-large")
    yield Hostile("an empty file", "a.txt", b"", "empty")
    yield Hostile("zero bytes in a text", "a.txt", b"a\0b", "not-text")
    yield Hostile("zero bytes in a table", "a.csv", b"a,b\n1,\0\n", "not-text")
    yield Hostile("bytes that no text has", "a.txt", b"a\x01\x02b", "not-text")
    yield Hostile("half of a pair of surrogates", "a.txt", b"a\xed\xa0\x80b", NEUTRAL)
    yield Hostile("half of a pair in letters of two bytes", "a.txt", b"\xff\xfea\0\x00\xd8b\0", NEUTRAL)
    yield Hostile("marks that turn the direction", "a.txt", "exe.\u202efdp\u2066 said".encode(), NEUTRAL)
    yield Hostile("a line of five million letters", "a.txt", b"word " * 1_000_000, NEUTRAL)
    yield Hostile("a cell without end", "a.csv", b'a,"' + b"x" * 3_000_000, "damaged")
    yield Hostile("a program for Windows", "a.txt", b"MZ\x90\x00\x03", "wrong-ending")
    yield Hostile("a program under a document's name", "a.docx", b"\x7fELF\x02", "wrong-ending")
    yield Hostile("a web server's program", "a.txt", b"<?php system($_GET[0]);", "polyglot")
    yield Hostile("groups in groups without end", "a.rtf", b"{\\rtf1 " + b"{" * 90_000, "bomb")
    yield Hostile("an object in a rich text", "a.rtf", b"{\\rtf1 Said.{\\object\\objdata 0105}}", NEUTRAL)
    yield Hostile("four hundred parts in one another", "a.eml", nested_mail(), "bomb")
    yield Hostile("a file of an older Office under a message's name", "a.msg", OLE, "damaged")
    yield Hostile("a compound file that is no message", "a.msg", make.compound({"WordDocument": b"x"}), "wrong-ending")
    yield Hostile("a message whose tables go round", "a.msg", circles(), "damaged")
    yield Hostile("a message with three thousand attachments", "a.msg", crowded(), NEUTRAL)
    yield Hostile("a packed file", "a.zip", make.word(), "kind")
    yield Hostile("a name without an end", "minutes", b"a", "kind")
    yield Hostile("a name that ends in marks of direction", "a.txt\u202e", b"a", "kind")


def circles() -> bytes:
    """A message whose every sector is followed by itself."""
    whole = make.message({"1000001F": "Said. " * 2_000})
    table = whole[-512:]
    return whole[:-512] + b"".join(struct.pack("<I", place) for place in range(len(table) // 4))


def crowded() -> bytes:
    return make.message({"1000001F": "Said."}, attached=tuple(f"{number}.pdf" for number in range(3_000)))


CORPUS = (*zips(), *markup(), *pdfs(), *pictures(), *texts())
