"""A store on this machine that speaks as much of S3 as a push needs, and refuses each request that is not signed right.

It reads the signature as the documentation of Amazon tells it, from the request as it came, and shares no line with the
client that it tests."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

IDENTIFIER, SECRET = "AKIAEXAMPLE", "a secret of the tests"


@dataclass
class Store:
    """What lies in it (path → body), what was said of each, and what was asked, in its order."""

    port: int = 0
    objects: dict[str, bytes] = field(default_factory=dict)
    told: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    busy: int = 0
    fails_at: str = ""

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def signature(method: str, target: str, headers: dict[str, str], told: str) -> str:
    """Compute the signature that a request should have; `told` is its Authorization."""
    fields = dict(part.strip().split("=", 1) for part in told.removeprefix("AWS4-HMAC-SHA256").split(","))
    _, day, region, service, end = fields["Credential"].split("/")
    path, _, query = target.partition("?")
    names = fields["SignedHeaders"].split(";")
    canonical = [method, path, query, *(f"{name}:{headers[name].strip()}" for name in names), "", ";".join(names)]
    canonical.append(headers["x-amz-content-sha256"])
    digest = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
    to_sign = f"AWS4-HMAC-SHA256\n{headers['x-amz-date']}\n{day}/{region}/{service}/{end}\n{digest}"
    key = ("AWS4" + SECRET).encode()
    for step in (day, region, service, end):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()


class Answers(BaseHTTPRequestHandler):
    """Answers one request after another on a connection; what it answers from is the server's store."""

    protocol_version = "HTTP/1.1"
    server: "Serving"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass

    def _take(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.server.lock:
            status, found = self._refusal(body) or self._do(self.server.store, body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(found)))
        self.end_headers()
        self.wfile.write(found)

    do_GET = do_PUT = do_DELETE = _take  # noqa: N815 - the names are the base class's

    def _refusal(self, body: bytes) -> tuple[int, bytes] | None:
        store, headers = self.server.store, {name.lower(): value for name, value in self.headers.items()}
        told = headers.get("authorization", "")
        right = told.endswith(f"Signature={signature(self.command, self.path, headers, told)}")
        whole = headers["x-amz-content-sha256"] == hashlib.sha256(body).hexdigest()
        if store.busy:
            store.busy -= 1
            return 503, b"SlowDown"
        if not (right and whole and f"Credential={IDENTIFIER}/" in told):
            return 403, b"SignatureDoesNotMatch"
        fails = store.fails_at and self.path.endswith(store.fails_at)
        return (400, b"EntityTooLarge") if fails else None

    def _do(self, store: Store, body: bytes) -> tuple[int, bytes]:
        store.asked.append((self.command, self.path))
        if self.command == "PUT":
            store.objects[self.path] = body
            store.told[self.path] = {name.lower(): value for name, value in self.headers.items()}
            return 200, b""
        if self.command == "DELETE":
            store.objects.pop(self.path, None)
            return 204, b""
        found = store.objects.get(self.path)
        return (404, b"NoSuchKey") if found is None else (200, found)


class Serving(ThreadingHTTPServer):
    """The server of one store; one request at a time touches it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.store, self.lock = Store(self.server_port), threading.Lock()


@contextmanager
def running() -> Iterator[Store]:
    """Run a store on a port of its own."""
    server = Serving()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.store
    finally:
        server.shutdown()
        server.server_close()
