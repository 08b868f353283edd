"""Parquet by its footer alone: the names of its columns, and how many rows it has. No row is read and no library asked.

The footer is a structure in Thrift's compact protocol, which stands before the last eight bytes of the file."""

from collections.abc import Iterator
from pathlib import Path

from concord.evidence.reading.guard import Inspected
from concord.evidence.reading.kinds import MB
from concord.evidence.reading.pieces import Measure, Unreadable, plain

_MAGIC, _SEALED = b"PAR1", b"PARE"
_TAIL = 8  # the footer's length in four bytes, and the magic word
_LONGEST_FOOTER = 16 * MB
_DEEPEST = 32
_MOST_COLUMNS = 20_000
_LONGEST_NAME = 200  # as of other tables
_STOP, _BYTE, _BINARY, _LIST, _STRUCT = 0, 3, 8, 9, 12  # kinds of values
_BOOLEANS, _NUMBERS = (1, 2), (4, 5, 6)
_SEVEN_BITS, _MORE, _LONGEST_NUMBER = 0x7F, 0x80, 63
_FOUR_BITS, _COUNTED_APART = 0x0F, 15
_SCHEMA, _ROWS = 2, 3  # fields of the footer
_NAME, _CHILDREN = 4, 5  # fields of an element of the schema


def inspect(path: Path, name: str) -> Inspected:
    """Judge by its first and last bytes that a file is Parquet. Raises Unreadable."""
    del name
    with path.open("rb") as file:
        begins = file.read(len(_MAGIC))
        file.seek(max(0, path.stat().st_size - len(_MAGIC)))
        ends = file.read()
    if _SEALED in (begins, ends):
        raise Unreadable("encrypted", "The Parquet file is encrypted. Save it anew without a key and send that.")
    if not begins == ends == _MAGIC:
        raise Unreadable(
            "wrong-ending", "The name says Parquet, but the file is something else. Send it under its own name."
        )
    return Inspected("parquet")


def measure(path: Path) -> Measure:
    """Return the columns of a file, of those that hold others their own names alone, and its rows. Raises
    Unreadable."""
    try:
        elements, rows = _told(_Footer(_footer(path)))
        columns = {plain(name)[:_LONGEST_NAME]: f"column {place}" for place, name in _columns(elements)}
    except (IndexError, UnicodeDecodeError, RecursionError) as error:
        raise _damaged() from error
    return Measure(tuple(columns), tuple(columns.values()), rows)


def _footer(path: Path) -> bytes:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(size - _TAIL)
        length = int.from_bytes(file.read(4), "little")
        if length > _LONGEST_FOOTER:
            raise Unreadable("too-long", "The Parquet file says more of itself than is read. Split it.")
        if length > size - _TAIL - len(_MAGIC):
            raise _damaged()
        file.seek(size - _TAIL - length)
        return file.read(length)


class _Footer:
    """Bytes in the compact protocol, read from the first to the last; IndexError where they end too early."""

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte."""
        self.data, self.place = data, 0

    def byte(self) -> int:
        """Return the next byte."""
        self.place += 1
        return self.data[self.place - 1]

    def number(self) -> int:
        """Return a number of as many bytes as it needs."""
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & _SEVEN_BITS) << shift
            shift += 7
            if byte < _MORE:
                return found
            if shift > _LONGEST_NUMBER:
                raise IndexError

    def signed(self) -> int:
        """Return a number that may be below zero."""
        found = self.number()
        return (found >> 1) ^ -(found & 1)

    def binary(self) -> bytes:
        """Return bytes with their length before them."""
        length = self.number()
        self.place += length
        if self.place > len(self.data):
            raise IndexError
        return self.data[self.place - length : self.place]

    def fields(self) -> Iterator[tuple[int, int]]:
        """Yield the number and the kind of each field of a structure; whoever asks reads or skips its value."""
        last = 0
        while (head := self.byte()) != _STOP:
            last = last + (head >> 4) if head >> 4 else self.signed()
            yield last, head & _FOUR_BITS

    def listed(self) -> tuple[int, int]:
        """Return how many a list holds, and of which kind."""
        head = self.byte()
        return (self.number() if head >> 4 == _COUNTED_APART else head >> 4), head & _FOUR_BITS

    def skip(self, kind: int, depth: int = 0) -> None:
        """Pass over a value of one of the kinds that stand before the rows are counted."""
        if depth > _DEEPEST:
            raise IndexError
        if kind == _STRUCT:
            for _, of in self.fields():
                self.skip(of, depth + 1)
        elif kind == _BINARY:
            self.binary()
        elif kind == _BYTE:
            self.byte()
        elif kind in _NUMBERS:
            self.number()
        elif kind not in _BOOLEANS:  # whose value is the kind itself
            raise IndexError


_Element = tuple[str, int]  # its name, and how many it holds


def _told(footer: _Footer) -> tuple[list[_Element], int]:
    """Return the elements of the schema, and how many rows there are; what follows is not read."""
    elements: list[_Element] = []
    for field, kind in footer.fields():
        if (field, kind) == (_SCHEMA, _LIST):
            count, of = footer.listed()
            if count > _MOST_COLUMNS or of != _STRUCT:
                raise Unreadable("too-long", f"The file has more than {_MOST_COLUMNS:,} columns.")
            elements = [_element(footer) for _ in range(count)]
        elif field == _ROWS and kind in _NUMBERS:
            rows = footer.signed()
            if rows < 0 or not elements:
                raise _damaged()
            return elements, rows
        else:
            footer.skip(kind)
    raise _damaged()


def _element(footer: _Footer) -> _Element:
    name, children = "", 0
    for field, kind in footer.fields():
        if (field, kind) == (_NAME, _BINARY):
            name = footer.binary().decode()
        elif field == _CHILDREN and kind in _NUMBERS:
            children = footer.signed()
        else:
            footer.skip(kind)
    return name, children


def _columns(elements: list[_Element]) -> Iterator[tuple[int, str]]:
    """Yield the columns with their numbers: what stands at the top of the schema, whose first element holds all."""
    left, number = [elements[0][1]], 0
    for name, children in elements[1:]:
        while left and left[-1] <= 0:
            left.pop()
        if not left:
            raise IndexError
        left[-1] -= 1
        if len(left) == 1:
            number += 1
            yield number, name
        if children > 0:
            left.append(children)


def _damaged() -> Unreadable:
    return Unreadable("damaged", "The Parquet file is damaged or cut off. Save it anew and send that.")
