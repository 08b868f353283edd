"""The work on one embedded cluster: making it, its settings, its database and role, and clearing up after a crash.

The caller (core/postgres.py) holds the home's lock throughout."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from concord.core import launch
from concord.core.postgres_home import APP_ROLE, DATABASE, OURS_ALONE, OWNER_ROLE, Embedded, tool
from concord.core.postgres_root import ROOT, EmbeddedUnavailable, Identity

if TYPE_CHECKING:
    import psutil

MAJOR = "18"
# How a server is asked to end, and how many seconds that may take: a fast shutdown writes a checkpoint; after an
# immediate one the next start recovers.
ENDINGS = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0))
TICK = 0.05
ORPHAN_LIMIT = 1.0  # seconds; a server's processes end by themselves when it is killed, unless they are deep in work

# What a new cluster starts with; an administrator may change these in its postgresql.conf.
INITIAL = {"shared_buffers": "128MB", "max_connections": "200", "timezone": "UTC", "log_timezone": "UTC"}
# What holds at each start, whatever that file says: nothing is lost, and nobody else can reach it.
ALWAYS = {"fsync": "on", "full_page_writes": "on", "listen_addresses": ""}


def server_command(embedded: Embedded, sockets: Path) -> list[str]:
    """Return the command line of the server with its socket in this folder."""
    settings = _settings(ALWAYS | {"unix_socket_directories": f'"{sockets}"'})
    return [str(tool("postgres")), "-D", str(embedded.cluster), "-p", str(embedded.port), *settings]


def environment() -> dict[str, str]:
    """Return what a server needs of our environment: none of our secrets, nothing like PGDATA that changes its mind."""
    needed = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")
    return {name: os.environ[name] for name in needed if name in os.environ} | {"LC_ALL": "C"}


def initialise(embedded: Embedded, identity: Identity) -> None:
    """Make the cluster if there is none. It appears by one rename, so that a crash leaves no half of it.

    Raises EmbeddedUnavailable when it cannot be made, or when what is there is not PostgreSQL 18's."""
    cluster = embedded.cluster
    if cluster.exists():
        version = cluster / "PG_VERSION"
        found = version.read_text(encoding="ascii").strip() if version.exists() else "none"
        if found != MAJOR:
            raise EmbeddedUnavailable(
                f"{cluster} must hold a database of PostgreSQL {MAJOR}, but the version found there is {found}:"
                " restore a backup into a new home, or set DATABASE_URL."
            )
        return
    unfinished = cluster.with_name("postgres.new")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=OURS_ALONE)
    if os.geteuid() == ROOT:
        os.chown(unfinished, identity.uid, identity.gid, follow_symlinks=False)
    locale = ("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    argv = [str(tool("initdb")), "-D", str(unfinished), "-U", OWNER_ROLE, "-A", "trust", "--data-checksums"]
    _run([*argv, *locale, "--no-instructions", *_settings(INITIAL)], identity)
    unfinished.rename(cluster)
    _fsync(cluster.parent)


def make_database(embedded: Embedded) -> None:
    """Make the application's role and the database where they are missing. Raises EmbeddedUnavailable."""
    try:
        with psycopg.connect(embedded.url(OWNER_ROLE, "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [APP_ROLE]).rowcount:
                role = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
                connection.execute(role.format(sql.Identifier(APP_ROLE)))
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    except psycopg.Error as error:
        raise EmbeddedUnavailable(
            f"The embedded PostgreSQL in {embedded.cluster} refused to make its database"
            f" ({' '.join(str(error).split())}): see {embedded.log}, or set DATABASE_URL."
        ) from error


def clear_leftovers(embedded: Embedded) -> None:
    """Clear what a killed server, or one whose starter was killed, left behind.

    A server that still runs is shut down; processes that lost theirs end by themselves, or are made to. What then
    remains of the lock files only misleads, where they are cut short or their process id is somebody else's by now.
    Raises EmbeddedUnavailable when a process does not end."""
    pid_file, recorded = embedded.cluster / "postmaster.pid", embedded.recorded()
    if not pid_file.exists():
        return
    import psutil  # takes as long as an ordinary start, which needs none of it

    left = _processes(embedded.cluster)
    for how, limit in ENDINGS:
        leader = [process for process in left if recorded and process.pid == recorded.pid]
        for process in left if how is signal.SIGQUIT else leader:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(how)
        deadline = time.monotonic() + (limit if leader else ORPHAN_LIMIT)
        while left and time.monotonic() < deadline:
            time.sleep(TICK)
            left = _processes(embedded.cluster)
    if left:
        raise EmbeddedUnavailable(
            f"Process {left[0].pid} of an earlier server of {embedded.cluster} does not end: end it, and start again."
        )
    if recorded is None or psutil.pid_exists(recorded.pid):
        Path(f"{embedded.socket(embedded.socket_dir)}.lock").unlink(missing_ok=True)
        pid_file.unlink(missing_ok=True)


def _settings(values: Mapping[str, str]) -> list[str]:
    return [part for name, value in values.items() for part in ("-c", f"{name}={value}")]


def _run(argv: Sequence[str], identity: Identity) -> None:
    """Run one of PostgreSQL's programs to its end as the server's user; raises EmbeddedUnavailable."""
    done = subprocess.run(
        launch.command(argv, on_death=signal.SIGTERM, switch=identity.switch),
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        env=environment(),
    )
    if done.returncode != 0:
        lines = done.stderr.splitlines() or ["it said nothing"]
        said = "; ".join([line for line in lines if "error" in line] or lines[-1:])
        raise EmbeddedUnavailable(f"{' '.join(argv[:3])} failed ({said}): mend that, or set DATABASE_URL.")


def _fsync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _processes(cluster: Path) -> "list[psutil.Process]":
    """Return PostgreSQL's processes that work in this folder, as all of a cluster do; none that is only a zombie."""
    import psutil

    found = []
    for process in psutil.process_iter(["cwd", "exe"]):  # each is None where we may not know it, or it has ended
        cwd, program = (Path(process.info[fact] or "") for fact in ("cwd", "exe"))
        if cwd == cluster and program.name.startswith("postgres"):
            found.append(process)
    return found


def last_words(log: Path, start: int) -> str:
    """Return PostgreSQL's own reason from what it logged since byte `start`."""
    with log.open(encoding="utf-8", errors="replace") as file:
        file.seek(start)
        lines = [line.strip() for line in file if line.strip()]
    fatal = [line.split("FATAL: ")[-1].strip() for line in lines if "FATAL: " in line]
    return (fatal or lines or ["it said nothing"])[-1]
