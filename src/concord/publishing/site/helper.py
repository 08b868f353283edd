"""More processes that work beside each other: each reads what to do from its input, does it, and ends.

A process of our own, since neither way of Python's library is safe here: a fork copies a worker's locks and its
connection to the database, and a spawn runs the program that was started a second time."""

import pickle  # nosec B403
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any


def spread(function: Callable[[Any], None], tasks: Sequence[Any], helpers: int) -> None:
    """Call a function of a module for each task, in this many processes. Raises OSError where one failed."""
    command = [sys.executable, "-c", f"from {__name__} import main; main()"]
    started = []
    for n in range(helpers):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        started.append((process, pickle.dumps((function, tasks[n::helpers]))))
    failed = []
    for process, work in started:
        if process.stdin is not None:
            process.stdin.write(work)
            process.stdin.close()
            process.stdin = None  # all of it is sent before any is waited for
    for process, _ in started:
        _, said = process.communicate()
        failed += [said.decode(errors="replace")] if process.returncode else []
    if failed:
        raise OSError("\n".join(failed))


def main() -> None:
    """Do what stands on the input."""
    # What comes in was written by the process that started this one.
    function, tasks = pickle.load(sys.stdin.buffer)  # noqa: S301 # nosec B301
    for task in tasks:
        function(task)
