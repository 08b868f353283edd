"""How the web server shares out its work (gunicorn's configuration; `concord run` names the rest on its command line).

A page of the application closes its connection: the next one is taken by whichever process is free. Kept open, the
connections of a crowd stay with the process that took them first, and one process worked while the other waited (of a
hundred people who ask at once those of the busy one waited three times as long). Files keep theirs: they are many, and
cheap."""

from typing import Any

from concord.publishing.serve import DYNAMIC

_PAGES = tuple(sorted(set(DYNAMIC) - {"/static/"}))


def pre_request(worker: Any, req: Any) -> None:
    """Close the connection after a page of the application."""
    del worker
    if req.path.startswith(_PAGES):
        req.force_close()
