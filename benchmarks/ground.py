"""What the measurements stand on: a temporary data folder, its database server, and `concord run` on any database."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
import psycopg

from benchmarks.harness import ROOT, cpu_s
from concord.core.postgres import APP_ROLE, OWNER_ROLE, Server

CONCORD = (sys.executable, "-m", "concord.cli.main")
START_LIMIT = 120.0
_FOREIGN = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "CONCORD_HOST", "CONCORD_BASE_URL", "CONCORD_SECRET_KEY", "PORT"),
    "PYTHONDONTWRITEBYTECODE",  # as the Makefile: with it each start would compile everything
)


@dataclass(frozen=True)
class Cpu:
    """CPU seconds of the web server's processes, and of the database's."""

    web: float
    database: float

    def since(self, before: "Cpu", requests: int) -> "Cpu":
        """Return milliseconds for each of the requests since `before`."""
        each = 1000 / requests
        return Cpu((self.web - before.web) * each, (self.database - before.database) * each)

    @property
    def both(self) -> float:
        return self.web + self.database


class House:
    """A running `concord run`, from the first moment; `wall` and `cpu` say what it took to the first answer."""

    def __init__(
        self,
        env: Mapping[str, str],
        *,
        argv: Sequence[str] = (*CONCORD, "run"),
        folder: Path = ROOT,
        address: str = "/",
        database: int | None = None,
    ) -> None:
        """Start it and wait until it answers at an address. `database` is the database server's process, if known."""
        self.port = int(env["PORT"])
        self._database = database
        began = time.monotonic()
        self._process = subprocess.Popen(
            argv, env=dict(env), cwd=folder, stdout=subprocess.DEVNULL, start_new_session=True
        )
        while not _answers(self.port, address):
            if self._process.poll() is not None or time.monotonic() - began > START_LIMIT:
                self.stop()
                raise RuntimeError(f"`{' '.join(argv)}` gave no answer; it ended with {self._process.returncode}.")
            time.sleep(0.02)
        self.wall, self.cpu = time.monotonic() - began, cpu_s(self._process.pid)

    def used(self) -> Cpu:
        """Return the CPU time so far of the web server and of the database that it was started with."""
        assert self._database
        below = psutil.Process(self._process.pid).children(recursive=True)  # whoever started another comes before it
        web = next(process.pid for process in below if process.name() == "concord-web")
        return Cpu(cpu_s(web), cpu_s(self._database))

    def stop(self) -> None:
        """Stop it as Ctrl-C would: the whole group of the terminal."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGINT)
            self._process.wait(30)


class Ground:
    """A data folder of its own, outside of which nothing is touched."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env = {k: v for k, v in os.environ.items() if k not in _FOREIGN}
        self.env |= {
            "CONCORD_HOME": str(home),
            "CONCORD_DEMO": "1",
            "CONCORD_NO_FORM_GUARD": "1",  # what sends requests here is faster than anybody, and shares an address
            "DJANGO_SETTINGS_MODULE": "concord.config.settings",
        }
        self.env["PORT"] = str(free_port())  # one for all starts: it stands in the public site's own addresses
        self.server: Server | None = None

    @contextmanager
    def database(self) -> Iterator[None]:
        """Have the data folder's PostgreSQL alone, for everything within the block."""
        with Server(self.home) as server:
            server.start()
            self.server = server
            yield
        self.server = None

    def url(self, database: str, *, owner: bool = False) -> str:
        assert self.server
        return self.server.embedded.url(OWNER_ROLE if owner else APP_ROLE, database)

    def on(self, database: str) -> dict[str, str]:
        """Return the environment of Concord on a database of this server."""
        return self.env | {
            "DATABASE_URL": self.url(database),
            "DATABASE_OWNER_URL": self.url(database, owner=True),
        }

    def owner(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(database, owner=True), autocommit=True)

    def database_cpu(self) -> float:
        """Return the CPU seconds of the database server so far."""
        assert self.server
        assert self.server.pid
        return cpu_s(self.server.pid)

    @contextmanager
    def clone(self, name: str, source: str = "concord") -> Iterator[str]:
        """Have a copy of a database, dropped at the end."""
        with self.owner() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY wal_log")
        try:
            yield name
        finally:
            with self.owner() as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @contextmanager
    def house(self, database: str = "concord") -> Iterator[House]:
        """Have `concord run` on a database of this server."""
        assert self.server
        running = House(self.on(database), database=self.server.pid)
        try:
            yield running
        finally:
            running.stop()


def free_port() -> int:
    """Return a port of the loopback that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int, address: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", address, headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
