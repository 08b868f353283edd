"""Packed files (Word, Excel, OpenDocument): their table of contents is read by ourselves, and nothing is unpacked
before every entry has been found harmless."""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from concord.evidence.reading.kinds import MB, Kind
from concord.evidence.reading.pieces import Unreadable

MOST_ENTRIES = 5_000
MOST_UNPACKED = 400 * MB
LARGEST_PART = 200 * MB
_RATIO, _RATIO_FROM = 250, 2 * MB  # text packs some 20 to 1, at the very most 100 to 1
_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_IS_LINK = 0o120000
_STORED, _DEFLATED = 0, 8
_ELSEWHERE = 0xFFFFFFFF  # the size stands in an extra field, as in files of more than four gigabytes
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
_WORDS = {"docx": "a Word document", "xlsx": "an Excel workbook", "odt": "an OpenDocument text"}
_PACKED = (".zip", ".7z", ".rar", ".gz", ".jar", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".docm", ".xlsm")
_EMBEDDED = ("word/embeddings/", "xl/embeddings/", "Object ", "ObjectReplacements/")
_PROGRAMS = ("vbaProject.bin", "vbaData.xml")


@dataclass(frozen=True)
class Entry:
    """One entry of the table of contents: sizes in bytes, and where it begins in the file."""

    name: str
    packed: int
    unpacked: int
    begins: int
    flags: int
    method: int
    mode: int


def look(path: Path, kind: Kind, data: mmap.mmap) -> tuple[str, ...]:
    """Judge a packed file. Raises Unreadable; returns what is left out."""
    del path
    entries = list(_contents(data))
    for entry in entries:
        _judge(entry)
    _judge_together(entries, data)
    names = {entry.name for entry in entries}
    _require_kind(kind, names)
    if "META-INF/manifest.xml" in names and kind.key == "odt" and _manifest_encrypts(data, entries):
        raise _encrypted()
    return tuple(_left_out(kind, entries))


def _contents(data: mmap.mmap) -> Iterator[Entry]:
    """Yield the entries. Raises Unreadable unless the table of contents is whole and the last thing in the file."""
    broken = Unreadable("damaged", "The file is damaged: its table of contents does not fit it. Save it anew.")
    place = len(data) - _END.size
    if place < 0 or data[place : place + 4] != b"PK\x05\x06":
        raise Unreadable("polyglot", "Something stands behind the end of the file. Save it anew and send that.")
    _, disk, cd_disk, here, count, size, begins, comment = _END.unpack_from(data, place)
    if disk or cd_disk or here != count or comment:
        raise broken
    if count > MOST_ENTRIES or begins + size > place:
        raise Unreadable("bomb", f"The file holds more than {MOST_ENTRIES:,} parts, or more than it has room for.")
    if begins + size != place:
        raise Unreadable("polyglot", "Something stands between the parts of the file. Save it anew and send that.")
    at = begins
    for _ in range(count):
        if at + _ENTRY.size > place or data[at : at + 4] != b"PK\x01\x02":
            raise broken
        (_, _, _, flags, method, _, _, _, packed, unpacked, name, extra, note, _, _, mode, start) = _ENTRY.unpack_from(
            data, at
        )
        raw = data[at + _ENTRY.size : at + _ENTRY.size + name]
        yield Entry(
            raw.decode("utf-8" if flags & 0x800 else "cp437", "replace"),
            packed,
            unpacked,
            start,
            flags,
            method,
            mode >> 16,
        )
        at += _ENTRY.size + name + extra + note
    if at != place:
        raise broken


def _encrypted() -> Unreadable:
    return Unreadable("encrypted", "The file is under a password. Take the password off, save it anew and send that.")


def _judge(entry: Entry) -> None:
    """Raise Unreadable for an entry that is dangerous by itself."""
    name = entry.name
    folders = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in folders or ":" in name or "\0" in name or "\\" in name:
        raise Unreadable(
            "slip", "A part of the file wants to be written outside of it. Do not open it; tell whoever sent it."
        )
    if entry.mode & 0o170000 == _IS_LINK:
        raise Unreadable(
            "slip", "A part of the file points to a place outside of it. Do not open it; tell whoever sent it."
        )
    if entry.flags & 0x1 or entry.flags & 0x40:
        raise _encrypted()
    if entry.method not in (_STORED, _DEFLATED):
        raise Unreadable("damaged", "The file is packed in a way that Word and Excel do not use. Save it anew.")
    too_large = entry.unpacked > LARGEST_PART or entry.packed == _ELSEWHERE
    if too_large or (entry.unpacked > _RATIO_FROM and entry.unpacked > _RATIO * max(entry.packed, 1)):
        raise Unreadable(
            "bomb",
            "The file would swell to many times its size when unpacked. Save it anew; if it stays so, send it as PDF.",
        )


def _judge_together(entries: list[Entry], data: mmap.mmap) -> None:
    """Raise Unreadable for entries that share bytes, bear one name, or are too much together."""
    if sum(entry.unpacked for entry in entries) > MOST_UNPACKED:
        raise Unreadable("bomb", f"Unpacked, the file is larger than {MOST_UNPACKED // MB} MB. Split it, then send it.")
    if len({entry.name for entry in entries}) != len(entries):
        raise Unreadable(
            "polyglot", "Two parts of the file bear one name, so two programs would read two texts. Save it anew."
        )
    free = 0
    for entry in sorted(entries, key=lambda one: one.begins):
        if data[entry.begins : entry.begins + 4] != b"PK\x03\x04" or entry.begins + _LOCAL.size > len(data):
            raise Unreadable("damaged", "The file is damaged: a part is not where it should be. Save it anew.")
        name, extra = _LOCAL.unpack_from(data, entry.begins)[-2:]
        if entry.begins < free:
            raise Unreadable(
                "bomb", "Parts of the file lie over each other, which only a trap does. Tell whoever sent it."
            )
        raw = data[entry.begins + _LOCAL.size : entry.begins + _LOCAL.size + name]
        if raw.decode("utf-8" if entry.flags & 0x800 else "cp437", "replace") != entry.name:
            raise Unreadable(
                "polyglot", "A part of the file bears two names, so two programs would read two texts. Save it anew."
            )
        free = entry.begins + _LOCAL.size + name + extra + entry.packed


def _require_kind(kind: Kind, names: set[str]) -> None:
    """Raise Unreadable when what is packed is not what the name says."""
    if _MAIN[kind.key] in names:
        return
    other = next((_WORDS[key] for key, main in _MAIN.items() if main in names), "")
    if other:
        raise Unreadable(
            "wrong-ending", f"The name says {kind.words}, but the file is {other}. Send it under its own name."
        )
    raise Unreadable(
        "damaged", f"The file is packed, but it is not {kind.words}. Unpack it and send the files that are in it."
    )


def _left_out(kind: Kind, entries: list[Entry]) -> Iterator[str]:
    """Say what a reader leaves out. Raises Unreadable for a packed file where the format has none."""
    names = [entry.name for entry in entries]
    if any(name.rpartition("/")[2] in _PROGRAMS for name in names):
        yield "A program (macro) is in the file; it was left out."
    nested = [name for name in names if name.lower().endswith(_PACKED)]
    if any(not name.startswith(_EMBEDDED) for name in nested):
        raise Unreadable("nested", "A packed file lies inside the file. Take it out and send it by itself.")
    if nested or any(name.startswith(_EMBEDDED) for name in names):
        yield "A file is embedded in the file; it was not read. Send it by itself if it matters."
    if any(name.startswith("xl/externalLinks/") for name in names):
        yield "The workbook refers to other files; they were not opened."
    if kind.key == "docx" and "word/comments.xml" in names:
        yield "Comments are in the margin; they were not read."


def _manifest_encrypts(data: mmap.mmap, entries: list[Entry]) -> bool:
    """Say whether an OpenDocument says of itself that it is encrypted."""
    import zlib

    entry = next(one for one in entries if one.name == "META-INF/manifest.xml")
    name, extra = _LOCAL.unpack_from(data, entry.begins)[-2:]
    begins = entry.begins + _LOCAL.size + name + extra
    raw = data[begins : begins + entry.packed]
    if entry.method == _DEFLATED:
        raw = zlib.decompressobj(-15).decompress(raw, MB)
    return b"encryption-data" in raw
