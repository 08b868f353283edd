"""The built site's files in front of the application."""

from pathlib import Path
from typing import Any

import pytest

from concord.publishing import serve
from concord.publishing.serve import PublicSite


class Site:
    """A folder of builds, and what its server answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = PublicSite(self._application, folder)
        self.builds = 0

    def publish(self, **files: str | bytes) -> Path:
        """Make a build of these files (`__` in a name is a slash, `_` a full stop), and turn the link to it."""
        self.builds += 1
        build = self.folder / f"build-{self.builds}"
        for name, content in files.items():
            file = build / name.replace("__", "/").replace("_", ".")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        waiting = self.folder / "waiting"
        waiting.symlink_to(build.name)
        waiting.replace(self.folder / "current")
        return build

    def ask(self, place: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
        said: list[Any] = []
        asked = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        environ = {"PATH_INFO": place, "REQUEST_METHOD": method, **asked}
        body = b"".join(self.server(environ, lambda *words: said.extend(words)))
        return said[0], dict(said[1]), body

    @staticmethod
    def _application(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("418 The application", [])
        return [b"the application"]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_folder_is_answered_with_its_page(site: Site) -> None:
    site.publish(sites__alder__index_html="Alder")
    status, headers, body = site.ask("/sites/alder/")
    assert (status, headers["Content-Type"], body) == ("200 OK", "text/html; charset=utf-8", b"Alder")


def test_a_folder_without_its_last_slash_is_redirected(site: Site) -> None:
    site.publish(sites__alder__index_html="Alder")
    status, headers, body = site.ask("/sites/alder")
    assert (status, headers["Location"], body) == ("301 Moved Permanently", "/sites/alder/", b"")


def test_an_address_that_leads_nowhere_gets_the_sites_own_page(site: Site) -> None:
    site.publish(index_html="Home", **{"404_html": "Not here"})
    status, headers, body = site.ask("/elsewhere/")
    assert (status, headers["Content-Length"], body) == ("404 Not Found", "8", b"Not here")


@pytest.mark.parametrize("place", ["/../secret", "/a/../../secret", "/./secret", "/a\\..\\secret", "/secret\0"])
def test_no_address_leads_out_of_the_build(site: Site, place: str) -> None:
    (site.folder / "secret").write_text("secret")
    site.publish(**{"404_html": "Not here"})
    assert site.ask(place)[0] == "404 Not Found"


def test_an_overlong_name_goes_on_to_the_application(site: Site) -> None:
    site.publish(index_html="Home")
    assert site.ask(f"/{'a' * 5000}/")[2] == b"the application"


def test_everything_goes_on_to_the_application_before_the_first_build(site: Site) -> None:
    assert site.ask("/")[2] == b"the application"


@pytest.mark.parametrize(("place", "method"), [("/app/", "GET"), ("/request/", "GET"), ("/", "POST")])
def test_what_is_dynamic_goes_on_to_the_application(site: Site, place: str, method: str) -> None:
    site.publish(index_html="Home", app__index_html="no", request__index_html="no")
    assert site.ask(place, method)[2] == b"the application"


def test_the_smallest_form_that_the_browser_takes_is_sent(site: Site) -> None:
    site.publish(index_html="plain", index_html_gz="zipped", index_html_br="brotli")
    answers = [site.ask("/", accept_encoding=accepted) for accepted in ("gzip, br", "gzip", "")]
    assert [(headers.get("Content-Encoding"), body) for _, headers, body in answers] == [
        ("br", b"brotli"),
        ("gzip", b"zipped"),
        (None, b"plain"),
    ]


def test_a_form_that_was_not_made_is_passed_over(site: Site) -> None:
    site.publish(index_html="plain")
    _, headers, body = site.ask("/", accept_encoding="gzip, br")
    assert ("Content-Encoding" in headers, body) == (False, b"plain")


def test_a_head_request_gets_the_headers_alone(site: Site) -> None:
    site.publish(index_html="Home")
    status, headers, body = site.ask("/", "HEAD")
    assert (status, headers["Content-Length"], body) == ("200 OK", "4", b"")


def test_a_page_that_the_browser_has_is_not_sent_again(site: Site) -> None:
    site.publish(index_html="Home")
    tag = site.ask("/")[1]["ETag"]
    status, headers, body = site.ask("/", if_none_match=tag)
    assert (status, headers["ETag"], "Content-Length" in headers, body) == ("304 Not Modified", tag, False, b"")


def test_the_tag_of_a_page_lasts_as_long_as_its_bytes(site: Site) -> None:
    site.publish(index_html="Home", other_html="one")
    tags = site.ask("/")[1]["ETag"], site.ask("/other.html")[1]["ETag"]
    site.publish(index_html="Home", other_html="two")
    assert [site.ask("/")[1]["ETag"] == tags[0], site.ask("/other.html")[1]["ETag"] == tags[1]] == [True, False]


def test_a_new_build_is_served_from_the_next_request_on(site: Site) -> None:
    site.publish(index_html="before", gone__index_html="gone")
    before = site.ask("/")[2], site.ask("/gone/")[2]
    site.publish(index_html="after", **{"404_html": "Not here"})
    assert (before, site.ask("/")[2], site.ask("/gone/")[2]) == ((b"before", b"gone"), b"after", b"Not here")


def test_a_build_that_was_mended_is_read_again(site: Site) -> None:
    """Mending turns the link anew, to a build of the same name."""
    build = site.publish(index_html="damaged")
    assert site.ask("/")[2] == b"damaged"
    (build / "index.html").write_text("whole")
    (site.folder / "waiting").symlink_to(build.name)
    (site.folder / "waiting").replace(site.folder / "current")
    assert site.ask("/")[2] == b"whole"


def test_a_file_is_read_once_for_a_build(site: Site) -> None:
    build = site.publish(index_html="Home")
    site.ask("/")
    (build / "index.html").unlink()
    assert site.ask("/")[2] == b"Home"


def test_memory_is_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_KEPT_LIMIT", 10)
    monkeypatch.setattr(serve, "_KEPT_FILE", 6)
    build = site.publish(a_html="12345", b_html="12345", c_html="12345", long_html="1234567")
    for name in ("long", "a", "b", "c"):
        site.ask(f"/{name}.html")
    for file in build.iterdir():
        file.write_text("new")
    answers = {name: site.ask(f"/{name}.html")[2] for name in ("long", "c", "a")}
    assert answers == {"long": b"new", "c": b"12345", "a": b"new"}
