import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import psycopg
import pytest

from concord.core import supervisor
from concord.core.postgres import DATABASE, OWNER_ROLE, Embedded, Server
from concord.core.supervisor import Program, Service, Supervisor, never

SOURCE = Path(supervisor.__file__).parents[2]

# Says in a shared file that it came up and, on SIGTERM, that it went down; whoever reads the one may cause the other.
SHELL = 'trap "echo down $0 >> $1; exit 0" TERM; echo "up $0" >> "$1"; while :; do sleep 0.02; done'

# Supervises two programs from its main thread; the second has a child of its own.
MAIN = """
import os, sys, threading
from concord.core.supervisor import Program, Supervisor
shell, journal = sys.argv[1:]
one = Program("one", os.execvp, "sh", ["sh", "-c", shell, "one", journal])
two = Program("two", os.execvp, "sh", ["sh", "-c", "sleep 600 & " + shell, "two", journal])
Supervisor([one, two], lambda line: print(line, flush=True)).run(threading.Event())
print("over", flush=True)
"""

# A program that cannot go on.
REFUSING = """
from concord.core import copies
from concord.core.errors import ConcordError
def refuse(sentence):
    raise ConcordError(sentence)
if __name__ == "__main__":
    child = copies.start("bad", refuse, "The key is lost.")
    child.join()
    raise SystemExit(child.exitcode)
"""


def until(true: Callable[[], object]) -> None:
    """Wait for something that must come; a test that waits in vain fails here."""
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def gone(pid: int) -> bool:
    """Whether no process of this id runs; one that ended and was not asked about yet does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@contextlib.contextmanager
def supervised(*services: Service) -> Iterator[list[str]]:
    """Run a supervisor in a thread meanwhile; the list is its log."""
    log: list[str] = []
    over = threading.Event()
    thread = threading.Thread(target=Supervisor(services, log.append).run, args=[over])
    thread.start()
    try:
        yield log
    finally:
        over.set()
        thread.join(20)
        assert not thread.is_alive()


def shell(name: str, script: str, *words: str, **options: Any) -> Program:
    return Program(name, os.execvp, "sh", ["sh", "-c", script, *words], **options)


def noisy(name: str, journal: Path, **options: Any) -> Program:
    return shell(name, SHELL, name, str(journal), **options)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal"
    path.touch()
    return path


@contextlib.contextmanager
def command(journal: Path, *before: str) -> Iterator[subprocess.Popen[str]]:
    """Run MAIN in a process and a process group of its own, until both programs are up. No signal is ignored there from
    the beginning, however the tests were started."""
    line = ["env", "--default-signal=HUP,INT,TERM", *before, sys.executable, "-c", MAIN, SHELL, str(journal)]
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True, process_group=0) as process:
        try:
            until(lambda: set(journal.read_text().splitlines()) == {"up one", "up two"})
            yield process
        finally:
            process.kill()


def test_programs_start_in_order_each_when_the_last_is_ready_and_stop_in_reverse(journal: Path) -> None:
    def says(line: str) -> bool:
        return line in journal.read_text().splitlines()

    one, two, three = (noisy(name, journal, ready=lambda name=name: says(f"up {name}")) for name in ("1", "2", "3"))
    with supervised(one, two, three) as log:
        until(lambda: says("up 3"))
    assert journal.read_text().splitlines() == ["up 1", "up 2", "up 3", "down 3", "down 2", "down 1"]
    assert log == ["1 started.", "2 started.", "3 started."]


def test_a_program_that_is_not_ready_holds_back_what_comes_after_it(journal: Path) -> None:
    asked = []
    first = noisy("first", journal, ready=lambda: asked.append(1))
    with supervised(first, noisy("second", journal)):
        until(lambda: len(asked) > 2 and "up first" in journal.read_text())
    assert journal.read_text().splitlines() == ["up first", "down first"]


def test_whatever_the_code_a_program_that_ends_is_started_again_with_growing_delays(journal: Path) -> None:
    good = shell("good", "true")
    bad = shell("bad", "exit 3")
    with supervised(good, bad, noisy("steady", journal)) as log:
        until(lambda: sum("bad ended" in line for line in log) >= 4 and sum("good ended" in line for line in log) >= 4)
    for name, code in (("good", 0), ("bad", 3)):
        own = [line for line in log if line.startswith(name)]
        assert own[:8:2] == [f"{name} started."] * 4
        assert own[1:8:2] == [
            f"{name} ended with code {code}. Starting again in {delay} s." for delay in ("0.2", "0.4", "0.8", "1.6")
        ]
    assert journal.read_text().splitlines() == ["up steady", "down steady"]


def test_the_delay_stops_growing_and_starts_over_after_a_healthy_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LONGEST_DELAY", 0.4)
    with supervised(shell("bad", "false")) as log:
        until(lambda: len(log) >= 8)
    assert [line.rpartition(" in ")[2] for line in log[1:8:2]] == ["0.2 s.", "0.4 s.", "0.4 s.", "0.4 s."]
    monkeypatch.setattr(supervisor, "HEALTHY_AFTER", 0.0)
    with supervised(shell("bad", "false")) as log:
        until(lambda: len(log) >= 6)
    assert log[1:6:2] == ["bad ended with code 1. Starting again in 0.2 s."] * 3


def test_a_program_that_is_to_run_once_runs_once(journal: Path) -> None:
    with supervised(shell("once", "true", restart=False), noisy("after", journal)) as log:
        until(lambda: "once ended with code 0." in log and journal.read_text())
    assert sorted(log) == ["after started.", "once ended with code 0.", "once started."]


def test_a_program_that_refuses_says_so_in_a_sentence_and_ends_with_1(tmp_path: Path) -> None:
    script = tmp_path / "refusing.py"
    script.write_text(REFUSING)
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (1, "The key is lost.\n")


def test_a_program_goes_by_its_name() -> None:
    program = Program("long-named-one", time.sleep, 600)
    program.start()
    until(lambda: Path(f"/proc/{program.pid}/comm").read_text() == "concord-long-na\n")
    program.stop()
    assert program.exit_code == -signal.SIGTERM


def test_a_program_begins_again_when_what_it_is_copied_from_was_killed(journal: Path) -> None:
    with supervised(noisy("one", journal)) as log:
        until(lambda: journal.read_text() == "up one\n")
        os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
        until(lambda: journal.read_text() == "up one\ndown one\nup one\n")
    assert [line.partition(" ")[2].partition(".")[0] for line in log[:1] + log[-1:]] == ["started", "started"]


def test_a_program_that_ignores_its_end_is_killed_with_its_children(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "STOP_LIMIT", 0.2)
    deaf = shell("deaf", f"trap '' TERM; sleep 600 & echo $! > {journal}; wait")
    deaf.start()
    until(lambda: journal.read_text().endswith("\n"))
    child = int(journal.read_text())
    deaf.stop()
    assert (deaf.alive(), deaf.pid, deaf.exit_code) == (False, None, -signal.SIGKILL)
    until(lambda: gone(child))


def test_what_a_crashed_program_leaves_running_is_ended_before_it_is_started_again(journal: Path) -> None:
    program = shell("parent", f"sleep 600 & echo $! > {journal}; exit 1")
    program.start()
    until(lambda: not program.alive())
    assert program.exit_code == 1
    until(lambda: gone(int(journal.read_text())))


def test_a_bystander_is_left_alone(journal: Path) -> None:
    bystander = subprocess.Popen(["sleep", "600"])
    with supervised(noisy("one", journal)):
        until(journal.read_text)
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_terminals_group_reaches_the_supervisor_alone_which_stops_in_order(
    journal: Path, number: signal.Signals
) -> None:
    with command(journal) as process:
        os.killpg(process.pid, number)
        output, _ = process.communicate(timeout=20)
    assert output.splitlines() == ["one started.", "two started.", "over"]
    assert journal.read_text().splitlines()[2:] == ["down two", "down one"]
    assert process.returncode == 0


def test_a_signal_that_the_caller_ignores_stays_ignored(journal: Path) -> None:
    with command(journal, "nohup") as process:
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert journal.read_text().splitlines()[2:] == ["down two", "down one"]


def test_programs_end_when_the_supervisor_is_killed(journal: Path) -> None:
    with command(journal) as process:
        process.kill()
        until(lambda: set(journal.read_text().splitlines()[2:]) == {"down one", "down two"})


class Fragile:
    """A service whose starts fail on some counts."""

    name = "fragile"
    restart = True
    exit_code = None

    def __init__(self, failing: set[int]) -> None:
        self.failing = failing
        self.starts = 0
        self.up = False

    def start(self, called_off: Callable[[], bool] = never) -> None:
        assert not called_off()
        self.starts += 1
        if self.starts in self.failing:
            raise RuntimeError("The cable is out: put it in.")
        self.up = True

    def alive(self) -> bool:
        return self.up

    def ready(self) -> bool:
        return self.up

    def stop(self) -> None:
        self.up = False


def test_a_first_start_that_fails_is_raised_after_the_others_were_stopped(journal: Path) -> None:
    one = noisy("one", journal, ready=journal.read_text)
    with pytest.raises(RuntimeError, match="The cable is out"):
        Supervisor([one, Fragile({1})], print).run(threading.Event())
    assert journal.read_text().splitlines() == ["up one", "down one"]


def test_a_later_start_that_fails_is_logged_and_tried_again() -> None:
    service = Fragile({2})
    with supervised(service) as log:
        until(lambda: service.up)
        service.up = False
        until(lambda: service.starts == 3)
    assert log == [
        "fragile started.",
        "fragile ended. Starting again in 0.2 s.",
        "fragile could not be started: The cable is out: put it in. Starting again in 0.4 s.",
        "fragile started.",
    ]


def test_no_acknowledged_row_is_lost_when_the_database_is_killed_under_writers(tmp_path: Path) -> None:
    server = Server(tmp_path)
    address = Embedded(tmp_path).url(OWNER_ROLE, DATABASE)
    acknowledged: list[int] = []
    enough = threading.Event()

    def write(writer: int) -> None:
        row = writer * 10_000_000
        while not enough.is_set():
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(address, autocommit=True) as connection:
                while not enough.is_set():
                    row += 1  # also after a failure: whether that row came through is unknown
                    connection.execute("INSERT INTO written VALUES (%s)", [row])
                    acknowledged.append(row)
            enough.wait(0.02)  # lets the supervisor's thread have its turn

    writers = [threading.Thread(target=write, args=[number]) for number in range(4)]
    with supervised(server) as log:
        until(lambda: log)
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE written (n int PRIMARY KEY)")
        for writer in writers:
            writer.start()
        for kill in range(3):
            before, starts = len(acknowledged), log.count("postgres started.")
            until(lambda before=before: len(acknowledged) > before + 50)
            os.kill(server.pid, signal.SIGKILL)
            until(lambda starts=starts: log.count("postgres started.") > starts)
            assert len([line for line in log if line.startswith("postgres ended with code -9.")]) == kill + 1
        enough.set()
        for writer in writers:
            writer.join()
        with psycopg.connect(address) as connection:
            kept = {row for (row,) in connection.execute("SELECT n FROM written")}
    assert set(acknowledged) - kept == set()
    assert len(acknowledged) > 150
    assert not server.alive()
