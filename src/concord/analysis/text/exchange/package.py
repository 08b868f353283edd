"""The zip file of a project, opened with care: no names that lead elsewhere, no more than the limits allow."""

import stat
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
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may be read, in bytes when unpacked.

    Attributes
    ----------
    entries : int
        Files in the package.
    project : int
        The XML of the project, or of a codebook.
    text : int
        One text.
    package : int
        All files together, as their own sizes say.
    ratio : int
        How much larger than packed, for what is larger than 10 MB.
    """

    entries: int = 50_000
    project: int = 500 * 2**20
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
            _check(info, limits, name)
            total += info.file_size
            if self._by_name.setdefault(info.filename.lower(), info) is not info:
                raise BadExchange(f"the file {info.filename!r} twice", where=name, expected="each name once")
        if total > limits.package:
            raise TooLarge(f"{total:,} bytes when unpacked", where=name, expected=f"at most {limits.package:,}")
        self.project_name = self._project_name()

    def _project_name(self) -> str:
        top = [info.filename for key, info in self._by_name.items() if "/" not in key and key.endswith(".qde")]
        exact = [each for each in top if each.lower() == "project.qde"]
        if len(exact or top) != 1:
            raise BadExchange(f"{len(top)} project files", where=self.name, expected="a file project.qde at the top")
        return (exact or top)[0]

    @property
    def names(self) -> tuple[str, ...]:
        """The files beside the project, as the package names them."""
        return tuple(i.filename for i in self._by_name.values() if i.filename != self.project_name)

    def size(self, name: str) -> int:
        """Return how large a file says it is."""
        return self._by_name[name.lower()].file_size

    @contextmanager
    def opened(self, name: str, *, limit: int) -> Iterator["Bounded"]:
        """Open a file of the package for reading no more than the limit."""
        where = f"{self.name}, {name}"
        try:
            file = self._file.open(self._by_name[name.lower()])
        except _BROKEN as error:
            raise BadExchange(f"it cannot be unpacked ({error})", where=where) from error
        with file:
            yield Bounded(file, limit, where=where)

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
                    return info.filename
        return None

    def copy(self, name: str, target: IO[bytes]) -> None:
        """Copy a file of the package, piece by piece."""
        with self.opened(name, limit=self.limits.package) as source:
            while piece := source.read(_PIECE):
                target.write(piece)


class Bounded:
    """A file that refuses to be read beyond a limit, and knows how far it was read."""

    def __init__(self, file: IO[bytes], limit: int, *, where: str) -> None:
        self._file, self._limit, self._where = file, limit, where
        self.read_so_far = 0

    def read(self, size: int = -1) -> bytes:
        """Read as a file does. Raises TooLarge beyond the limit."""
        room = self._limit - self.read_so_far + 1
        try:
            piece = self._file.read(room if size < 0 else min(size, room))
        except _BROKEN as error:
            raise BadExchange(f"it cannot be unpacked ({error})", where=self._where) from error
        self.read_so_far += len(piece)
        if self.read_so_far > self._limit:
            raise TooLarge("it is too large", where=self._where, expected=f"at most {self._limit:,} bytes")
        return piece


def _check(info: zipfile.ZipInfo, limits: Limits, package: str) -> None:
    """Refuse a file that is encrypted, a link, leads out of the package, or is far larger than it is packed."""
    where, path = f"{package}, {info.filename}", PurePosixPath(info.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename:
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
