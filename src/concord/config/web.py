"""How the web server shares out its work (gunicorn's configuration; `concord run` names the rest on its command line).

A page of the application closes its connection: the next one is taken by whichever process is free. Kept open, the
connections of a crowd stay with the process that took them first, and one process worked while the other waited (of a
hundred people who ask at once those of the busy one waited three times as long). Files keep theirs: they are many, and
cheap."""

from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from concord.publishing.serve import DYNAMIC

_PAGES = tuple(sorted(set(DYNAMIC) - {"/static/"}))


class worker_class(ThreadWorker):  # type: ignore[misc] # noqa: N801 - the name of gunicorn's setting
    """Threads that work on what was asked, and on nothing else.

    A connection on which nothing was asked yet (browsers open some for later) waits without a thread; gunicorn's own
    worker lets a thread wait for it for five seconds."""

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection to a thread once something was asked on it."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        conn.set_timeout()
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))


def pre_request(worker: Any, req: Any) -> None:
    """Close the connection after a page of the application."""
    del worker
    if req.path.startswith(_PAGES):
        req.force_close()
