"""Processes that are copied from one in which everything is loaded already.

That one is Python's own fork server (multiprocessing, start method "forkserver"): it begins as a bare interpreter, has
no threads, and does nothing but load and copy itself. So a web server or a worker begins at once, again and again, and
they share the memory of what was loaded; copying this process instead would copy the locks of its threads.

`load` says what is loaded, before the first copy; without it a copy begins bare."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerProcess
from typing import Any

from concord.core.errors import ConcordError

_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15  # linux/prctl.h
_LONGEST_NAME = 15  # of a process, as the kernel keeps it

_OF_THE_TERMINAL = {signal.SIGTERM, signal.SIGHUP}  # they come to the whole group; SIGINT is ignored there anyway

_copies = multiprocessing.get_context("forkserver")


def load(*modules: str) -> None:
    """Have these modules loaded, beginning now and beside us; what fails to load is loaded again by who needs it."""
    _copies.set_forkserver_preload(["__main__", *modules])
    _ensure_running()


def start(name: str, target: Callable[..., object], *given: Any) -> ForkServerProcess:
    """Call `target(*given)` in a copy, and return its process; both are pickled, and the copy ends when the call does.

    It has a session of its own, so Ctrl-C in the terminal does not reach it, and the name `concord-<name>` in `ps`. On
    Linux it gets SIGTERM when this process is killed. A ConcordError is said in a sentence, with exit code 1."""
    _ensure_running()
    process = _copies.Process(target=_begin, args=(name, target, *given))
    process.start()
    return process


def end_with_parent() -> None:
    """Have the kernel send this process SIGTERM when the one that started it ends, however that ends (on Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def _ensure_running() -> None:
    """Have a fork server that no signal of the terminal ends: it ends with us, when all that we started was stopped."""
    resource_tracker.ensure_running()  # the fork server wants it, and starting it would unblock the signals
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _OF_THE_TERMINAL)
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(name: str, target: Callable[..., object], *given: Any) -> None:
    os.setsid()
    # Open in a copy, this would keep the fork server from seeing that we have ended.
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]  # noqa: SLF001
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_NAME, f"concord-{name}".encode()[:_LONGEST_NAME], 0, 0, 0)
    end_with_parent()  # the fork server, which ends with us
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _OF_THE_TERMINAL)
    parent = multiprocessing.parent_process()
    if parent is None or not parent.is_alive():  # it ended before the line above could tell us
        return
    try:
        target(*given)
    except ConcordError as error:
        sys.exit(str(error))
