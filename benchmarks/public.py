"""The public site's files as `make run` serves them; as the same web server answers a fixed text, which is the least
that any application on it can cost; and as nginx does, where it is installed."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks import budgets
from benchmarks.client import Browser, crowd
from benchmarks.ground import Ground, House, free_port
from benchmarks.harness import Budget, Row, cpu_s
from concord.config import web

CONNECTIONS, SECONDS = 4, 4.0
PAGES = ("/", "/sites/alder-falls/", "/sites/alder-falls/recommendations/")
_NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{ access_log off; client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include /etc/nginx/mime.types; gzip_static on;
  server {{ listen 127.0.0.1:{port}; root {site}; index index.html; }} }}
"""


_FIXED = """
BODY = b"x" * 8000
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(BODY)))])
    return [BODY]
"""


def measure(ground: Ground, house: House) -> Generator[Row]:
    """Ask for pages over several keep-alive connections."""

    def used_by_web() -> float:
        return house.used().web

    for address in PAGES:
        yield _rate(f"public page {address}, by `make run`", house.port, address, used_by_web, budgets.PUBLIC)
    with tempfile.TemporaryDirectory(prefix="concord-web-") as folder:
        Path(folder, "fixed.py").write_text(_FIXED, "utf-8")
        argv = [sys.executable, "-m", "granian", "fixed:application", "--working-dir", folder, "--interface", "wsgi"]
        argv += ["--workers", "2", "--blocking-threads", str(web.THREADS), "--http", "1", "--log-level", "error"]
        with _listening(lambda port: [*argv, "--port", str(port)]) as (port, used):
            yield _rate("a fixed text of 8 kB, by the same web server", port, "/", used, None)
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        yield Row("public page /, by nginx", None, note="nginx is not installed on this machine")
        return
    site = (ground.home / "public" / "current").resolve()
    with tempfile.TemporaryDirectory(prefix="concord-nginx-") as folder:

        def configured(port: int) -> list[str]:
            Path(folder, "conf").write_text(_NGINX.format(folder=folder, port=port, site=site), "utf-8")
            return [program, "-p", folder, "-c", f"{folder}/conf"]

        with _listening(configured) as (port, used):
            yield _rate("public page /, by nginx", port, "/", used, None)


@contextmanager
def _listening(argv: Callable[[int], list[str]]) -> Iterator[tuple[int, Callable[[], float]]]:
    """Run a web server on a free port; have the port, and a function for the CPU seconds so far."""
    port = free_port()
    with subprocess.Popen(argv(port)) as server:
        try:
            _wait_for(port)
            yield port, partial(cpu_s, server.pid)
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _rate(what: str, port: int, address: str, used: Callable[[], float], budget: Budget | None) -> Row:
    counts: list[int] = []

    def ask(browser: Browser, over: Callable[[], bool]) -> None:
        asked = 0
        while not over():
            answer = browser.get(address)
            assert answer.status == 200, f"{address} was answered with {answer.status}"
            asked += 1
        counts.append(asked)

    before = used()
    seconds = crowd(CONNECTIONS, SECONDS, port, ask)
    cpu, asked = used() - before, sum(counts)
    note = (
        f"{asked:,} requests over {CONNECTIONS} connections, {asked / seconds:,.0f}/s with the client on the same cores"
    )
    return Row(what, asked / cpu, "requests per CPU-s", budget, note)
