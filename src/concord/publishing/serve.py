"""Serving the built site's files in front of the application, for `concord run`; nginx or a CDN does it in production.

A plain WSGI function: no session, no database, nothing of Django, so the public site answers while the rest is down."""

import hashlib
import mimetypes
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from concord.publishing.site import policy_of

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

DYNAMIC = (
    "/app/",
    "/api/",
    "/accounts/",
    "/calendar/",
    "/request/",
    "/follow/",
    "/demo/",
    "/static/",
    "/healthz",
    "/readyz",
)
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pagefind": "application/octet-stream",
    ".pf_meta": "application/octet-stream",
    ".pf_index": "application/octet-stream",
    ".pf_fragment": "application/octet-stream",
}
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_COMMON = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Vary", "Accept-Encoding"),
]
_KEPT_LIMIT = 32_000_000  # bytes of files that one process keeps in memory
_KEPT_FILE = 1_000_000  # bytes; a larger file is read each time
_NO_LINK = (0, 0)


class _Answer(NamedTuple):
    """A file as it is sent: its tag, its bytes, and its headers, Content-Length last."""

    tag: str
    body: bytes
    headers: list[tuple[str, str]]


@dataclass
class _Memory:
    """The files read so far of one build: by address, and by the encodings that the browser takes.

    `link` is the inode and the time of the link that led to `build`."""

    link: tuple[int, int]
    build: Path
    answers: dict[tuple[str, tuple[str, ...]], _Answer] = field(default_factory=dict)
    size: int = 0

    def keep(self, key: tuple[str, tuple[str, ...]], answer: _Answer) -> None:
        """Keep a file that is not too large; forget all others first when there is no room."""
        if len(answer.body) > _KEPT_FILE:
            return
        if self.size + len(answer.body) > _KEPT_LIMIT:
            self.answers.clear()
            self.size = 0
        self.answers[key] = answer
        self.size += len(answer.body)


class PublicSite:
    """Answers GET and HEAD for the built site; everything else goes on to the application.

    Reading a file takes longer than all else here, so files stay in memory until the link leads to another build.
    The link is looked at on every request; each build has a memory of its own, so no page outlives its build."""

    def __init__(self, application: Application, folder: Path) -> None:
        """`folder` holds `current`, the link to the build that is served."""
        self.application = application
        self.current = folder / "current"
        self._link = str(self.current)
        self._memory = _Memory(_NO_LINK, self.current)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Serve a file, or the site's own 404 page."""
        place = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or f"{place}/".startswith(DYNAMIC):
            return self.application(environ, start_response)
        try:
            return self._serve(place, environ, start_response)
        except OSError:  # a name longer than any file's, or a file that a new build has just taken away
            return self.application(environ, start_response)

    def _serve(self, place: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a file; whatever can go wrong with the disk does so before the answer begins."""
        memory = self._memory_of_the_build()
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        key = (place, tuple(encoding for encoding, _ in _ENCODINGS if encoding in accepted))
        answer = memory.answers.get(key)
        if answer is None:
            file = _file(memory.build, place)
            if file is not None and file.is_dir():
                return _moved(place, start_response)
            if file is None or not file.is_file():
                return _send(
                    "404 Not Found", _read(memory.build / "404.html", key[1], policy_of(place)), environ, start_response
                )
            answer = _read(file, key[1], policy_of(place))
            if "//" not in place:  # else the same file could be kept under addresses without end
                memory.keep(key, answer)
        if answer.tag in environ.get("HTTP_IF_NONE_MATCH", ""):  # it may list several, and mark them as weak
            start_response("304 Not Modified", answer.headers[:-1])
            return []
        return _send("200 OK", answer, environ, start_response)

    def _memory_of_the_build(self) -> _Memory:
        """Return what is known of the build that the link leads to now. Raises OSError where there is none."""
        found = os.lstat(self._link)
        link = (found.st_ino, found.st_mtime_ns)
        memory = self._memory
        if memory.link != link:
            memory = self._memory = _Memory(link, self.current.resolve())
        return memory


def _file(build: Path, place: str) -> Path | None:
    """Return the file of an address inside the build, or None for one that would leave it."""
    parts = place.encode("latin-1").decode("utf-8", "replace").split("/")[1:]
    if not parts or any(part in ("..", ".") or "\0" in part or "\\" in part for part in parts):
        return None
    return build.joinpath(*parts[:-1], parts[-1] or "index.html")


def _moved(place: str, start_response: StartResponse) -> Iterable[bytes]:
    start_response("301 Moved Permanently", [("Location", f"/{place.strip('/')}/"), ("Content-Length", "0")])
    return []


def _read(file: Path, encodings: tuple[str, ...], policy: str) -> _Answer:
    """Read a file in the first of these encodings in which it is there, else as it is. Raises OSError.

    The tag is of the bytes: it stays the same when the site is built again without a change to this page."""
    headers = [("Content-Type", TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "text/plain")]
    headers.append(("Content-Security-Policy", policy))
    body = None
    for encoding, suffix in _ENCODINGS:
        neighbour = file.with_name(file.name + suffix)
        if encoding in encodings and neighbour.exists():
            body = neighbour.read_bytes()
            headers.append(("Content-Encoding", encoding))
            break
    if body is None:
        body = file.read_bytes()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    length = ("Content-Length", str(len(body)))
    return _Answer(tag, body, [*headers, *_COMMON, ("ETag", tag), ("Cache-Control", "no-cache"), length])


def _send(status: str, answer: _Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response(status, answer.headers.copy())
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]
