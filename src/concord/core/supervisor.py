"""A small supervisor of child processes, for `concord run`.

It looks after Services in the order given: each is started once those before it are ready, started again however
it ended (a job worker ends with code 0 when its database dies), and stopped in the reverse order. A Program is a
function in a process of its own; the embedded database (core/postgres.py) is another Service.
"""

import contextlib
import math
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from types import FrameType
from typing import Any, Protocol, cast

from concord.core import copies

FIRST_DELAY = 0.2  # seconds before a service is started again; doubled each time …
LONGEST_DELAY = 2.0  # … up to this …
HEALTHY_AFTER = 10.0  # … and back to the first once it has run so long
TICK = 0.1
STOP_LIMIT = 10.0  # seconds that a program has to end after SIGTERM
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def never() -> bool:
    """Do not call anything off."""
    return False


class Service(Protocol):
    """What the supervisor looks after.

    `name`: what the log calls it. `restart`: whether it is started again when it ends. `exit_code`: how it ended
    last, minus the signal's number where a signal ended it; None while it runs."""

    @property
    def name(self) -> str: ...

    @property
    def restart(self) -> bool: ...

    @property
    def exit_code(self) -> int | None: ...

    def start(self, called_off: Callable[[], bool] = never) -> None:
        """Start it; do nothing if it runs. A start that waits for something looks at `called_off` meanwhile."""

    def alive(self) -> bool:
        """Whether it runs."""

    def ready(self) -> bool:
        """Whether what comes after it may be started."""

    def stop(self) -> None:
        """Stop it, and only it, within a bounded time; do nothing if it does not run."""


class Program:
    """A function as a Service, in a process and a session of its own (core/copies.py).

    `ready` is asked, while it runs, whether it serves already. It gets SIGTERM to end by; when it is killed, so is
    what it started."""

    def __init__(
        self,
        name: str,
        target: Callable[..., object],
        *given: Any,
        restart: bool = True,
        ready: Callable[[], bool] | None = None,
    ) -> None:
        """Describe it; nothing is started."""
        self.name = name
        self.restart = restart
        self._what = (target, *given)
        self._ready = ready
        self._child: ForkServerProcess | None = None
        self.exit_code: int | None = None

    @property
    def pid(self) -> int | None:
        """Its process id; None while it is down."""
        return self._child.pid if self._child else None

    def start(self, called_off: Callable[[], bool] = never) -> None:
        """Start it; do nothing if it runs."""
        if self.alive() or called_off():
            return
        self.exit_code = None
        self._child = copies.start(self.name, *self._what)

    def alive(self) -> bool:
        """Whether it runs; once it has ended, what it left running is killed."""
        if self._child is None:
            return False
        if self._child.is_alive():
            return True
        self._ended(self._child)
        return False

    def ready(self) -> bool:
        """Whether it runs and, if it can be asked, says that it serves."""
        return self.alive() and (self._ready is None or self._ready())

    def stop(self) -> None:
        """SIGTERM for the program, and after STOP_LIMIT seconds SIGKILL for all its group; then it is down."""
        if self._child is None:
            return
        self._child.terminate()  # does nothing once it has ended
        self._child.join(STOP_LIMIT)
        if self._child.is_alive():
            self._child.kill()
            self._child.join()
        self._ended(self._child)

    def _ended(self, child: ForkServerProcess) -> None:
        """Kill, once, what is left of its process group: the number stays taken only while something is."""
        self.exit_code = child.exitcode
        self._child = None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(cast("int", child.pid), signal.SIGKILL)


@dataclass
class _Watch:
    """One service, and what the supervisor remembers of it; times are of the monotonic clock."""

    service: Service
    began: float | None = None  # when it was last started; None while it is down
    was_ready: bool = False  # once; what comes after it is started from then on
    due: float = 0.0
    delay: float = FIRST_DELAY


class Supervisor:
    """Looks after services in one thread, the one that calls `run`."""

    def __init__(self, services: Sequence[Service], log: Callable[[str], None]) -> None:
        """Name the services in the order of their start; `log` gets a sentence for each start and each end."""
        self._watches = [_Watch(service) for service in services]
        self._log = log
        self._signalled = False

    def run(self, until: threading.Event) -> None:
        """Keep the services running until the event is set or, in the main thread, SIGINT, SIGTERM or SIGHUP comes.

        Then all are stopped, the last first. Raises what the very first start of a service raises, after stopping
        the others; a later failure is logged and tried again."""

        def over() -> bool:
            return self._signalled or until.is_set()

        with self._signals(), contextlib.ExitStack() as stops:
            for watch in self._watches:
                stops.callback(watch.service.stop)
            while not over():
                for watch in self._watches:
                    self._look_after(watch, over)
                    watch.was_ready = watch.was_ready or watch.service.ready()
                    if not watch.was_ready:
                        break
                until.wait(TICK)

    def _look_after(self, watch: _Watch, over: Callable[[], bool]) -> None:
        """Notice that a service has ended, and start it when it is time."""
        service, now = watch.service, time.monotonic()
        if watch.began is not None:
            if service.alive():
                return
            if now - watch.began >= HEALTHY_AFTER:
                watch.delay = FIRST_DELAY
            code = "" if service.exit_code is None else f" with code {service.exit_code}"
            self._set_due(watch, f"{service.name} ended{code}.")
        if now < watch.due or over():
            return
        try:
            service.start(over)
        except Exception as error:
            if watch.due == 0.0:
                raise
            self._set_due(watch, f"{service.name} could not be started: {error}")
            return
        if not over():  # else it may have been called off
            watch.began = time.monotonic()
            self._log(f"{service.name} started.")

    def _set_due(self, watch: _Watch, what: str) -> None:
        """Log what happened to a service and say when it is started again, if ever."""
        watch.began = None
        if not watch.service.restart:
            watch.due = math.inf
            self._log(what)
            return
        watch.due = time.monotonic() + watch.delay
        self._log(f"{what} Starting again in {watch.delay:g} s.")
        watch.delay = min(2 * watch.delay, LONGEST_DELAY)

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Let the signals end `run`; one that our caller ignores, as nohup does, stays ignored."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in SIGNALS}
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, self._heed)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _heed(self, _number: int, _frame: FrameType | None) -> None:
        """Only set a flag: an Event's own lock could be held by the very code that the signal interrupted."""
        self._signalled = True
