"""nginx, run with the configuration that the documentation gives, hands out what `concord run` hands out."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from concord.publishing.serve import DYNAMIC, PublicSite
from concord.publishing.site import build, speech
from tests.publishing.site import samples

DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs/how-to/serve-the-public-site.md"
BOTH = speech.chosen(["en", "es"])
SAME = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Content-Encoding")
AROUND = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {own}
}}
"""


class Answer(NamedTuple):
    """What came back: status, the headers that must be the same, the type without its character set, and the body."""

    status: int
    headers: tuple[str | None, ...]
    kind: str
    body: bytes


class Nginx:
    """A running nginx, and the folder of the site that it serves."""

    def __init__(self, port: int, out: Path) -> None:
        self.port, self.out = port, out

    def came(self, address: str) -> tuple[http.client.HTTPResponse, bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as link:
            link.request("GET", address, headers={"Accept-Encoding": "gzip"})
            answer = link.getresponse()
            return answer, answer.read()

    def ask(self, address: str) -> Answer:
        came, body = self.came(address)
        headers = tuple(came.headers.get(name) for name in SAME)
        return Answer(came.status, headers, came.headers.get("Content-Type", "").partition(";")[0], body)


def of_ours(out: Path, address: str) -> Answer:
    """The same answer from the server of `concord run`."""
    given: list[tuple[str, dict[str, str]]] = []
    environ = {"PATH_INFO": address, "REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": "gzip"}
    body = PublicSite(lambda *_: [b""], out)(environ, lambda status, pairs: given.append((status, dict(pairs))))
    status, headers = given[0]
    kind = headers.get("Content-Type", "").partition(";")[0]
    return Answer(int(status[:3]), tuple(headers.get(name) for name in SAME), kind, b"".join(body))


def documents() -> list[dict[str, object]]:
    site = samples.typical()
    return [samples.programme(), site, samples.report(site)]


def configuration(folder: Path, out: Path, port: int) -> str:
    """The documentation's own configuration, without its certificate, at a free port."""
    (own,) = re.findall(r"```nginx\n(.*?)```", DOCUMENTATION.read_text(), re.DOTALL)
    changed = own.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};").replace("/srv/concord-public", str(out))
    assert changed.count(str(port)) == changed.count(str(out)) == 1
    return AROUND.format(user="user root;" if os.geteuid() == 0 else "", folder=folder, own=changed)


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("nginx")
    out = folder / "public"
    build(documents(), out, as_of=samples.AS_OF, languages=BOTH)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(configuration(folder, out, port))
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "nginx is not installed: scripts/system.sh test installs it"
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        until = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < until:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield Nginx(port, out)
    finally:
        process.terminate()
        process.wait(10)


ADDRESSES = (
    "/",
    "/search/",
    "/es/search/",
    "/search/index/pagefind.js",
    "/sites/riverbend/",
    "/es/sites/riverbend/",
    "/sites/riverbend/data/findings.csv",
    "/sites/riverbend/data/tables.xlsx",
    "/sites/riverbend/card.png",
    "/sites/riverbend/releases/riverbend-report-5.json",
    "/sites/riverbend/feed.atom",
    "/sitemap.xml",
    "/data.json",
    "/robots.txt",
    "/no/such/page/",
    "/../built.json",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nginx_answers_as_concord_does(nginx: Nginx, address: str) -> None:
    ours, theirs = of_ours(nginx.out, address), nginx.ask(address)
    if theirs.status == 400:  # nginx refuses an address that climbs out before it looks for a file
        assert ours.status == 404
    else:
        assert theirs == ours


def test_what_never_changes_may_be_kept_for_good_and_all_else_is_asked_for_again(nginx: Nginx) -> None:
    (css, *_) = (path.name for path in (nginx.out / "current/assets").glob("*.css"))
    asked = (f"/assets/{css}", "/", "/sites/riverbend/data/findings.csv")
    assert [nginx.came(address)[0].headers["Cache-Control"] for address in asked] == [
        "public, max-age=31536000, immutable",
        "no-cache",
        "no-cache",
    ]


def test_a_new_build_is_served_from_the_moment_of_its_switch_and_a_broken_one_never(nginx: Nginx) -> None:
    before = nginx.ask("/sites/riverbend/").body
    with pytest.raises(ValueError, match="riverbend"):
        build([*documents(), {**samples.typical(), "site": {}}], nginx.out, as_of=samples.AS_OF, languages=BOTH)
    assert nginx.ask("/sites/riverbend/").body == before
    build(documents(), nginx.out, as_of=samples.AS_OF + timedelta(days=300), languages=BOTH)
    after = nginx.ask("/sites/riverbend/")
    assert (after.status, after.body == before) == (200, False)
    assert after == of_ours(nginx.out, "/sites/riverbend/")


def test_every_address_of_the_application_goes_to_the_application() -> None:
    """The demonstration is never behind nginx; whether the house answers is asked of it directly."""
    passed = re.findall(r"location ~ \^/\(([a-z|]+)\)/", DOCUMENTATION.read_text())
    wanted = {part.strip("/") for part in DYNAMIC if part.endswith("/") and part != "/demo/"}
    assert [set(names.split("|")) for names in passed] == [wanted]
