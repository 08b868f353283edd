"""Serving the built site's files in front of the application, for `concord run`; nginx or a CDN does it in production.

A plain WSGI function: no session, no database, nothing of Django, so the public site answers while the rest is down."""

import mimetypes
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from concord.publishing.site import STATIC_CSP

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

DYNAMIC = ("/app/", "/accounts/", "/request/", "/demo/", "/static/", "/healthz", "/readyz")
_TYPES = {
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
}
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_COMMON = [
    ("Content-Security-Policy", STATIC_CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Vary", "Accept-Encoding"),
]


class PublicSite:
    """Answers GET and HEAD for the built site; everything else goes on to the application."""

    def __init__(self, application: Application, folder: Path) -> None:
        """`folder` holds `current`, the link to the build that is served."""
        self.application = application
        self.current = folder / "current"

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Serve a file, or the site's own 404 page."""
        place = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or place.startswith(DYNAMIC):
            return self.application(environ, start_response)
        try:
            return self._serve(place, environ, start_response)
        except OSError:  # a name longer than any file's, or a file that a new build has just taken away
            return self.application(environ, start_response)

    def _serve(self, place: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a file; whatever can go wrong with the disk does so before the answer begins."""
        build = self.current.resolve()
        file = self._file(build, place)
        if file is not None and file.is_dir():
            return self._moved(place, start_response)
        if file is None or not file.is_file():
            file = build / "404.html"
            if not file.is_file():
                return self.application(environ, start_response)
            return self._send(file, "404 Not Found", environ, start_response)
        return self._send(file, "200 OK", environ, start_response)

    @staticmethod
    def _file(build: Path, place: str) -> Path | None:
        """Return the file of an address inside the build, or None for one that would leave it."""
        parts = place.encode("latin-1").decode("utf-8", "replace").split("/")[1:]
        if any(part in ("..", ".") or "\0" in part or "\\" in part for part in parts):
            return None
        return build.joinpath(*parts[:-1], parts[-1] or "index.html")

    @staticmethod
    def _moved(place: str, start_response: StartResponse) -> Iterable[bytes]:
        start_response("301 Moved Permanently", [("Location", f"/{place.strip('/')}/"), ("Content-Length", "0")])
        return []

    @staticmethod
    def _send(file: Path, status: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        headers = [("Content-Type", _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "text/plain")]
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        body, tag = None, f'"{file.stat().st_mtime_ns:x}"'
        for encoding, suffix in _ENCODINGS:
            if encoding in accepted:
                try:
                    body = file.with_name(file.name + suffix).read_bytes()
                except FileNotFoundError:
                    continue
                headers.append(("Content-Encoding", encoding))
                tag = f'{tag[:-1]}-{encoding}"'
                break
        headers += [*_COMMON, ("ETag", tag), ("Cache-Control", "no-cache")]
        if environ.get("HTTP_IF_NONE_MATCH") == tag and status.startswith("200"):
            start_response("304 Not Modified", headers)
            return []
        if body is None:
            body = file.read_bytes()
        headers.append(("Content-Length", str(len(body))))
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
