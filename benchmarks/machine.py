"""The machine's facts, which stand beside every result."""

import os
import platform
import re
import subprocess
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil

from concord.core.postgres import tool


def fsync_us(folder: Path) -> float:
    """Return the microseconds of an 8 kB write with fdatasync in a folder, by PostgreSQL's own pg_test_fsync.

    The first tests of the program alone are waited for: some 3 s."""
    file = folder / "fsync.test"
    argv = [str(tool("pg_test_fsync")), "-s", "1", "-f", str(file)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as child:
        try:
            for line in child.stdout or ():
                if found := re.search(r"^\s+fdatasync\s.*?([\d.]+) usecs/op", line):
                    return float(found[1])
        finally:
            child.kill()
            with suppress(FileNotFoundError):
                file.unlink()
    raise RuntimeError("pg_test_fsync printed no line on fdatasync.")


def facts(folder: Path) -> list[str]:
    """Return the machine in lines: when, cores, memory, Python, kernel, load, fsync."""
    memory = psutil.virtual_memory().total / 2**30
    return [
        f"Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"Cores: {len(os.sched_getaffinity(0))} ({_processor()}), memory {memory:.0f} GiB",
        f"Python {platform.python_version()}, Linux {'.'.join(platform.release().split('.')[:2])}",
        f"Load of the machine at the start: {os.getloadavg()[0]:.1f} (0 is a quiet machine)",
        f"A fixed loop of Python at the start: {loop_ms():.0f} CPU-ms",
        f"An 8 kB write with fdatasync (pg_test_fsync): {fsync_us(folder):.0f} µs",
    ]


def loop_ms() -> float:
    """Return the CPU milliseconds of a fixed loop: other work on the machine makes every CPU figure larger, by as much
    as it makes this one."""
    began, total = time.process_time(), 0
    for number in range(3_000_000):
        total += number * number % 7
    return 1000 * (time.process_time() - began)


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()
