"""Pictures before anything draws them: how many points they claim to have, and what stands behind their end."""

import mmap
import struct
from pathlib import Path

from concord.evidence.reading.kinds import Kind
from concord.evidence.reading.pieces import Unreadable

MOST_POINTS = 60_000_000  # an A3 page at 400 dots an inch has 31 million
MOST_PAGES = 2_000
_WIDTH, _HEIGHT = 256, 257  # tags of TIFF
_HEAD_OF_PNG = 13
_MARK, _SCAN = 0xFF, 0xDA  # of JPEG
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # marks that have no length
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # marks that say how large the picture is
_SIZE_OF = {3: "H", 4: "L", 16: "Q"}


def look(path: Path, kind: Kind, data: mmap.mmap) -> tuple[str, ...]:
    """Judge a picture by its head. Raises Unreadable."""
    del path
    {"png": _png, "jpeg": _jpeg, "tiff": _tiff}[kind.family](data)
    return ()


def require_points(width: int, height: int) -> None:
    """Raise Unreadable for a picture that nobody could draw."""
    if width < 1 or height < 1:
        raise Unreadable("damaged", "The picture says that it has no width or no height. Save it anew.")
    if width * height > MOST_POINTS:
        raise Unreadable(
            "flood",
            f"The picture claims {width:,} by {height:,} points; {MOST_POINTS // 10**6} million are drawn. Scan it at "
            "300 dots an inch.",
        )


def _damaged() -> Unreadable:
    return Unreadable("damaged", "The picture is damaged or cut off. Save it anew, or scan it again.")


def _png(data: mmap.mmap) -> None:
    """Walk over the chunks to the last, behind which there must be nothing."""
    place, first = 8, True
    while place + 12 <= len(data):
        length, name = struct.unpack_from(">L4s", data, place)
        if first:
            if name != b"IHDR" or length != _HEAD_OF_PNG:
                raise _damaged()
            require_points(*struct.unpack_from(">LL", data, place + 8))
            first = False
        place += 12 + length
        if name == b"IEND":
            if place != len(data):
                raise Unreadable(
                    "polyglot", "Something stands behind the end of the picture. Save it anew and send that."
                )
            return
    raise _damaged()


def _jpeg(data: mmap.mmap) -> None:
    """Find the head that says how large it is."""
    place = 2
    while place + 9 < len(data):
        if data[place] != _MARK:
            raise _damaged()
        marker = data[place + 1]
        if marker == _MARK or marker in _ALONE:
            place += 1 if marker == _MARK else 2
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            require_points(width, height)
            return
        if marker == _SCAN:
            break
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    raise _damaged()


def _tiff(data: mmap.mmap) -> None:
    """Walk over the pages, each of which must be drawable; a chain that bites its tail is none."""
    order = "<" if data[:2] == b"II" else ">"
    try:
        (place,) = struct.unpack_from(f"{order}L", data, 4)
        seen: set[int] = set()
        while place:
            if place in seen or len(seen) >= MOST_PAGES:
                raise Unreadable(
                    "bomb", "The pages of the picture go round in a circle, or are too many. Save it as PDF."
                )
            seen.add(place)
            (count,) = struct.unpack_from(f"{order}H", data, place)
            size = dict(_tags(data, order, place + 2, count))
            require_points(size.get(_WIDTH, 0), size.get(_HEIGHT, 0))
            (place,) = struct.unpack_from(f"{order}L", data, place + 2 + 12 * count)
    except struct.error:
        raise _damaged() from None


def _tags(data: mmap.mmap, order: str, place: int, count: int) -> list[tuple[int, int]]:
    found = []
    for number in range(count):
        at = place + 12 * number
        tag, kind = struct.unpack_from(f"{order}HH", data, at)
        if tag in (_WIDTH, _HEIGHT) and kind in (3, 4):
            found.append((tag, struct.unpack_from(f"{order}{_SIZE_OF[kind]}", data, at + 8)[0]))
    return found
