"""What every measurement shares: CPU time of process trees, rows, budgets, limits, tables."""

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import psutil

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Budget:
    """A line of the design's budget table: its words, its limits where they fit our unit, and the best peer's figure
    as that table gives it. No peer is measured here."""

    words: str
    at_most: float | None = None
    at_least: float | None = None
    peer: str = "–"


@dataclass(frozen=True)
class Row:
    """One figure; None where it could not be measured here, with the reason in the note."""

    what: str
    figure: float | None
    unit: str = ""
    budget: Budget | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """ "met", "MISSED", or "" where no budget speaks of this figure."""
        if self.budget is None or self.figure is None:
            return ""
        high = self.budget.at_most is not None and self.figure > self.budget.at_most
        low = self.budget.at_least is not None and self.figure < self.budget.at_least
        return "MISSED" if high or low else "met"

    def cells(self) -> tuple[str, ...]:
        """Return the row as it is printed."""
        budget = self.budget or Budget("–")
        figure = "not measured" if self.figure is None else f"{shown(self.figure)} {self.unit}".rstrip()
        return (self.what, figure, budget.words, self.verdict, budget.peer, self.note)


HEADER = ("what", "Concord, this run", "budget", "", "best peer (given)", "note")


def shown(figure: float) -> str:
    """Write a figure with three digits that count, whole above 100."""
    if figure >= 100 or figure == int(figure):
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"


def table(rows: Iterable[Row]) -> str:
    """Return rows as a Markdown table whose columns also line up on a terminal."""
    lines = [HEADER, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    written = [
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in lines
    ]
    written.insert(1, f"|{'|'.join('-' * (width + 2) for width in widths)}|")
    return "\n".join(written)


def cpu_s(root: int) -> float:
    """Return the CPU seconds, user and system, of a process and all below it, those that have ended included."""
    total = 0.0
    process = psutil.Process(root)
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            used = one.cpu_times()
            total += used.user + used.system + used.children_user + used.children_system
    return total


@dataclass(frozen=True)
class Ran:
    """A command that has ended: seconds on the wall and of CPU, its own and its children's, and what it printed."""

    wall: float
    cpu: float
    output: str


def run(argv: Sequence[str], env: Mapping[str, str], *, limit: float, cwd: Path = ROOT) -> Ran:
    """Run a command to its end. Raises RuntimeError with its last words when it fails, TimeoutError past the limit."""
    began = time.monotonic()
    child = subprocess.Popen(
        argv,
        env=dict(env),
        cwd=cwd,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    before = os.times()
    try:
        output, _ = child.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise TimeoutError(f"{' '.join(argv)} took more than {limit:.0f} s") from None
    after = os.times()
    if child.returncode:
        raise RuntimeError(f"{' '.join(argv)} ended with {child.returncode}: {output[-600:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Ran(time.monotonic() - began, used, output)


@contextmanager
def limit(seconds: int) -> Iterator[None]:
    """Bound what a measurement may take; past it, TimeoutError."""

    def over(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
