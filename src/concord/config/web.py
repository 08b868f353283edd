"""The web server: granian, which speaks HTTP in Rust and asks the application in threads (docs/adr/0033).

Each process listens for itself, and the kernel shares out new connections between them."""

import multiprocessing
from typing import Any

from concord.config.environment import whole_number
from concord.core import copies

THREADS = 4  # a process; they wait for the database, or take turns
ENDS_WITHIN = 8  # seconds for requests in work, less than the supervisor's own limit
_LOGS: dict[str, Any] = {"handlers": {}, "loggers": {"_granian": {"propagate": True}}}  # where all else is logged


def serve(address: str, port: int) -> None:
    """Answer until SIGTERM comes. A process that was killed is copied anew from this one, in which all is loaded."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    server = Granian(
        "concord.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=whole_number("CONCORD_WEB_WORKERS", 2),
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        respawn_interval=0,
        workers_kill_timeout=ENDS_WITHIN,
        log_level=LogLevels.error,
        log_dictconfig=_LOGS,
    )
    multiprocessing.set_start_method("fork", force=True)  # the copies of this process; granian would begin bare ones
    server.serve(target_loader=_application, wrap_loader=False)


def _application() -> Any:
    """Return the application to a process that serves; it ends when the one that started it is killed."""
    copies.end_with_parent()
    from concord.config.wsgi import application

    return application
