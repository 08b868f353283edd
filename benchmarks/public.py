"""The public site's files as `make run` serves them; and as nginx does, where it is installed."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

from benchmarks import budgets
from benchmarks.client import Browser, crowd
from benchmarks.ground import Ground, House, free_port
from benchmarks.harness import Budget, Row, cpu_s

CONNECTIONS, SECONDS = 4, 4.0
PAGES = ("/", "/sites/alder-falls/", "/sites/alder-falls/recommendations/")
_NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{ access_log off; client_body_temp_path {folder}/body; include /etc/nginx/mime.types; gzip_static on;
  server {{ listen 127.0.0.1:{port}; root {site}; index index.html; }} }}
"""


def measure(ground: Ground, house: House) -> Generator[Row]:
    """Ask for pages over several keep-alive connections."""

    def web() -> float:
        return house.used().web

    for address in PAGES:
        yield _rate(f"public page {address}, by `make run`", house.port, address, web, budgets.PUBLIC)
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        yield Row("public page /, by nginx", None, note="nginx is not installed on this machine")
        return
    site = (ground.home / "public" / "current").resolve()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="concord-nginx-") as folder:
        Path(folder, "conf").write_text(_NGINX.format(folder=folder, port=port, site=site), "utf-8")
        with subprocess.Popen([program, "-p", folder, "-c", f"{folder}/conf"]) as server:
            try:
                yield _rate("public page /, by nginx", port, "/", partial(cpu_s, server.pid), None)
            finally:
                server.terminate()


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
