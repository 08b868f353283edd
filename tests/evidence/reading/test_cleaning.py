"""The clean copy: what a file says about its author, and where a picture was taken, is gone."""

import io
from pathlib import Path

import pikepdf
from PIL import Image

from concord.evidence.reading import parent
from tests.evidence.reading import making as make

CANARY = b"Robin Canary"


def test_a_pdf_loses_author_history_notes_programs_and_attachments(tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    with pikepdf.open(io.BytesIO(make.pdf("Kept."))) as document:
        document.docinfo["/Author"] = CANARY.decode()
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = [CANARY.decode()]
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=CANARY.decode())
        document.pages[0].obj["/Annots"] = document.make_indirect([note])
        document.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=CANARY.decode())
        document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, CANARY)
        document.save(place, compress_streams=False)
    assert CANARY in place.read_bytes()
    copy = parent.clean(place, "pdf")
    assert copy is not None
    with pikepdf.open(io.BytesIO(copy)) as cleaned:
        out = io.BytesIO()
        plain = pikepdf.StreamDecodeLevel.generalized
        off = pikepdf.ObjectStreamMode.disable
        cleaned.save(out, compress_streams=False, stream_decode_level=plain, object_stream_mode=off)
    assert CANARY not in out.getvalue()
    assert b"(Kept.) Tj" in out.getvalue()


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
