"""Which files are taken, by the end of their name; how each kind begins; and what to do about the others."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from concord.evidence.reading.pieces import Unreadable

MB = 2**20


@dataclass(frozen=True)
class Kind:
    """One kind of file: its name in words, how its bytes begin ("" for text), and its largest size in megabytes."""

    key: str
    words: str
    family: str
    limit_mb: int = 50


_WORD = Kind("docx", "a Word document", "zip")
_EXCEL = Kind("xlsx", "an Excel workbook", "zip")
_JPEG = Kind("jpeg", "a JPEG picture", "jpeg")
_TIFF = Kind("tiff", "a TIFF picture", "tiff")
_HTML = Kind("html", "a web page", "text", 10)
_TEXT = Kind("txt", "a text", "text")
KINDS = {
    ".pdf": Kind("pdf", "a PDF", "pdf", 200),
    ".docx": _WORD,
    ".docm": _WORD,
    ".xlsx": _EXCEL,
    ".xlsm": _EXCEL,
    ".odt": Kind("odt", "an OpenDocument text", "zip"),
    ".rtf": Kind("rtf", "a rich text", "rtf", 20),
    ".html": _HTML,
    ".htm": _HTML,
    ".eml": Kind("eml", "an e-mail", "text", 30),
    ".msg": Kind("msg", "an Outlook message", "ole", 30),
    ".csv": Kind("csv", "a CSV table", "text", 100),
    ".txt": _TEXT,
    ".md": _TEXT,
    ".vtt": Kind("captions", "captions", "text", 10),
    ".srt": Kind("captions", "captions", "text", 10),
    ".png": Kind("png", "a PNG picture", "png"),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".tif": _TIFF,
    ".tiff": _TIFF,
}
TAKEN = ", ".join(sorted({suffix.lstrip(".") for suffix in KINDS}))
_OFFICE = "Open it, save it as {new} and send that."
ELSE = {
    ".doc": _OFFICE.format(new=".docx"),
    ".dot": _OFFICE.format(new=".docx"),
    ".xls": _OFFICE.format(new=".xlsx"),
    ".ods": _OFFICE.format(new=".xlsx"),
    ".ppt": _OFFICE.format(new=".pdf"),
    ".pptx": _OFFICE.format(new=".pdf"),
    ".odp": _OFFICE.format(new=".pdf"),
    ".wpd": _OFFICE.format(new=".docx"),
    ".pages": _OFFICE.format(new=".docx"),
    ".zip": "Unpack it and send the files that are in it.",
    ".7z": "Unpack it and send the files that are in it.",
    ".rar": "Unpack it and send the files that are in it.",
    ".gz": "Unpack it and send the file that is in it.",
    ".tar": "Unpack it and send the files that are in it.",
    ".heic": "Save the picture as .jpg and send that.",
    ".gif": "Save the picture as .png and send that.",
    ".webp": "Save the picture as .png and send that.",
    ".bmp": "Save the picture as .png and send that.",
    ".svg": "A drawing can hold a program. Save it as .pdf or .png and send that.",
    ".mp3": "Sound is not read. Send the transcript, and keep the recording where it is.",
    ".wav": "Sound is not read. Send the transcript, and keep the recording where it is.",
    ".mp4": "Film is not read. Send the transcript, and keep the recording where it is.",
}
"""The end of a name that is not taken → what to do about it."""
SIGNATURES = (
    (b"%PDF-", "pdf", "a PDF"),
    (b"PK\x03\x04", "zip", "a packed file, as Word and Excel write them"),
    (b"PK\x05\x06", "zip", "an empty packed file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "a file of an older Office, or one under a password"),
    (b"{\\rtf", "rtf", "a rich text"),
    (b"\x89PNG\r\n\x1a\n", "png", "a PNG picture"),
    (b"\xff\xd8\xff", "jpeg", "a JPEG picture"),
    (b"II*\x00", "tiff", "a TIFF picture"),
    (b"MM\x00*", "tiff", "a TIFF picture"),
    (b"MZ", "program", "a program for Windows"),
    (b"\x7fELF", "program", "a program"),
    (b"\xca\xfe\xba\xbe", "program", "a program"),
    (b"#!", "program", "a script"),
    (b"GIF8", "gif", "a GIF picture"),
    (b"Rar!\x1a\x07", "packed", "a packed file (RAR)"),
    (b"7z\xbc\xaf\x27\x1c", "packed", "a packed file (7-Zip)"),
    (b"\x1f\x8b", "packed", "a packed file (gzip)"),
    (b"BZh", "packed", "a packed file (bzip2)"),
    (b"\xfd7zXZ\x00", "packed", "a packed file (xz)"),
    (b"\x28\xb5\x2f\xfd", "packed", "a packed file (zstd)"),
    (b"SQLite format 3\x00", "database", "a database"),
)
"""How files begin → their family, and what they are in words. Whatever is not here is taken for text."""


def by_name(name: str) -> Kind:
    """Return the kind that a file's name says. Raises Unreadable with what to do about one that is not read."""
    suffix = PurePosixPath(name.strip()).suffix.lower()
    if kind := KINDS.get(suffix):
        return kind
    advice = ELSE.get(suffix, f"Taken are: {TAKEN}.")
    called = f"of the kind “{suffix}”" if suffix.isprintable() and suffix else "whose name does not say what it is"
    raise Unreadable("kind", f"A file {called} is not read. {advice}")
