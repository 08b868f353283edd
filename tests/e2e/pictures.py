"""The pictures of docs/images/, taken from the application with its example: `python -m tests.e2e.pictures`."""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e import journey
from tests.e2e.application import ROOT, Application
from tests.e2e.conftest import ARGUMENTS, MISSING
from tests.e2e.person import DESK, PHONE, Person

FOLDER = ROOT / "docs/images"
WIDE = DESK["width"]
CHIEF_OF_THE_EXAMPLE = "Imara Veldane"
_DRAFT, _STATUS, _PLAN = "request/d/<str:token>/", "request/status/<str:token>/", "app/work-plans/<str:ref>/"
PAGES = {
    "site": "sites/alder-falls/",
    "site-phone": "sites/alder-falls/",
    "sites-map": "sites/",
    "san-francisco": "sites/san-francisco/",
    "request-form-phone": "request/",
    "inbox": "app/",
    "engagement": "app/engagements/<str:ref>/",
    "two-voices": "app/recommendations/<str:ref>/",
    "concurrence": f"{_PLAN}concur/",
    "chief-tasks": _DRAFT,
    "chief-page": f"{_DRAFT}<str:step>/",
    "chief-later": f"{_DRAFT}later/",
    "chief-check": f"{_DRAFT}check/",
    "chief-status": _STATUS,
    "chief-authorize": "request/authorize/<str:token>/",
    "chief-home": "app/",
    "chief-agreement": "app/agreements/<str:ref>/",
    "chief-plan": _PLAN,
    "chief-concur": f"{_PLAN}concur/",
    "liaison-report": "app/reforms/<str:ref>/report/",
    "officer-home": "app/",
    "officer-request": "app/requests/<str:ref>/",
    "officer-board": "app/board/",
}
"""Which page each picture shows, as the addresses of the application name it; pages of the public site stand as they
are. A test looks whether each is still there."""


def shows(address: str, pattern: str) -> bool:
    """Tell whether an address is one of a pattern: `app/requests/<str:ref>/` is any request's."""
    return re.fullmatch(re.sub(r"<\w+:\w+>", "[^/]+", f"/{pattern}"), address) is not None


def take(person: Person, name: str, top: str = "", *, width: int | None = None, height: int = PHONE["height"]) -> None:
    """Take a picture of what a window of this size shows, as wide as the person's own unless told otherwise; `top` is
    what is scrolled to its upper edge first."""
    if not shows(person.here, PAGES[name]):
        sys.exit(f"{name}.png is to show {PAGES[name]}, not {person.here}: mend PAGES.")
    usual = person.page.viewport_size or DESK
    width = width or usual["width"]
    person.page.set_viewport_size({"width": width, "height": height})
    if top:
        person.page.locator(top).first.evaluate(
            "part => window.scrollTo(0, part.getBoundingClientRect().top + scrollY - 12)"
        )
    person.page.screenshot(path=FOLDER / f"{name}.png")
    person.page.set_viewport_size(usual)


def of_the_public_site(reader: Person) -> None:
    reader.opens("/sites/alder-falls/")
    take(reader, "site", width=1200, height=900)
    take(reader, "site-phone", width=PHONE["width"])
    reader.opens("/sites/")
    take(reader, "sites-map", width=WIDE, height=900)
    reader.opens("/sites/san-francisco/")
    take(reader, "san-francisco", width=WIDE, height=900)


def of_the_desk(open_window: Callable[..., Person]) -> None:
    chief = open_window()
    chief.becomes(CHIEF_OF_THE_EXAMPLE)
    take(chief, "inbox", width=WIDE, height=760)
    chief.follows("Alder Falls Police Department (fictional)")
    take(chief, "engagement", width=WIDE, height=680)
    chief.opens("/app/recommendations/")
    chief.follows("1.3.2")
    take(chief, "two-voices", width=WIDE, height=860)
    liaison = open_window()
    liaison.becomes("Tobias Quennock")
    liaison.goes_by(liaison.main.get_by_role("link", name=re.compile("^Report progress")).first)
    take(liaison, "liaison-report", "h1", width=PHONE["width"])


def of_a_request(open_window: Callable[..., Person]) -> None:
    """The way of a chief on a phone, from the start page to the concurrence."""
    story = journey.Journey(open_window, take)
    story.asks_for_assistance()
    story.is_acknowledged_and_assessed()
    story.is_accepted_by_somebody_else()
    story.is_opened_with_its_people()
    story.is_agreed_on()
    story.is_planned()
    chief = story.who(journey.CHIEF)
    chief.opens(f"{story.at['plan']}concur/")
    take(chief, "concurrence", "#binds", width=WIDE, height=900)
    story.is_concurred_with()
    officer = story.who(journey.OFFICER)
    officer.opens("/app/board/")
    take(officer, "officer-board")


def take_all(browser: Browser, origin: str) -> None:
    """Take every picture."""

    def open_window(*, phone: bool = False) -> Person:
        return Person(browser, origin, phone=phone)

    FOLDER.mkdir(exist_ok=True)
    of_the_public_site(open_window())
    of_the_desk(open_window)
    of_a_request(open_window)


def main() -> None:
    """Run the application in a home of its own and take the pictures."""
    where = shutil.which("chromium") or sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        application = Application(Path(folder) / "home")
        try:
            application.wait_until_ready()
            take_all(playwright.chromium.launch(executable_path=where, args=ARGUMENTS), application.origin)
        finally:
            application.stop()


if __name__ == "__main__":
    main()
