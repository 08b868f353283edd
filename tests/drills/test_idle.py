"""Who asks nothing holds up nobody."""

import socket
from contextlib import ExitStack

from tests.drills.house import House

MORE_THAN_THREADS = 64


def test_connections_on_which_nothing_is_asked_hold_up_nobody(house: House) -> None:
    """Browsers open some for later. The house's own limit of an answer, 5 s, is as long as a thread would wait."""
    with ExitStack() as idle:
        for _ in range(MORE_THAN_THREADS):
            idle.enter_context(socket.create_connection(("127.0.0.1", house.port)))
        assert house.get("/request/") == 200
