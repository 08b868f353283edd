"""An installation that runs for a drill: `concord run` in a home of its own, and what a drill does to it.

Only processes below the drill's own supervisor are ended, each by its id."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from concord.core.postgres import DATABASE, OWNER_ROLE, Embedded

ROOT = Path(__file__).resolve().parents[2]
CONCORD = (sys.executable, "-m", "concord.cli.main")
UP_WITHIN = 60.0  # seconds for a start on a machine that has much else to do

WEB, WEB_WORKER, JOB_WORKER, DATABASE_SERVER = "web", "web worker", "job worker", "database"


def until(true: Callable[[], object], within: float, what: str) -> float:
    """Wait for something that must come, and return how many seconds it took; a drill that waits in vain fails here."""
    began = time.monotonic()
    while not true():
        took = time.monotonic() - began
        assert took < within, f"{what} did not come within {within:g} s"
        time.sleep(0.02)
    return time.monotonic() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """One home, and the processes that serve it while it runs."""

    def __init__(self, home: Path, **environment: str) -> None:
        """Name the home and whatever else its environment says; nothing is started."""
        self.home = home
        self.port = free_port()
        self.log = home.with_name(f"{home.name}.log")
        self.supervisor: subprocess.Popen[bytes] | None = None
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CONCORD_", "DATABASE_", "DJANGO_"))
        } | {
            "CONCORD_HOME": str(home),
            "CONCORD_NO_FORM_GUARD": "1",  # the writers of the drills are faster than anybody, and share an address
            "DJANGO_SETTINGS_MODULE": "concord.config.settings",
            "PORT": str(self.port),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            **environment,
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # Starting and stopping

    def launch(self, **environment: str) -> "subprocess.Popen[bytes]":
        """Start the supervisor, and do not wait."""
        with self.log.open("ab") as log:
            options: dict[str, Any] = {"stdout": log, "stderr": log, "cwd": ROOT, "start_new_session": True}
            self.supervisor = subprocess.Popen([*CONCORD, "run"], env=self.environment | environment, **options)
        return self.supervisor

    def start(self) -> float:
        """Start it unless it runs; return after how many seconds everything answers."""
        if self.supervisor is None or self.supervisor.poll() is not None:
            self.launch()
        return self.answers(UP_WITHIN)

    def answers(self, within: float) -> float:
        """Wait until web, database and job worker all answer; return how many seconds that took."""
        began = time.monotonic()

        def all_answer() -> bool:
            assert self.supervisor is not None
            assert self.supervisor.poll() is None, self.log.read_text()
            return self.get("/readyz") == 200 and self.get("/request/") == 200 and self.worker_lives()

        until(all_answer, within, f"an answer of all parts ({self.log})")
        return time.monotonic() - began

    def stop(self, how: signal.Signals = signal.SIGINT) -> float:
        """End the supervisor as Ctrl-C does, and return how many seconds it took; all that it started is gone then."""
        assert self.supervisor is not None
        below = self.below()
        began = time.monotonic()
        self.supervisor.send_signal(how)
        self.supervisor.wait(60)
        took = time.monotonic() - began
        until(lambda: not any(runs(process) for process in below), 15, "the end of all that was started")
        return took

    # Its processes

    def below(self) -> list[psutil.Process]:
        """Every process below the supervisor."""
        assert self.supervisor is not None
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.supervisor.pid).children(recursive=True)
        return []

    def part(self, kind: str) -> list[psutil.Process]:
        """The processes of one kind that run now."""
        assert self.supervisor is not None
        return [process for process in self.below() if _kind(process, self.supervisor.pid) == kind]

    def kill(self, kind: str) -> bool:
        """End one process of a kind at once (SIGKILL); False when none runs now."""
        for process in self.part(kind):
            with suppress(psutil.NoSuchProcess):
                process.kill()
                return True
        return False

    # What it answers and holds

    def get(self, path: str) -> int:
        """The status of a page, 0 when nobody answers."""
        try:
            return httpx.get(f"{self.address}{path}", timeout=5, trust_env=False).status_code
        except httpx.HTTPError:
            return 0

    def sql(self, question: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask its database, as the owner."""
        with psycopg.connect(Embedded(self.home).url(OWNER_ROLE, DATABASE), autocommit=True) as connection:
            return connection.execute(question, values).fetchall()  # type: ignore[arg-type]

    def worker_lives(self) -> bool:
        """Whether a job worker has shown a sign of life just now."""
        alive = "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - interval '3 s'"
        try:
            return bool(self.sql(alive)) and bool(self.part(JOB_WORKER))
        except psycopg.Error:
            return False

    # Commands

    def concord(self, *words: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of `concord` on this home to its end."""
        return self.finished(self.begin(*CONCORD, *words, **environment))

    def python(self, script: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run a script with this home's environment to its end."""
        return self.finished(self.begin(sys.executable, "-c", script, **environment))

    def begin(self, *argv: str | Path, **environment: str) -> "subprocess.Popen[str]":
        """Start a command, and do not wait."""
        pipes: Mapping[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen([*map(str, argv)], env=self.environment | environment, cwd=ROOT, **pipes)

    @staticmethod
    def finished(process: "subprocess.Popen[str]") -> "subprocess.CompletedProcess[str]":
        """Wait for a command that was begun."""
        said, wrong = process.communicate(timeout=180)
        return subprocess.CompletedProcess(process.args, process.returncode, said, wrong)

    def copy_to(self, home: Path) -> None:
        """Copy this home while it does not run."""
        shutil.copytree(self.home, home)


def runs(process: psutil.Process) -> bool:
    """Whether a process runs; one that ended and was not asked about yet does not run."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _kind(process: psutil.Process, supervisor: int) -> str:
    try:
        name, words, above = process.name(), process.cmdline(), process.parent()
    except psutil.NoSuchProcess:
        return ""
    if name == "concord-web":
        return WEB_WORKER if above is not None and above.name() == name else WEB
    if name == "concord-worker":
        return JOB_WORKER
    return DATABASE_SERVER if above is not None and above.pid == supervisor and "-D" in words else ""
