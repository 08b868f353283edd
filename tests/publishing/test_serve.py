"""The built site's files in front of the application: nothing outside the build can be had, and nothing of Django is
asked for what is a file."""

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

import pytest

from concord.config.urls import urlpatterns
from concord.publishing.serve import DYNAMIC, PublicSite
from concord.publishing.site import STATIC_CSP, policy_of

ROOT = Path(__file__).resolve().parents[2]
HOME = b"<!doctype html><title>Home</title>" + b"<p>Words.</p>" * 100
PAGE = "text/html; charset=utf-8"


class Answer(NamedTuple):
    status: str
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Answer]


def _application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("299 Application", [("X-Path", environ["PATH_INFO"])])
    return [b"application"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A build as the builder leaves it: a page, its compressed neighbours, a folder, a 404 page; a secret beside."""
    build = tmp_path / "public" / "builds" / "2026-11-22-aa"
    (build / "sites" / "alder-falls" / "data").mkdir(parents=True)
    (build / "index.html").write_bytes(HOME)
    (build / "index.html.gz").write_bytes(gzip.compress(HOME, mtime=0))
    (build / "index.html.br").write_bytes(b"brotli bytes")
    (build / "404.html").write_bytes(b"<title>Not found</title>")
    (build / "sites" / "alder-falls" / "index.html").write_bytes(b"<title>Alder Falls</title>")
    (build / "sites" / "alder-falls" / "data" / "findings.csv").write_bytes(b"key\n")
    (build / "feed.atom").write_bytes(b"<feed/>")
    (tmp_path / "public" / "current").symlink_to("builds/2026-11-22-aa")
    (tmp_path / "public" / "built.json").write_text("secret")
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "public"


@pytest.fixture
def ask(folder: Path) -> Ask:
    site = PublicSite(_application, folder)

    def ask_(address: str, method: str = "GET", **headers: str) -> Answer:
        given: list[Any] = []
        path = unquote_to_bytes(address).decode("latin-1")
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, **headers}
        body = b"".join(site(environ, lambda status, told: given.extend((status, dict(told)))))
        return Answer(given[0], given[1], body)

    return ask_


def test_a_page_is_a_file_with_its_own_policy(ask: Ask) -> None:
    answer = ask("/")
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == ("200 OK", HOME, PAGE)
    told = {k: v for k, v in answer.headers.items() if k not in ("ETag", "Content-Type", "Content-Length")}
    assert told == {
        "Content-Security-Policy": STATIC_CSP,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Vary": "Accept-Encoding",
        "Cache-Control": "no-cache",
    }
    assert answer.headers["Content-Length"] == str(len(HOME))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/sites/alder-falls/", PAGE),
        ("/sites/alder-falls/data/findings.csv", "text/csv; charset=utf-8"),
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
    ],
)
def test_each_kind_of_file_says_what_it_is(ask: Ask, address: str, kind: str) -> None:
    assert (ask(address).status, ask(address).headers["Content-Type"]) == ("200 OK", kind)


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", b"brotli bytes"),
        ("gzip", "gzip", gzip.compress(HOME, mtime=0)),
        ("identity", None, HOME),
        ("", None, HOME),
    ],
)
def test_a_reader_gets_the_smallest_it_accepts(ask: Ask, accepted: str, encoding: str | None, body: bytes) -> None:
    answer = ask("/", HTTP_ACCEPT_ENCODING=accepted)
    assert (answer.headers.get("Content-Encoding"), answer.body) == (encoding, body)
    assert answer.headers["Content-Length"] == str(len(body))


def test_a_file_without_compressed_neighbours_is_sent_as_it_is(ask: Ask) -> None:
    answer = ask("/feed.atom", HTTP_ACCEPT_ENCODING="gzip, br")
    assert (answer.body, "Content-Encoding" in answer.headers) == (b"<feed/>", False)


def test_what_the_reader_has_already_is_not_sent_again(ask: Ask) -> None:
    plain, packed = ask("/"), ask("/", HTTP_ACCEPT_ENCODING="gzip")
    assert plain.headers["ETag"] != packed.headers["ETag"]
    again = ask("/", HTTP_IF_NONE_MATCH=plain.headers["ETag"])
    assert (again.status, again.body) == ("304 Not Modified", b"")
    assert ask("/", HTTP_IF_NONE_MATCH=packed.headers["ETag"]).status == "200 OK"


def test_a_reader_may_have_several_and_know_them_as_weak(ask: Ask) -> None:
    tag = ask("/").headers["ETag"]
    for told in (f"W/{tag}", f'"another", {tag}', f'"another", W/{tag}'):
        assert ask("/", HTTP_IF_NONE_MATCH=told).status == "304 Not Modified"
    assert ask("/", HTTP_IF_NONE_MATCH='"another"').status == "200 OK"


@pytest.mark.parametrize("address", ["/", "/sites/alder-falls/", "/nothing"])
def test_head_answers_as_get_without_the_body(ask: Ask, address: str) -> None:
    got, head = ask(address), ask(address, method="HEAD")
    assert (head.status, head.headers, head.body) == (got.status, got.headers, b"")


@pytest.mark.parametrize(
    ("address", "to"), [("/sites/alder-falls", "/sites/alder-falls/"), ("//sites", "/sites/"), ("/sites", "/sites/")]
)
def test_a_folder_without_its_stroke_leads_to_it_on_this_host(ask: Ask, address: str, to: str) -> None:
    answer = ask(address)
    assert (answer.status, answer.headers["Location"]) == ("301 Moved Permanently", to)


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/sites/alder-falls/nothing/",
        "/index.html/more",
        "/../built.json",
        "/../../secret.txt",
        "/sites/../../built.json",
        "/%2e%2e/built.json",
        "/..%2f..%2fsecret.txt",
        "/..\\built.json",
        "/./index.html",
        "/index.html%00.css",
        "/%00",
        "/%ff%fe",
        "/caf%C3%A9/",
        "/%0d%0aLocation: x",
        "/" + "/".join(["a"] * 500),
    ],
)
def test_what_is_not_in_the_build_is_the_sites_own_404_page(ask: Ask, address: str) -> None:
    answer = ask(address)
    assert (answer.status, answer.body) == ("404 Not Found", b"<title>Not found</title>")
    assert answer.headers["Content-Security-Policy"] == STATIC_CSP


def test_the_whole_path_of_the_file_system_is_no_address(ask: Ask, folder: Path) -> None:
    for place in (folder / "built.json", folder.parent / "secret.txt", Path("/etc/hostname")):
        assert b"secret" not in ask(f"/{place}").body
        assert ask(f"/{place}").status == "404 Not Found"


@pytest.mark.parametrize(
    "address", ["/app/", "/app/requests/", "/accounts/login/", "/request/", "/static/x.css", "/healthz", "/readyz"]
)
def test_what_is_dynamic_is_the_applications(ask: Ask, address: str) -> None:
    assert ask(address).status == "299 Application"


@pytest.mark.parametrize("address", ["/app", "/request", "/accounts"])
def test_a_dynamic_address_without_its_stroke_is_the_applications_too(ask: Ask, address: str) -> None:
    assert ask(address).status == "299 Application"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
def test_whatever_is_not_reading_is_the_applications(ask: Ask, method: str) -> None:
    assert ask("/", method=method).status == "299 Application"


@pytest.mark.parametrize("address", ["", "*", "/" + "a" * 5000])
def test_an_address_that_is_none_breaks_nothing(ask: Ask, address: str) -> None:
    assert ask(address).status in ("299 Application", "404 Not Found")


def test_one_file_is_kept_once_by_whatever_addresses_it_is_asked_for(folder: Path) -> None:
    site = PublicSite(_application, folder)
    for strokes in range(1, 50):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"{'/' * strokes}sites/alder-falls{'/' * strokes}"}
        assert b"".join(site(environ, lambda *_: None)) == b"<title>Alder Falls</title>"
    assert list(site._memory.answers) == [("/sites/alder-falls/", ())]


def test_what_the_site_leaves_to_the_application_are_the_addresses_that_the_application_has(settings: Any) -> None:
    firsts = {f"/{str(pattern.pattern).partition('/')[0]}" for pattern in urlpatterns}
    demo = {"/demo"}  # there in a demonstration alone, and never the site's
    assert {start.rstrip("/") for start in DYNAMIC} == firsts | demo | {settings.STATIC_URL.rstrip("/")}


def test_before_the_first_build_the_application_answers(ask: Ask, folder: Path) -> None:
    (folder / "current").unlink()
    assert ask("/").status == "299 Application"
    assert ask("/nothing").status == "299 Application"


def test_a_new_build_is_served_from_the_next_answer_on(ask: Ask, folder: Path) -> None:
    new = folder / "builds" / "2026-11-23-bb"
    new.mkdir()
    (new / "index.html").write_text("new")
    (folder / "waiting").symlink_to("builds/2026-11-23-bb")
    (folder / "waiting").replace(folder / "current")
    assert ask("/").body == b"new"


def test_the_search_alone_may_run_a_compiled_program() -> None:
    allowed = [
        place
        for place in ("/", "/search/", "/search/index/x.js", "/es/search/", "/sites/a/", "/sites/a/search/index/x.js")
        if "wasm-unsafe-eval" in policy_of(place)
    ]
    assert allowed == ["/search/", "/search/index/x.js", "/es/search/"]
