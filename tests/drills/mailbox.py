"""A mail server on the loopback interface, for tests: it keeps what it takes, and can hold or refuse a mail."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from select import select


@dataclass
class Mailbox:
    """What the server took: (recipient, text), in the order of its acceptance.

    `refused`: recipients that it never takes. `may_take`: cleared, the server holds each mail unanswered until it is
    set again. `holding` is set once it holds one, and `left` once that one's sender has gone away: nothing was sent."""

    port: int
    taken: list[tuple[str, str]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    may_take: threading.Event = field(default_factory=threading.Event)
    holding: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    def hold(self) -> None:
        """Take no mail until `may_take` is set."""
        self.holding.clear()
        self.left.clear()
        self.may_take.clear()

    def to(self, address: str) -> list[str]:
        """The texts taken for one recipient."""
        return [text for recipient, text in self.taken if recipient == address]


class _Conversation(socketserver.StreamRequestHandler):
    timeout = 30
    recipient = ""

    @property
    def box(self) -> Mailbox:
        return self.server.box  # type: ignore[attr-defined]

    def handle(self) -> None:
        self._say("220 drill")
        try:
            while line := self.rfile.readline().decode().strip():
                self._say(self._answer(line))
                if line.upper() == "QUIT":
                    return
        except OSError:
            return  # the sender is gone

    def _answer(self, line: str) -> str:
        command = line.upper()
        if command.startswith("RCPT"):
            self.recipient = re.findall(r"<(.*?)>", line)[0]
            return "550 not here" if self.recipient in self.box.refused else "250 ok"
        if command == "DATA":
            return self._data()
        return "221 bye" if command == "QUIT" else "250 ok"

    def _data(self) -> str:
        self._say("354 go on")
        text = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionError
            text += line
        if not self.box.may_take.is_set():
            self.box.holding.set()
            self._wait_for_permission()
        self.box.taken.append((self.recipient, text.decode()))
        return "250 taken"

    def _wait_for_permission(self) -> None:
        """Wait until the mail may be taken; note when the sender goes away before that."""
        while not self.box.may_take.is_set():
            if select([self.connection], [], [], 0.02)[0]:  # a sender that waits says nothing: this is the end
                self.box.left.set()
                raise ConnectionError

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Have a mail server meanwhile."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        box = Mailbox(server.server_address[1])
        box.may_take.set()
        server.box = box  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield box
        finally:
            box.may_take.set()
            server.shutdown()
            thread.join()
