"""A small HTTP client: keep-alive connections that remember cookies, and a crowd of them."""

import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode


class Answer(NamedTuple):
    """A status, a body as text, and where a redirection leads."""

    status: int
    body: str
    location: str


class Browser:
    """One keep-alive connection to the application on this machine, with the cookies that it was given."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def get(self, address: str) -> Answer:
        return self._ask("GET", address)

    def post(self, address: str, fields: Mapping[str, str]) -> Answer:
        return self._ask("POST", address, urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **fields}))

    def sign_in(self, role: str) -> None:
        """Sign in as the demo's first person whose role has this title."""
        page = self.get("/demo/").body
        person = re.search(rf'action="(/demo/sign-in/\d+/)"(?:(?!</li>).)*<b>{re.escape(role)}\.</b>', page, re.DOTALL)
        if person is None:
            raise RuntimeError(f"The demo has no {role}.")
        answer = self.post(person[1], {})
        if answer.location != "/app/":
            raise RuntimeError(f"Signing in as {role} was answered with {answer.status}.")

    def close(self) -> None:
        """Close the connection; the next request opens another. The server closes one that was idle for 2 s."""
        self.connection.close()

    def _ask(self, method: str, address: str, body: str = "") -> Answer:
        headers = {"Host": "localhost", "Accept-Encoding": "gzip, br"} | self._cookie()
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, address, body or None, headers)
        response = self.connection.getresponse()
        content = response.read()
        self._remember(response)
        text = "" if response.headers.get("Content-Encoding") else content.decode()
        return Answer(response.status, text, response.headers.get("Location", ""))

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}

    def _remember(self, response: HTTPResponse) -> None:
        for given in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(given).items()}


def crowd(size: int, seconds: float, port: int, act: Callable[[Browser, Callable[[], bool]], None]) -> float:
    """Let `size` browsers act at once, each in a thread, until `over()` says that the time is up; return the seconds.

    Raises the first error of any of them."""
    began = time.monotonic()

    def over() -> bool:
        return time.monotonic() - began >= seconds

    def one() -> None:
        with closing(Browser(port)) as browser:
            act(browser, over)

    with ThreadPoolExecutor(size) as threads:
        for done in [threads.submit(one) for _ in range(size)]:
            done.result()
    return time.monotonic() - began
