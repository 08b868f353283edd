"""The zip file of a project, opened with care: no names that lead elsewhere, no more than the limits allow."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO
from urllib.parse import unquote

from concord.analysis.text.exchange.errors import BadExchange, TooLarge

_PIECE, _ENCRYPTED = 1 << 20, 1
_RATIO_COUNTS_FROM = 10 * 2**20
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),  # what zipfile raises for some broken files
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may be read, in bytes when unpacked.

    Attributes
    ----------
    entries : int
        Files in the package.
    project : int
        The XML of the project, or of a codebook.
    part : int
        The XML of one part of a project, such as a source with its selections: what is held in memory at a time.
    text : int
        One text.
    package : int
        All files together, as their own sizes say.
    ratio : int
        How much larger than packed, for what is larger than 10 MB.
    """

    entries: int = 50_000
    project: int = 500 * 2**20
    part: int = 64 * 2**20
    text: int = 20 * 2**20
    package: int = 20 * 2**30
    ratio: int = 200


class Box:
    """An opened package: its project file and its sources."""

    def __init__(self, file: zipfile.ZipFile, limits: Limits, *, name: str) -> None:
        self._file, self.limits, self.name = file, limits, name
        infos = [info for info in file.infolist() if not info.is_dir()]
        if len(infos) > limits.entries:
            raise TooLarge(f"{len(infos):,} files", where=name, expected=f"at most {limits.entries:,}")
        total = 0
        self._by_name: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            key = _checked_name(info, limits, name).lower()
            total += info.file_size
            if self._by_name.setdefault(key, info) is not info:
                raise BadExchange(f"the file {info.filename!r} twice", where=name, expected="each name once")
        if total > limits.package:
            raise TooLarge(f"{total:,} bytes when unpacked", where=name, expected=f"at most {limits.package:,}")
        self.project_name = self._project_name()

    def _project_name(self) -> str:
        top = [key for key in self._by_name if "/" not in key and key.endswith(".qde")]
        found = ["project.qde"] if "project.qde" in top else top
        if len(found) != 1:
            raise BadExchange(f"{len(top)} project files", where=self.name, expected="a file project.qde at the top")
        return self._by_name[found[0]].filename

    @property
    def names(self) -> tuple[str, ...]:
        """The files beside the project, as the package names them."""
        return tuple(_plain(i) for i in self._by_name.values() if i.filename != self.project_name)

    def size(self, name: str) -> int:
        """Return how large a file says it is."""
        return self._by_name[name.lower()].file_size

    @contextmanager
    def opened(self, name: str, *, limit: int, part: int | None = None) -> Iterator["Bounded"]:
        """Open a file of the package for reading no more than the limit; see `Bounded`."""
        where = f"{self.name}, {name}"
        try:
            file = self._file.open(self._by_name[name.lower()])
        except _BROKEN as error:
            raise BadExchange(f"it cannot be unpacked ({error})", where=where) from error
        with file:
            yield Bounded(file, limit, where=where, part=part)

    def inside(self, path: str) -> str | None:
        """Return the name in the package of a source's path; None where the path leads elsewhere or to nothing.

        The standard writes "internal://name" for a file in the folder "sources"; NVivo for Mac spells the folder in
        lower case, others in upper; qc writes the bare name."""
        scheme, found, rest = path.partition("://")
        if found and scheme.lower() != "internal":
            return None
        name = (rest if found else path).lstrip("/").lower()
        for candidate in (name, unquote(name)):
            for folder in ("sources/", ""):
                info = self._by_name.get(folder + candidate)
                if candidate and info is not None and info.filename != self.project_name:
                    return _plain(info)
        return None

    def copy(self, name: str, target: IO[bytes]) -> None:
        """Copy a file of the package, piece by piece."""
        with self.opened(name, limit=self.limits.package) as source:
            while piece := source.read(_PIECE):
                target.write(piece)


class Bounded:
    """A file that refuses to be read beyond a limit, and knows how far it was read.

    With a limit for a part it also refuses to read further than that since `part_done` was last called."""

    def __init__(self, file: IO[bytes], limit: int, *, where: str, part: int | None = None) -> None:
        self._file, self._limit, self._where = file, limit, where
        self._part, self._done = part, 0
        self.read_so_far = 0

    def part_done(self) -> None:
        """Say that what was read is no longer held."""
        self._done = self.read_so_far

    def read(self, size: int = -1) -> bytes:
        """Read as a file does. Raises TooLarge beyond a limit."""
        room = self._limit - self.read_so_far + 1
        try:
            piece = self._file.read(room if size < 0 else min(size, room))
        except _BROKEN as error:
            raise BadExchange(f"it cannot be unpacked ({error})", where=self._where) from error
        self.read_so_far += len(piece)
        if self.read_so_far > self._limit:
            raise TooLarge("it is too large", where=self._where, expected=f"at most {self._limit:,} bytes")
        if self._part is not None and self.read_so_far - self._done > self._part:
            raise TooLarge("a part of it is too large", where=self._where, expected=f"at most {self._part:,} bytes")
        return piece


def _plain(info: zipfile.ZipInfo) -> str:
    """Return a file's name with slashes; old programs on Windows wrote the other kind."""
    return info.filename.replace("\\", "/")


def _checked_name(info: zipfile.ZipInfo, limits: Limits, package: str) -> str:
    """Return a file's name; refuse one that is encrypted, a link, leads out of the package, or is far larger than it is
    packed."""
    name = _plain(info)
    where, path = f"{package}, {info.filename}", PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":":
        raise BadExchange("a name that leads out of the package", where=where, expected="a plain relative name")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise BadExchange("a link", where=where, expected="a file")
    if info.flag_bits & _ENCRYPTED:
        raise BadExchange("it is encrypted", where=where, expected="a package without a password")
    packed = max(1, info.compress_size)
    if info.file_size > _RATIO_COUNTS_FROM and info.file_size > limits.ratio * packed:
        raise TooLarge(
            f"{info.file_size:,} bytes from {packed:,}", where=where, expected=f"at most {limits.ratio} times as large"
        )
    return name


@contextmanager
def box(source: Path | BinaryIO, *, limits: Limits, name: str = "") -> Iterator[Box]:
    """Open the zip file of a project.

    Raises
    ------
    BadExchange
        It is no zip file, is broken or encrypted, holds no project, or names that lead elsewhere.
    TooLarge
        It is larger than the limits allow.
    """
    name = name or (source.name if isinstance(source, Path) else "the project")
    try:
        file = zipfile.ZipFile(source)
    except _BROKEN as error:
        raise BadExchange("it is no zip file, or a broken one", where=name, expected="a .qdpx file") from error
    with file:
        yield Box(file, limits, name=name)
