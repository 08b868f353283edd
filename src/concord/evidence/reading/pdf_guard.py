"""PDF before its reader: streams that would swell, masks that claim too many points, and what is active in it. Bytes
are counted, never kept."""

import mmap
import re
import zlib
from pathlib import Path

from concord.evidence.reading.kinds import MB, Kind
from concord.evidence.reading.pictures import MOST_POINTS
from concord.evidence.reading.pieces import Unreadable

_STREAM = re.compile(rb"stream\r?\n")
_FILTERS_TWICE = re.compile(rb"/(FlateDecode|Fl|LZWDecode)\s*/(FlateDecode|Fl|LZWDecode)\b")
_LOOKED_AT_FROM = 32 * 1024  # what is smaller cannot swell beyond 33 MB
_SWELLS, _RATIO = 24 * MB, 100
_STEP = 64 * 1024
_MOST_STREAMS = 200_000
_MASK = re.compile(rb"/(?:S|#53)?(?:M|#4[dD])(?:a|#61)(?:s|#73)(?:k|#6[bB])\s+(\d{1,10})\s+\d{1,5}\s+R")
_OBJECT = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_LONGEST_HEAD = 4096  # bytes of what a stream says of itself
_DISGUISED = re.compile(rb"#([0-9a-fA-F]{2})")
_SIDES = tuple(re.compile(rb"/%s\s+(\d{1,10})(\s+\d{1,5}\s+R)?" % side) for side in (b"Width", b"Height"))
_ACTIVE = (
    (re.compile(rb"/(JavaScript|JS)\b"), "A program (JavaScript) is in the file; it was left out."),
    (
        re.compile(rb"/(Launch|SubmitForm|ImportData)\b"),
        "The file wants to start a program or to send data; it cannot.",
    ),
    (re.compile(rb"/EmbeddedFiles?\b"), "A file is attached inside the PDF; it was not read. Send it by itself."),
    (re.compile(rb"/XFA\b"), "The file holds a dynamic form, of which only what is printed on the page was read."),
)


def look(path: Path, kind: Kind, data: mmap.mmap) -> tuple[str, ...]:
    """Judge a PDF by its bytes. Raises Unreadable; returns what is left out."""
    del path, kind
    if _FILTERS_TWICE.search(data):
        raise Unreadable(
            "bomb", "A part of the PDF is packed twice over, which only a trap does. Print it anew as PDF."
        )
    for number, found in enumerate(_STREAM.finditer(data)):
        if number > _MOST_STREAMS:
            raise Unreadable("bomb", f"The PDF has more than {_MOST_STREAMS:,} parts. Print it anew as PDF.")
        begins = found.end()
        if data[begins : begins + 1] == b"\x78":
            _require_bounded(data, begins)
    _require_masks_that_can_be_drawn(data)
    return tuple(sentence for pattern, sentence in _ACTIVE if pattern.search(data))


def _require_bounded(data: mmap.mmap, begins: int) -> None:
    """Raise Unreadable when a packed stream gives far more than it has."""
    ends = data.find(b"endstream", begins)
    ends = ends if ends > 0 else len(data)
    if ends - begins < _LOOKED_AT_FROM:
        return
    unpacking, given = zlib.decompressobj(), 0
    try:
        for place in range(begins, ends, _STEP):
            piece = data[place : min(place + _STEP, ends)]
            while piece:
                given += len(unpacking.decompress(piece, MB))
                piece = unpacking.unconsumed_tail
                if given > _SWELLS and given > _RATIO * (place + _STEP - begins):
                    raise Unreadable(
                        "bomb",
                        "A part of the PDF would swell to many times its size. Print it anew as PDF and send that.",
                    )
    except zlib.error:
        return  # its reader says what is wrong with it


def _require_masks_that_can_be_drawn(data: mmap.mmap) -> None:
    """Raise Unreadable when the mask of a picture claims more points than are drawn, or does not say how many: PDFium
    tells the size of a picture before it draws it, and not that of its mask."""
    masks = {int(number) for number in _MASK.findall(data)}
    for found in _STREAM.finditer(data) if masks else ():
        head = data[max(0, found.start() - _LONGEST_HEAD) : found.start()]
        if (begins := next(reversed([*_OBJECT.finditer(head)]), None)) and int(begins[1]) in masks:
            said = _DISGUISED.sub(lambda each: bytes.fromhex(each[1].decode()), head[begins.end() :])
            width, height = (_side(data, pattern.findall(said)) for pattern in _SIDES)
            if not 0 < width * height <= MOST_POINTS:
                raise Unreadable(
                    "flood",
                    f"A picture in the PDF has a mask that claims more than {MOST_POINTS // 10**6} million points, or "
                    "does not say how many. Print it anew as PDF and send that.",
                )


def _side(data: mmap.mmap, said: list[tuple[bytes, bytes]]) -> int:
    """Return the length of a side, the longest that is said; 0 where none is. It may stand in an object of its own."""
    lengths = []
    for number, elsewhere in said:
        there = re.search(rb"\b%s\s+\d{1,5}\s+obj\s+(\d{1,10})" % number, data) if elsewhere else None
        lengths.append(int(there[1]) if there else 0 if elsewhere else int(number))
    return max(lengths, default=0) if all(lengths) else 0
