"""The process that makes a clean copy: `python -m concord.evidence.reading.cleaner PATH KIND`, confined as the reader.

It writes the copy to its output: a picture drawn anew, without where and by what it was taken; a PDF without author,
history, notes in the margin, programs and attachments, its pictures without where they were taken. Other kinds have no
copy: people read their text."""

import io
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from concord.evidence.reading import pictures
from concord.evidence.reading.confined import confine
from concord.evidence.reading.embedded import points_alone, points_alone_2000

KINDS = frozenset({"pdf", "png", "jpeg", "tiff"})
_FORMATS = {"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF"}
_OF_THE_CATALOG = (
    "/OpenAction",
    "/AA",
    "/Outlines",
    "/Names",
    "/Collection",
    "/Perms",
    "/DSS",
    "/Threads",
)
_OF_A_PAGE = ("/AA", "/Thumb", "/B")
_OF_ANYTHING = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF")
_PICTURES: Mapping[str, Callable[[bytes], bytes]] = {"/DCTDecode": points_alone, "/JPXDecode": points_alone_2000}
_OF_A_FORM = ("/XFA", "/CO")
_OF_A_FIELD = ("/A", "/AA")
_OF_A_SIGNATURE = ("/V", "/Lock", "/SV")  # the copy is no longer what was signed, and its signer is named there


def _picture(path: Path, kind: str) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = pictures.MOST_POINTS
    out = io.BytesIO()
    with Image.open(path, formats=[_FORMATS[kind]]) as picture:
        frames = []
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            pictures.require_points(*picture.size)
            frames.append(_points_alone(ImageOps.exif_transpose(picture)))
        first, *rest = frames
        further: dict[str, Any] = {"save_all": True, "append_images": rest} if kind == "tiff" else {}
        first.save(out, _FORMATS[kind], **further)
    return out.getvalue()


def _points_alone(picture: Any) -> Any:
    """Return a picture with the same points and nothing else that was said about it."""
    from PIL import Image

    mode = picture.mode if picture.mode in ("1", "L", "RGB") else "RGB"
    copy = Image.new(mode, picture.size)
    copy.paste(picture.convert(mode))
    return copy


def _pdf(path: Path) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(path) as document:
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        _drop(document.Root, _OF_THE_CATALOG)
        if "/AcroForm" in document.Root:
            _drop(document.Root.AcroForm, _OF_A_FORM)
        for page in document.pages:
            _drop(page.obj, _OF_A_PAGE)
            _drop_notes(page.obj)
        for one in list(document.objects):
            for told in _within(one):
                _drop_what_it_says(told)
            if isinstance(one, pikepdf.Stream):
                _drop_what_a_picture_says(document, one)
        document.remove_unreferenced_resources()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _within(one: Any) -> Iterator[Any]:
    """Yield an object where it is a dictionary or a stream, and each that stands within it without a number."""
    import pikepdf

    waiting = [one]
    while waiting:
        held = waiting.pop()
        if isinstance(held, pikepdf.Array):
            inner = list(held)
        elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
            yield held
            inner = [value for _, value in held.items()]
        else:
            continue
        waiting += [each for each in inner if isinstance(each, pikepdf.Object) and not each.is_indirect]


def _drop_what_it_says(held: Any) -> None:
    """Drop what anything in a PDF may say of itself. The structure for screen readers stays; the notes that it refers
    to are emptied, as is any note that something else still holds."""
    import pikepdf

    _drop(held, _OF_ANYTHING)
    if held.get("/FT") == "/Sig":
        _drop(held, _OF_A_SIGNATURE)
    kind = held.get("/Type")
    note = held.get("/Obj") if kind == "/OBJR" else held if kind == "/Annot" else None
    if isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") != "/Widget":
        _drop(note, tuple(note.keys()))


def _drop_what_a_picture_says(document: Any, stream: Any) -> None:
    """Leave of a picture that lies in the PDF as it came from a camera, whatever it is packed in besides,
    the points alone."""
    import pikepdf

    *around, drawn = _listed(stream.get("/Filter")) or [None]
    alone = _PICTURES.get(str(drawn))
    if alone is None:
        return
    *_, told = parameters = _listed(stream.get("/DecodeParms")) or [None]
    picture = stream.read_raw_bytes()
    if around:
        packed = pikepdf.Stream(document, b"")
        packed.write(picture, filter=pikepdf.Array(around), decode_parms=pikepdf.Array(parameters[: len(around)]))
        picture = packed.read_bytes()
    stream.write(alone(picture), filter=drawn, decode_parms=told)


def _listed(of: Any) -> list[Any]:
    """Return what a PDF says of filters, one or several, as a list."""
    import pikepdf

    return [] if of is None else list(of) if isinstance(of, pikepdf.Array) else [of]


def _drop(held: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in held:
            del held[name]


def _drop_notes(page: Any) -> None:
    """Leave what was filled into a form, and nothing else that lies over a page."""
    import pikepdf

    if "/Annots" not in page:
        return
    fields = [one for one in page.Annots if one.get("/Subtype") == "/Widget"]
    for one in fields:
        _drop(one, _OF_A_FIELD)
    if fields:
        page.Annots = pikepdf.Array(fields)
    else:
        del page["/Annots"]


def main(path: Path, kind: str) -> None:
    """Write the clean copy of one file."""
    confine()
    sys.stdout.buffer.write(_pdf(path) if kind == "pdf" else _picture(path, kind))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
