"""How the web server shares out its work (gunicorn's configuration; `concord run` names the rest on its command line).

Whoever is free takes what was asked first. A page of the application closes its connection, and a process takes another
only while one of its threads is free; until then connections wait with the kernel, in the order in which they came,
for both processes. Otherwise a crowd stays with the process that took it first, and the other waits. Files keep their
connections: they are many, and cheap."""

from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from concord.publishing.serve import DYNAMIC

_PAGES = tuple(sorted(set(DYNAMIC) - {"/static/"}))


class worker_class(ThreadWorker):  # type: ignore[misc] # noqa: N801 - the name of gunicorn's setting
    """Threads that work on what was asked, and on nothing else.

    A connection on which nothing was asked yet (browsers open some for later) waits without a thread; gunicorn's own
    worker lets a thread wait for it for five seconds, and takes connections while all threads have work."""

    working = 0

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Go round once; take connections only while a thread is free."""
        free = self.working < self.cfg.threads and self.nr_conns < self.worker_connections
        self.set_accept_enabled(self.alive and free)
        super().wait_for_and_dispatch_events(timeout)

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection to a thread once something was asked on it."""
        if not (conn.initialized or conn.data_ready):
            self._wait_for(conn)
            return
        self.working += 1
        super().enqueue_req(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Have the thread free for the next."""
        self.working -= 1
        super().finish_request(conn, fs)

    def _wait_for(self, conn: Any) -> None:
        conn.sock.setblocking(False)
        conn.set_timeout()
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))


def pre_request(worker: Any, req: Any) -> None:
    """Close the connection after a page of the application."""
    del worker
    if req.path.startswith(_PAGES):
        req.force_close()
