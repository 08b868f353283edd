"""Every template in a real browser: accessible, no sideways scroll, no request elsewhere, nothing the policy stops."""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from concord.publishing.site import build, speech
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "vendor/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
ADDRESSES = [
    "/",
    "/sites/",
    "/about-the-figures/",
    "/programme/",
    "/programme/editions/programme-2026-10-01/",
    "/about/for-residents/",
    "/about/introduction/",
    "/who-can-request/",
    "/topics/",
    "/partners/",
    "/glossary/",
    "/corrections/",
    "/data/",
    "/a-z/",
    "/search/",
    "/404.html",
    "/sites/riverbend/",
    "/sites/riverbend/findings/",
    "/sites/riverbend/recommendations/",
    "/sites/riverbend/recommendations/2.1.1/",
    "/sites/riverbend/reports/2026-11-14/",
    "/sites/riverbend/reports/",
    "/sites/riverbend/reports/compare/2026-08-15/2026-11-14/",
    "/sites/riverbend/changes/",
    "/sites/riverbend/focus-areas/",
    "/sites/riverbend/data/",
    "/sites/new-harbor/data/",
    "/sites/san-francisco/focus-areas/",
    "/sites/new-harbor/",
    "/sites/calexico/",
    "/sites/charlottesville/",
    "/sites/san-francisco/",
    "/sites/san-francisco/recommendations/",
    "/sites/san-francisco/recommendations/1.1/",
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out = tmp_path_factory.mktemp("seen")
    documents = [*samples.everything(), *samples.before()]
    build(documents, out, as_of=samples.AS_OF, languages=speech.chosen(["en", "es"]))
    built = Built(out / "current")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(built.root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield chromium
        chromium.close()


class Watched:
    """A page that remembers what its browser complained about and which hosts it asked."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith(origin) else self.elsewhere.append(request.url),
        )


def violations(page: Page) -> list[str]:
    """Run axe, already in the page, and return each violation as one line."""
    found = page.evaluate(
        "async rules => (await axe.run({runOnly: rules, resultTypes: ['violations']})).violations", RULES
    )
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.mark.owed("P21")
@pytest.mark.parametrize("address", [*ADDRESSES, *(f"/es{address}" for address in ADDRESSES)])
def test_a_page_is_accessible_fits_its_screen_and_keeps_to_its_host(
    browser: Browser, origin: str, address: str
) -> None:
    context = browser.new_context()
    watched = Watched(context.new_page(), origin)
    watched.page.goto(f"{origin}{address}")
    watched.page.evaluate(AXE.read_text())
    seen = {}
    for width in (320, 1280):
        watched.page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            watched.page.emulate_media(color_scheme=scheme)
            sideways = watched.page.evaluate("document.documentElement.scrollWidth") - width
            seen[f"{width} {scheme}"] = (violations(watched.page), sideways)
    context.close()
    fine: tuple[list[str], int] = ([], 0)
    assert (seen, watched.complaints, watched.elsewhere) == (dict.fromkeys(seen, fine), [], [])


@pytest.mark.owed("P21")
def test_the_list_narrows_while_the_reader_types_and_is_whole_without_script(browser: Browser, origin: str) -> None:
    address = f"{origin}/sites/riverbend/recommendations/"
    page = browser.new_page()
    page.goto(address)
    page.get_by_label("Show only those that contain").fill("2.3.4")
    rows = page.locator(".recs > li:visible")
    assert (rows.count(), page.get_by_role("status").inner_text()) == (1, "1 of 36 shown")
    page.close()
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(address)
    whole = (plain.locator(".recs > li:visible").count(), plain.locator("[data-filter]:visible").count())
    context.close()
    assert whole == (36, 0)


def test_the_keyboard_reaches_the_main_part_first(browser: Browser, origin: str) -> None:
    page = browser.new_page()
    page.goto(f"{origin}/sites/riverbend/")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    landed = page.evaluate("location.hash")
    page.close()
    assert (first, landed) == ("Skip to main content", "#main")


def test_the_search_finds_texts_of_all_sites_and_of_one_and_asks_no_other_host(browser: Browser, origin: str) -> None:
    context = browser.new_context()
    watched = Watched(context.new_page(), origin)
    watched.page.goto(f"{origin}/search/?q=complaint")
    watched.page.locator(".results li").first.wait_for()
    everywhere = [link.get_attribute("href") or "" for link in watched.page.locator(".results a").all()]
    watched.page.get_by_label("In", exact=True).select_option("riverbend")
    watched.page.wait_for_function("location.search.includes('site=riverbend')")
    watched.page.locator("[data-search-status]", has_text="found").wait_for()
    watched.page.wait_for_function(
        "[...document.querySelectorAll('.results a')].every(link => link.pathname.startsWith('/sites/riverbend/'))"
    )
    here = [link.get_attribute("href") or "" for link in watched.page.locator(".results a").all()]
    context.close()
    assert (here != [], set(here) <= set(everywhere) | set(here), watched.complaints, watched.elsewhere) == (
        True,
        True,
        [],
        [],
    )


def test_without_a_script_the_search_leads_to_the_list_from_a_to_z(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/search/")
    seen = (page.locator("[data-search]:visible").count(), page.locator("noscript a").count())
    page.locator("noscript a").click()
    landed = page.url
    context.close()
    assert (seen, landed) == ((0, 1), f"{origin}/a-z/")
