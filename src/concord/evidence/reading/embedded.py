"""Pictures as they lie in a PDF, without what they say beside their points: where and by what they were taken, remarks,
and the smaller pictures behind their end. Their points stay as they are, byte by byte. Pure."""

import re
import struct

_BEGINS, _ENDS = b"\xff\xd8", 0xD9
_MARK = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")  # what else follows an FF stands among the points
_SAYS = frozenset({*range(0xE1, 0xF0), 0xFE})  # segments of programs, and remarks
_COLOURS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # by these the points are drawn in the right colours
_STREAM = b"\xff\x4f\xff\x51"  # how JPEG 2000 begins where no file is around it
_OF_THE_FILE = frozenset({b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c"})
_OF_THE_HEAD = frozenset({b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res "})
_PART, _DATA, _REMARK, _END = b"\xff\x90", b"\xff\x93", b"\xff\x64", b"\xff\xd9"  # marks of JPEG 2000
_MARK_BEGINS = 0xFF
_LONG = 1  # as its length a box says: the length follows in eight bytes


def points_alone(jpeg: bytes) -> bytes:
    """Return a JPEG without the rest. Raises ValueError for what is no JPEG."""
    if not jpeg.startswith(_BEGINS):
        raise ValueError("It does not begin as a JPEG does.")
    kept, at = bytearray(_BEGINS), len(_BEGINS)
    while found := _MARK.search(jpeg, at):
        mark, begins = jpeg[found.end() - 1], found.end()
        kept += jpeg[at : found.start()]
        if mark == _ENDS:
            return bytes(kept + jpeg[found.start() : begins])
        at = begins + max(int.from_bytes(jpeg[begins : begins + 2], "big"), 2)
        drawn = mark in _COLOURS and jpeg.startswith(_COLOURS[mark], begins + 2)
        if mark not in _SAYS or drawn:
            kept += jpeg[found.start() : at]
    return bytes(kept + jpeg[at:])


def points_alone_2000(jpeg: bytes) -> bytes:
    """Return a JPEG 2000 without the rest. Raises ValueError for what is none."""
    if jpeg.startswith(_STREAM):
        return _without_remarks(jpeg)
    kept = _boxes(jpeg, _OF_THE_FILE)
    if b"jP  " not in jpeg[:8] or _STREAM not in kept:
        raise ValueError("It does not begin as a JPEG 2000 does, or holds no picture.")
    return kept


def _boxes(data: bytes, kinds: frozenset[bytes]) -> bytes:
    """Return the boxes of some kinds: the others tell of the picture, and do not draw it."""
    kept, at = bytearray(), 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">L4s", data, at)
        begins = at + 8
        if length == _LONG and begins + 8 <= len(data):
            (length,) = struct.unpack_from(">Q", data, begins)
            begins += 8
        ends = at + length if length else len(data)
        if not begins <= ends <= len(data):
            raise ValueError("A box of the JPEG 2000 reaches beyond what is around it.")
        if kind in kinds:
            body = _of_a_box(kind, data[begins:ends])
            kept += struct.pack(">L4s", 8 + len(body), kind) + body
        at = ends
    return bytes(kept)


def _of_a_box(kind: bytes, body: bytes) -> bytes:
    if kind == b"jp2h":
        return _boxes(body, _OF_THE_HEAD)
    return _without_remarks(body) if kind == b"jp2c" else body


def _without_remarks(data: bytes) -> bytes:
    """Return the points with each remark among their heads blank, and nothing behind their end. Lengths stay, since
    heads tell where the parts begin."""
    kept, at, part_ends = bytearray(data), 2, 0
    while at + 4 <= len(data):
        mark, (length,) = data[at : at + 2], struct.unpack_from(">H", data, at + 2)
        if mark == _END:
            break
        if mark == _DATA:
            at = _behind(data, at, part_ends)
            continue
        ends = at + 2 + length  # a length counts its own two bytes
        if mark[0] != _MARK_BEGINS or not at + 4 <= ends <= len(data):
            raise ValueError("The heads of the JPEG 2000 are damaged.")
        if mark == _PART:
            size = int.from_bytes(data[at + 6 : at + 10], "big")
            part_ends = at + size if size else 0
        if mark == _REMARK:
            kept[at + 4 : ends] = bytes(length - 2)
        at = ends
    return bytes(kept[: at + 2])


def _behind(data: bytes, at: int, part_ends: int) -> int:
    """Return where a part ends whose points begin: where its head says, or at the end of the picture."""
    ends = part_ends or data.find(_END, at)
    if part_ends and part_ends <= at:
        raise ValueError("A part of the JPEG 2000 ends before it begins.")
    return ends if ends >= 0 else len(data)
