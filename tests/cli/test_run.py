import http.server
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from concord.cli import run
from concord.core.errors import Unavailable


@contextmanager
def answering(status: int, **headers: str) -> Iterator[int]:
    """A web server that answers everything with this status; its port."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@contextmanager
def saying(line: bytes) -> Iterator[int]:
    """A server that says one line to the first who comes, and hangs up; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            with server.accept()[0] as other:
                other.recv(1000)
                other.sendall(line)

        thread = threading.Thread(target=hang_up)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONCORD_HOME", str(tmp_path))
    monkeypatch.delenv("CONCORD_BIND", raising=False)
    monkeypatch.delenv("CONCORD_DEMO", raising=False)
    return tmp_path


@pytest.mark.parametrize(("status", "serves"), [(200, True), (301, True), (500, False), (503, False)])
def test_the_web_server_serves_when_it_answers_even_by_a_redirect_to_https(
    home: Path, status: int, serves: object
) -> None:
    with answering(status, Location="https://reform.example.org/healthz") as port:
        assert run._answers(port)() is serves


@pytest.mark.parametrize("line", [b"", b"HTTP/1.1", b"what?\r\n\r\n"])
def test_a_web_server_that_breaks_off_does_not_serve_yet(home: Path, line: bytes) -> None:
    with saying(line) as port:
        assert run._answers(port)() is False


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.0.0.2", run.EVERY_ADDRESS])
def test_the_web_server_is_asked_at_the_address_where_it_listens(
    home: Path, monkeypatch: pytest.MonkeyPatch, bind: str
) -> None:
    monkeypatch.setenv("CONCORD_BIND", bind)
    with socket.create_server((bind, 0)) as server:
        ask = run._answers(server.getsockname()[1])
        answer = threading.Thread(target=_answer_once, args=(server,))
        answer.start()
        assert ask() is True
        answer.join()


def _answer_once(server: socket.socket) -> None:
    with server.accept()[0] as other:
        assert b"Host: localhost" in other.recv(1000)
        other.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def test_a_port_that_another_program_has_is_refused(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(Unavailable, match="is taken"):
        run._require_free(other.getsockname()[1])


def test_a_port_that_our_own_earlier_web_server_still_has_is_waited_for(home: Path) -> None:
    (home / "web.runs").touch()
    earlier = socket.create_server(("127.0.0.1", 0))
    port = earlier.getsockname()[1]
    with earlier:
        threading.Timer(0.3, earlier.close).start()
        run._require_free(port)
        assert earlier.fileno() == -1


def test_an_address_of_another_machine_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORD_BIND", "192.0.2.1")
    with pytest.raises(Unavailable, match=r"Port 8123 of 192\.0\.2\.1 cannot be used: Cannot assign"):
        run._require_free(8123)


@pytest.mark.parametrize("bind", [run.EVERY_ADDRESS, "192.0.2.1", "::"])
def test_a_demonstration_listens_to_nobody_else(home: Path, monkeypatch: pytest.MonkeyPatch, bind: str) -> None:
    monkeypatch.setenv("CONCORD_DEMO", "1")
    monkeypatch.setenv("CONCORD_BIND", bind)
    with pytest.raises(Unavailable, match="signs anybody in with one click, so it does not listen on"):
        run._require_free(8123)


@pytest.mark.parametrize("given", ["0", "65536", "-1", "eight", "80 ", "²"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("PORT", given)
    with pytest.raises(Unavailable, match="expected a number from 1 to 65535"):
        run._port()
