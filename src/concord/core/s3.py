"""Objects in a store that speaks Amazon's S3: put, get and remove, each request signed (Signature Version 4).

The signature is as published: docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Self
from urllib.parse import quote, urlsplit

from concord.core.errors import Unavailable

ALGORITHM, SERVICE = "AWS4-HMAC-SHA256", "s3"
TIMEOUT_S = 60.0
TRIES = 3
_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True)
class Keys:
    """Who asks: the identifier, the secret, and the token of keys that last for a while only."""

    identifier: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


def authorization(
    method: str, path: str, headers: Mapping[str, str], *, query: str = "", keys: Keys, region: str
) -> str:
    """Return the Authorization of a request. `path` is encoded already, `query` in its canonical form; `headers` are
    all that are signed, among them host, x-amz-date and x-amz-content-sha256."""
    sent = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
    named = ";".join(sorted(sent))
    lines = "".join(f"{name}:{sent[name]}\n" for name in sorted(sent))
    request = "\n".join((method, path, query, lines, named, sent["x-amz-content-sha256"]))
    at = sent["x-amz-date"]
    scope = f"{at[:8]}/{region}/{SERVICE}/aws4_request"
    told = "\n".join((ALGORITHM, at, scope, hashlib.sha256(request.encode()).hexdigest()))
    key = f"AWS4{keys.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, told.encode(), "sha256").hex()
    return f"{ALGORITHM} Credential={keys.identifier}/{scope},SignedHeaders={named},Signature={signature}"


class Bucket:
    """One bucket of a store, below a prefix. Several threads may use it; `with` closes its connections."""

    def __init__(  # what a store needs to be known is this much
        self, endpoint: str, name: str, *, prefix: str = "", region: str, keys: Keys, now: Callable[[], datetime]
    ) -> None:
        """`endpoint` is the address of the store, such as https://s3.us-east-1.amazonaws.com."""
        self._at = urlsplit(endpoint)
        self._below = f"/{name}/{prefix.strip('/')}".rstrip("/")
        self._region, self._keys, self._now = region, keys, now
        self._idle: list[HTTPConnection] = []

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close every connection."""
        while self._idle:
            self._idle.pop().close()

    def put(self, name: str, body: bytes, *, headers: Mapping[str, str]) -> None:
        """Write an object: readers see the old one or the new one, never a part. Raises Unavailable."""
        self._ask("PUT", name, body, headers)

    def get(self, name: str) -> bytes | None:
        """Return an object, or None where there is none. Raises Unavailable."""
        return self._ask("GET", name)

    def remove(self, name: str) -> None:
        """Remove an object; one that is not there is no error. Raises Unavailable."""
        self._ask("DELETE", name)

    def _ask(self, method: str, name: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes | None:
        """Send a request, again where the store is busy or the line broke; each may be sent twice without harm."""
        path = quote(f"{self._below}/{name}")
        wrong = ""
        for _ in range(TRIES):
            try:
                answer, found = self._send(method, path, body, headers or {})
            except (OSError, HTTPException) as error:
                wrong = str(error) or type(error).__name__
                continue
            if answer.status == HTTPStatus.NOT_FOUND and method != "PUT":
                return None
            if answer.status < HTTPStatus.MULTIPLE_CHOICES:
                return found
            wrong = f"{answer.status} {answer.reason}. {found[:300].decode(errors='replace')}"
            if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR and answer.status not in _AGAIN:
                break
        raise Unavailable(f"The store at {self._at.netloc} did not take {method} {path}: {wrong}")

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[HTTPResponse, bytes]:
        signed = {
            "host": self._at.netloc,
            "x-amz-date": self._now().strftime("%Y%m%dT%H%M%SZ"),
            "x-amz-content-sha256": hashlib.sha256(body).hexdigest(),
            **({"x-amz-security-token": self._keys.token} if self._keys.token else {}),
            **{name.lower(): value for name, value in headers.items()},
        }
        who = authorization(method, path, signed, keys=self._keys, region=self._region)
        line = self._line()
        try:
            line.request(method, path, body=body or None, headers={**signed, "Authorization": who})
            with closing(line.getresponse()) as answer:
                found = answer.read()
        except BaseException:
            line.close()
            raise
        self._idle.append(line)
        return answer, found

    def _line(self) -> HTTPConnection:
        """Return a connection that nobody uses now."""
        try:
            return self._idle.pop()
        except IndexError:
            kind = HTTPSConnection if self._at.scheme == "https" else HTTPConnection
            return kind(self._at.netloc, timeout=TIMEOUT_S)
