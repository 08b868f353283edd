"""Streams of a compound file (OLE2), in which Outlook keeps a message: a small file system of sectors in one file.

It reads what it is asked for and no more. Tables that lead out of the file, in circles or without end are damage."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from concord.evidence.reading.pieces import Unreadable

_END, _FREE, _NOTHING = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
_HEAD, _ENTRY = 512, 128
_IN_HEAD = 109  # sectors of the table that the head itself names
_SHIFTS, _SMALL_SHIFT = (9, 12), 6
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_MOST_ENTRIES = 20_000


class Entry(NamedTuple):
    """A storage or a stream: its name, and where it begins; of a storage where the tree of what is in it begins."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """A compound file in memory. Raises Unreadable where it is damaged."""

    def __init__(self, data: bytes) -> None:
        """Read its tables."""
        if len(data) < _HEAD:
            raise _damaged()
        self._data = data
        shift, small = struct.unpack_from("<HH", data, 30)
        if shift not in _SHIFTS or small != _SMALL_SHIFT:
            raise _damaged()
        self._sector, self._most = 1 << shift, len(data) >> shift
        directory, _, self._cutoff, small_table, _, more, _ = struct.unpack_from("<7I", data, 48)
        self._table = self._numbers(b"".join(self._at(place) for place in self._places(more)))
        found = b"".join(self._at(place) for place in self._chain(directory, self._table))
        self.entries = [_entry(found, at) for at in range(0, min(len(found), _MOST_ENTRIES * _ENTRY), _ENTRY)]
        if not self.entries or self.entries[0].kind != _ROOT:
            raise _damaged()
        self._small_table = self._numbers(b"".join(self._at(place) for place in self._chain(small_table, self._table)))
        self._small = b"".join(self._at(place) for place in self._chain(self.entries[0].start, self._table))

    def inside(self, of: Entry) -> Iterator[Entry]:
        """Yield what is in a storage."""
        waiting, seen = [of.child], set[int]()
        while waiting:
            place = waiting.pop()
            if place == _NOTHING:
                continue
            if place in seen or place >= len(self.entries):
                raise _damaged()
            seen.add(place)
            entry = self.entries[place]
            waiting += [entry.left, entry.right]
            yield entry

    def read(self, stream: Entry, most: int) -> bytes:
        """Return the bytes of a stream, so many at most."""
        size = min(stream.size, most)
        if stream.size < self._cutoff:
            places = self._chain(stream.start, self._small_table)
            got = b"".join(self._small[at << _SMALL_SHIFT : (at + 1) << _SMALL_SHIFT] for at in places)
            return got[:size]
        got = b""
        for place in self._chain(stream.start, self._table):
            got += self._at(place)
            if len(got) >= size:
                break
        return got[:size]

    def _at(self, place: int) -> bytes:
        if place >= self._most:
            raise _damaged()
        return self._data[(place + 1) * self._sector : (place + 2) * self._sector]

    def _places(self, more: int) -> Iterator[int]:
        """Yield the sectors of the table: those that the head names, then those of the lists that go on."""
        yield from (place for place in struct.unpack_from(f"<{_IN_HEAD}I", self._data, 76) if place < _END)
        for _ in range(self._most):
            if more >= _END:
                return
            *places, more = self._numbers(self._at(more))
            yield from (place for place in places if place < _END)
        raise _damaged()

    def _chain(self, start: int, table: tuple[int, ...]) -> list[int]:
        places = list[int]()
        while start < _END:
            if start >= len(table) or len(places) > len(table):
                raise _damaged()
            places.append(start)
            start = table[start]
        return places

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _entry(directory: bytes, at: int) -> Entry:
    raw = directory[at : at + _ENTRY].ljust(_ENTRY, b"\0")
    length, kind = struct.unpack_from("<HB", raw, 64)
    left, right, child = struct.unpack_from("<3I", raw, 68)
    start, size = struct.unpack_from("<2I", raw, 116)
    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return Entry(name, kind if kind in (_STORAGE, _STREAM, _ROOT) else 0, left, right, child, start, size)


def _damaged() -> Unreadable:
    return Unreadable("damaged", "The message is damaged. Save it anew in Outlook, or save it as .eml or PDF.")
