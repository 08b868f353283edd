"""A JPEG as it lies in a PDF, without what it says beside its points: where and by what it was taken, remarks, and the
smaller pictures behind its end. Its points stay as they are, byte by byte. Pure."""

import re

_BEGINS, _ENDS = b"\xff\xd8", 0xD9
_MARK = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")  # what else follows an FF stands among the points
_SAYS = frozenset({*range(0xE1, 0xF0), 0xFE})  # segments of programs, and remarks
_COLOURS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # by these the points are drawn in the right colours


def points_alone(jpeg: bytes) -> bytes:
    """Return it without the rest. Raises ValueError for what is no JPEG."""
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
