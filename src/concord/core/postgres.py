"""The embedded PostgreSQL: what serves Concord's data when no DATABASE_URL is set.

    with ensure_running(home) as embedded:   # a command: share the server that runs, or run one meanwhile
        psycopg.connect(embedded.url(APP_ROLE, DATABASE))

    server = start(home)                     # `concord run`: a Server is a Service of core/supervisor.py

One cluster lives in each home. A lock in the home keeps a second server off it; a `kill -9` of the server or of
whoever started it costs no acknowledged row, and the next start clears what is left. Every failure is an
EmbeddedUnavailable of one sentence.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import psycopg

from concord.core import launch, postgres_cluster
from concord.core.postgres_home import APP_ROLE, DATABASE, OWNER_ROLE, Embedded, Lock, binaries, tool
from concord.core.postgres_root import EmbeddedUnavailable, Identity, choose
from concord.core.supervisor import never

__all__ = [
    "APP_ROLE",
    "DATABASE",
    "OWNER_ROLE",
    "Embedded",
    "EmbeddedUnavailable",
    "Server",
    "binaries",
    "ensure_running",
    "start",
    "tool",
]

START_LIMIT = 300.0  # seconds; recovery after a crash replays up to 1 GB of log
JOIN_LIMIT = 60.0  # seconds for another process's server to answer
LOCK_PATIENCE = 5.0  # seconds; a short command that holds the home is soon done
TICK = 0.1
TICK_START = 0.02


class Server:
    """The PostgreSQL server of one home, as a child of this process; a Service that a supervisor can look after."""

    name = "postgres"
    restart = True

    def __init__(self, home: Path) -> None:
        """Name the home; nothing happens yet."""
        self.embedded = Embedded(home)
        self._child: subprocess.Popen[bytes] | None = None
        self._lock: Lock | None = None
        self._socket: Path | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the server that was started last."""
        return self._child.pid if self._child else None

    @property
    def exit_code(self) -> int | None:
        """How the server that was started last ended (minus a signal's number); None while it runs."""
        return self._child.poll() if self._child else None

    def start(self, called_off: Callable[[], bool] = never) -> None:
        """Start the server, or start it again, and return when it answers; do nothing if it runs.

        The first time, make the cluster, the database and the application's role. Gives up quietly once
        `called_off()` is true. Call it from a thread that outlives the server (see core/launch.py).
        Raises EmbeddedUnavailable; then nothing is left running."""
        if self.alive():
            return
        self._end_child()
        try:
            self._start(called_off)
        except OSError as error:
            self.stop()
            raise EmbeddedUnavailable(
                f"The embedded PostgreSQL in {self.embedded.home} cannot start, because of {error}:"
                " mend that, or set DATABASE_URL."
            ) from error
        except BaseException:
            self.stop()
            raise

    def alive(self) -> bool:
        """Say whether the server's process runs and new clients can still find its socket."""
        runs = self._child is not None and self._child.poll() is None
        return runs and self._socket is not None and self._socket.exists()

    def ready(self) -> bool:
        """Say the same: `start` returns only when the server answers."""
        return self.alive()

    def stop(self) -> None:
        """Stop the server that this object started, clients or not, and let go of the home."""
        self._end_child()
        if self._socket is not None:
            with contextlib.suppress(OSError):  # gone already, or not empty
                self._socket.parent.rmdir()
            self._socket = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def hold(self) -> bool:
        """Take the home for this server, if no other process has it. Raises EmbeddedUnavailable if it cannot."""
        if self._lock is None:
            lock = self.embedded.lock("postgres.lock")
            if not lock.hold_alone():
                lock.close()
                return False
            self._lock = lock
        return True

    def _start(self, called_off: Callable[[], bool]) -> None:
        deadline = time.monotonic() + LOCK_PATIENCE
        while not self.hold():
            if called_off():
                return
            if time.monotonic() > deadline:
                raise EmbeddedUnavailable(
                    f"Another Concord process serves the database in {self.embedded.cluster}: stop that one first."
                )
            time.sleep(TICK)
        identity = choose(self.embedded.cluster, binaries())
        postgres_cluster.initialise(self.embedded, identity)
        postgres_cluster.clear_leftovers(self.embedded)
        child, log_from = self._launch(identity)
        if self._await_ready(child, log_from, called_off):
            postgres_cluster.make_database(self.embedded)
        else:
            self.stop()

    def _launch(self, identity: Identity) -> tuple[subprocess.Popen[bytes], int]:
        """Start the child; return it, and where in the log its own lines begin."""
        sockets = self.embedded.make_socket_dir(identity.uid, identity.gid)
        self._socket = self.embedded.socket(sockets)
        argv = postgres_cluster.server_command(self.embedded, sockets)
        log = self.embedded.open_log()
        log_from = os.fstat(log).st_size
        try:
            self._child = subprocess.Popen(
                launch.command(argv, on_death=signal.SIGINT, switch=identity.switch),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=postgres_cluster.environment(),
                start_new_session=True,
            )
            return self._child, log_from
        finally:
            os.close(log)

    def _await_ready(self, child: subprocess.Popen[bytes], log_from: int, called_off: Callable[[], bool]) -> bool:
        """Wait until our own child, and no older server, says that it is ready; False when called off."""
        deadline = time.monotonic() + START_LIMIT
        while not called_off():
            recorded = self.embedded.recorded()
            if recorded and recorded.ready and recorded.pid == child.pid:
                return True
            if child.poll() is not None or time.monotonic() > deadline:
                reason = postgres_cluster.last_words(self.embedded.log, log_from)
                raise EmbeddedUnavailable(
                    f"The embedded PostgreSQL in {self.embedded.cluster} did not start ({reason}):"
                    f" mend that, see {self.embedded.log}, or set DATABASE_URL."
                )
            time.sleep(TICK_START)
        return False

    def _end_child(self) -> None:
        """Fast shutdown, then immediate (the next start recovers), then kill."""
        if self._child is None:
            return
        for how, limit in (*postgres_cluster.ENDINGS, (signal.SIGKILL, None)):
            self._child.send_signal(how)  # does nothing once the child has ended
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(limit)
                return


def start(home: Path) -> Server:
    """Return the server of this home, started and answering; as a context it is stopped at the end.

    Raises EmbeddedUnavailable, also when another Concord process keeps serving this home."""
    server = Server(home)
    server.start()
    return server


@contextlib.contextmanager
def ensure_running(home: Path) -> Iterator[Embedded]:
    """Have a server for this home within the block.

    One that another process runs is used and left running. Else one is started, and stopped at the end, after
    waiting for other processes that came to use it meanwhile. Raises EmbeddedUnavailable."""
    server = Server(home)
    with server.embedded.lock("postgres.users") as users, server:
        leads = _lead_or_join(server, users)
        try:
            yield server.embedded
        finally:
            if leads:
                users.wait_alone()


def _lead_or_join(server: Server, users: Lock) -> bool:
    """Start the server and return True, or return False, sharing `users`, once another process's server answers."""
    deadline = time.monotonic() + JOIN_LIMIT
    while True:
        if server.hold():
            users.release()  # whoever leads waits for the others, so must not be one of them
            server.start()
            return True
        if users.share() and _answers(server.embedded):
            return False
        if time.monotonic() > deadline:
            raise EmbeddedUnavailable(
                f"Another Concord process holds the database in {server.embedded.cluster}, but it does not answer:"
                f" stop that process, and see {server.embedded.log}."
            )
        time.sleep(TICK)


def _answers(embedded: Embedded) -> bool:
    try:
        psycopg.connect(embedded.url(APP_ROLE, DATABASE), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
