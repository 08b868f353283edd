"""The clean copy: what a file says about its author, and where a picture was taken, is gone."""

import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from concord.evidence.reading import parent
from concord.evidence.reading.pieces import Unreadable
from tests.evidence.reading import making as make

CANARY = b"Robin Canary"


def test_a_pdf_loses_author_history_notes_programs_and_attachments(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(make.pdf("Kept."))) as document:
        document.docinfo["/Author"] = CANARY.decode()
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = [CANARY.decode()]
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=CANARY.decode())
        document.pages[0].obj["/Annots"] = document.make_indirect([note])
        document.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=CANARY.decode())
        document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, CANARY)
        told = told_by_the_copy_of(document, tmp_path / "a.pdf")
    assert (CANARY in told, b"(Kept.) Tj" in told) == (False, True)


def told_by_the_copy_of(document: pikepdf.Pdf, place: Path) -> bytes:
    """Save a PDF in which the canary stands, and return its clean copy with nothing in it packed."""
    document.save(place, compress_streams=False)
    assert CANARY in place.read_bytes()
    copy = parent.clean(place, "pdf")
    assert copy is not None
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(copy)) as cleaned:
        plain = pikepdf.StreamDecodeLevel.generalized
        off = pikepdf.ObjectStreamMode.disable
        cleaned.save(out, compress_streams=False, stream_decode_level=plain, object_stream_mode=off)
    return out.getvalue()


def structured(document: pikepdf.Pdf, element: pikepdf.Dictionary) -> None:
    """Give a PDF a structure for screen readers, of one element."""
    root = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    element["/Type"], element["/P"] = pikepdf.Name.StructElem, root
    root["/K"] = document.make_indirect(element)
    document.Root["/StructTreeRoot"] = root


def test_a_note_that_is_reached_from_the_structure_of_a_pdf_is_gone_and_the_structure_stays(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(make.pdf("Kept."))) as document:
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=CANARY.decode())
        field = pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9], FT=pikepdf.Name.Tx, V="Filled in.")
        notes = [document.make_indirect(one) for one in (note, field)]
        document.pages[0].obj["/Annots"] = pikepdf.Array(notes)
        document.Root["/AcroForm"] = pikepdf.Dictionary(Fields=[notes[1]])
        kept = [pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=one) for one in notes]
        structured(document, pikepdf.Dictionary(S=pikepdf.Name.Annot, Alt="Told aloud.", K=kept))
        told = told_by_the_copy_of(document, tmp_path / "a.pdf")
    assert [text in told for text in (CANARY, b"Told aloud.", b"Filled in.", b"(Kept.) Tj")] == [False, *[True] * 3]


def test_a_file_that_hangs_on_the_structure_of_a_pdf_is_gone(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(make.pdf("Kept."))) as document:
        file = pikepdf.AttachedFileSpec(document, CANARY, filename="a.txt").obj
        structured(document, pikepdf.Dictionary(S=pikepdf.Name.P, Alt="Told aloud.", AF=[file]))
        told = told_by_the_copy_of(document, tmp_path / "a.pdf")
    assert [text in told for text in (CANARY, b"a.txt", b"Told aloud.", b"(Kept.) Tj")] == [False, False, True, True]


def test_what_a_layer_of_a_page_says_of_itself_is_gone(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(make.pdf("Kept."))) as document:
        layer = pikepdf.Dictionary(Metadata=pikepdf.Stream(document, CANARY), Kept="Of the layer.")
        document.pages[0].obj["/Resources"]["/Properties"] = pikepdf.Dictionary(MC0=layer)
        document.pages[0].contents_add(b"/Tag /MC0 BDC EMC")
        told = told_by_the_copy_of(document, tmp_path / "a.pdf")
    assert [text in told for text in (CANARY, b"Of the layer.", b"(Kept.) Tj")] == [False, True, True]


def test_the_author_of_an_article_that_runs_through_a_pdf_is_gone(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(make.pdf("Kept."))) as document:
        about = pikepdf.Dictionary(Author=CANARY.decode(), Title="Of the article.")
        thread = document.make_indirect(pikepdf.Dictionary(I=about))
        bead = document.make_indirect(pikepdf.Dictionary(T=thread, R=[0, 0, 9, 9]))
        thread["/F"], document.Root["/Threads"] = bead, pikepdf.Array([thread])
        document.pages[0].obj["/B"] = pikepdf.Array([bead])
        told = told_by_the_copy_of(document, tmp_path / "a.pdf")
    assert [text in told for text in (CANARY, b"Of the article.", b"(Kept.) Tj")] == [False, False, True]


def test_a_picture_loses_where_and_by_what_it_was_taken(tmp_path: Path) -> None:
    place = tmp_path / "a.jpg"
    picture = Image.new("RGB", (30, 20), (10, 200, 30))
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = CANARY.decode(), 6
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(place, exif=exif, comment=CANARY)
    assert CANARY in place.read_bytes()
    copy = parent.clean(place, "jpeg")
    assert copy is not None
    with Image.open(io.BytesIO(copy)) as cleaned:
        assert (cleaned.size, dict(cleaned.getexif()), cleaned.info.get("comment")) == ((20, 30), {}, None)
    assert CANARY not in copy


def test_other_kinds_have_no_copy(tmp_path: Path) -> None:
    assert parent.clean(tmp_path / "a.docx", "docx") is None


def shot() -> bytes:
    """A picture as a telephone takes it: with who, where, a remark, and a smaller one behind its end."""
    out, small = io.BytesIO(), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    Image.radial_gradient("L").convert("RGB").save(out, "JPEG", exif=exif, comment=CANARY, progressive=True)
    Image.new("RGB", (4, 4)).save(small, "JPEG", comment=CANARY)
    return out.getvalue() + small.getvalue()


def test_a_picture_in_a_pdf_loses_where_and_by_what_it_was_taken_and_no_point_of_it(tmp_path: Path) -> None:
    place, taken = tmp_path / "a.pdf", shot()
    with pikepdf.open(io.BytesIO(make.pdf("Kept."))) as document:
        named = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": 256, "Height": 256}
        named |= {"ColorSpace": pikepdf.Name.DeviceRGB, "BitsPerComponent": 8}
        picture = pikepdf.Stream(document, taken, **named)
        picture.write(taken, filter=pikepdf.Name.DCTDecode)
        picture["/Metadata"] = pikepdf.Stream(document, CANARY)
        document.pages[0].obj["/Resources"]["/XObject"] = pikepdf.Dictionary(Shot=picture)
        document.pages[0].contents_add(b"q 9 0 0 9 0 0 cm /Shot Do Q")
        document.save(place, compress_streams=False)
    assert place.read_bytes().count(CANARY) == 4
    copy = parent.clean(place, "pdf")
    assert copy is not None
    with pikepdf.open(io.BytesIO(copy)) as cleaned:
        plain = cleaned.pages[0].obj["/Resources"]["/XObject"]["/Shot"].read_raw_bytes()
    assert (CANARY in copy, CANARY in plain) == (False, False)
    with Image.open(io.BytesIO(plain)) as after, Image.open(io.BytesIO(taken)) as before:
        assert (after.tobytes(), dict(after.getexif())) == (before.tobytes(), {})


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L4s", 8 + len(body), kind) + body


def shot_2000(*, bare: bool = False) -> bytes:
    """A JPEG 2000 with a remark among its points' heads; as a file with who took it, in XML and in the numbered box in
    which XMP stands; with a smaller one behind its end."""
    out = io.BytesIO()
    picture = Image.radial_gradient("L").convert("RGB")
    picture.save(out, "JPEG2000", no_jp2=bare, comment=CANARY, tile_size=(128, 128))
    if bare:
        return out.getvalue() + CANARY
    file = out.getvalue()
    head = file.index(b"jp2h") - 4
    return b"".join((file[:head], box(b"xml ", CANARY), file[head:], box(b"uuid", bytes(16) + CANARY)))


def laid(place: Path, picture: bytes, *filters: pikepdf.Name) -> None:
    """Write a PDF with a picture in it, packed in filters of which the last draws it."""
    with pikepdf.open(io.BytesIO(make.pdf("Kept."))) as document:
        named = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": 256, "Height": 256}
        stream = pikepdf.Stream(document, picture, **named)
        stream.write(picture, filter=pikepdf.Array(filters))
        document.pages[0].obj["/Resources"]["/XObject"] = pikepdf.Dictionary(Shot=stream)
        document.pages[0].contents_add(b"q 9 0 0 9 0 0 cm /Shot Do Q")
        document.save(place, compress_streams=False)


def picture_of(copy: bytes | None) -> bytes:
    """The one picture of a clean copy, unpacked as far as it is drawn."""
    assert copy is not None
    with pikepdf.open(io.BytesIO(copy)) as cleaned:
        return cleaned.pages[0].obj["/Resources"]["/XObject"]["/Shot"].read_raw_bytes()


@pytest.mark.parametrize("bare", [False, True])
def test_a_jpeg_2000_in_a_pdf_loses_what_it_says_of_itself_and_no_point(tmp_path: Path, *, bare: bool) -> None:
    place, taken = tmp_path / "a.pdf", shot_2000(bare=bare)
    laid(place, taken, pikepdf.Name.JPXDecode)
    assert place.read_bytes().count(CANARY) == (2 if bare else 3)
    plain = picture_of(parent.clean(place, "pdf"))
    assert CANARY not in plain
    with Image.open(io.BytesIO(plain)) as after, Image.open(io.BytesIO(taken)) as before:
        assert (after.tobytes(), after.info.get("comment", b"").strip(b"\0")) == (before.tobytes(), b"")


def test_a_picture_that_is_packed_once_more_in_a_pdf_is_cleaned_like_any(tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    for picture, drawn in ((shot(), pikepdf.Name.DCTDecode), (shot_2000(), pikepdf.Name.JPXDecode)):
        laid(place, zlib.compress(picture), pikepdf.Name.FlateDecode, drawn)
        plain = picture_of(parent.clean(place, "pdf"))
        assert CANARY not in plain
        with Image.open(io.BytesIO(plain)) as after, Image.open(io.BytesIO(picture)) as before:
            assert after.tobytes() == before.tobytes()


@pytest.mark.parametrize(
    "broken",
    [
        CANARY,
        shot_2000()[:40] + CANARY,
        b"\0\0\0\x0cjP  \r\n\x87\n" + box(b"xml ", CANARY),
        b"\0\0\0\x0cjP  \r\n\x87\n" + struct.pack(">L4s", 900, b"jp2c") + CANARY,
        b"\xff\x4f\xff\x51" + CANARY,
        b"\xff\x4f\xff\x51\0\x04..\xff\x90\0\x0a\0\0" + b"\0\0\0\x01" + b"\0\0\xff\x93" + CANARY,
    ],
)
def test_a_broken_jpeg_2000_gives_no_clean_copy(broken: bytes, tmp_path: Path) -> None:
    laid(place := tmp_path / "a.pdf", broken, pikepdf.Name.JPXDecode)
    with pytest.raises(Unreadable):
        parent.clean(place, "pdf")


def test_a_signed_pdf_loses_the_signature_which_names_its_signer(tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    with pikepdf.open(io.BytesIO(make.pdf("Kept."))) as document:
        signed = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name=CANARY.decode(), Contents=CANARY)
        field = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Widget, "FT": pikepdf.Name.Sig, "T": "Signed"}
        widget = document.make_indirect(
            pikepdf.Dictionary(**field, Rect=[0, 0, 9, 9], V=document.make_indirect(signed))
        )
        document.pages[0].obj["/Annots"] = pikepdf.Array([widget])
        document.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([widget]), SigFlags=3)
        document.Root["/Perms"] = pikepdf.Dictionary(DocMDP=widget.V)
        document.save(place, compress_streams=False)
    assert CANARY in place.read_bytes()
    copy = parent.clean(place, "pdf")
    assert copy is not None
    assert CANARY not in copy


def test_what_only_says_that_it_is_a_picture_gets_no_clean_copy(tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    with pikepdf.open(io.BytesIO(make.pdf("Kept."))) as document:
        picture = pikepdf.Stream(document, CANARY)
        picture.write(CANARY, filter=pikepdf.Name.DCTDecode)
        document.pages[0].obj["/Resources"]["/XObject"] = pikepdf.Dictionary(Shot=picture)
        document.pages[0].contents_add(b"q 9 0 0 9 0 0 cm /Shot Do Q")
        document.save(place)
    with pytest.raises(Unreadable):
        parent.clean(place, "pdf")
