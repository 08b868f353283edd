"""The pictures of docs/images/, taken from the application with its example: `python -m tests.e2e.pictures`."""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e import journey
from tests.e2e.application import ROOT, Application
from tests.e2e.conftest import ARGUMENTS, MISSING
from tests.e2e.person import Person

FOLDER = ROOT / "docs/images"
MOST_BYTES = 150_000
WIDE, PHONE = 1280, 320
CHIEF_OF_THE_EXAMPLE = "Imara Veldane"


def take(person: Person, name: str, *, width: int, height: int, top: str = "") -> None:
    """Take a picture of what a window of this size shows; `top` is what is scrolled to its upper edge first."""
    person.page.set_viewport_size({"width": width, "height": height})
    if top:
        person.page.locator(top).first.evaluate("part => window.scrollTo(0, part.offsetTop - 16)")
    picture = person.page.screenshot(path=FOLDER / f"{name}.png")
    if len(picture) > MOST_BYTES:
        sys.exit(f"{name}.png has {len(picture)} bytes, {MOST_BYTES} at most: make its window smaller.")


def of_the_public_site(reader: Person) -> None:
    reader.opens("/sites/alder-falls/")
    take(reader, "site", width=1200, height=900)
    take(reader, "site-phone", width=PHONE, height=900)
    reader.opens("/sites/")
    take(reader, "sites-map", width=WIDE, height=900)
    reader.opens("/sites/san-francisco/")
    take(reader, "san-francisco", width=WIDE, height=900)
    reader.opens("/request/")
    take(reader, "request-form-phone", width=PHONE, height=900)


def of_the_desk(chief: Person) -> None:
    chief.becomes(CHIEF_OF_THE_EXAMPLE)
    take(chief, "inbox", width=WIDE, height=760)
    chief.follows("Alder Falls Police Department (fictional)")
    take(chief, "engagement", width=WIDE, height=760)
    chief.opens("/app/recommendations/")
    chief.follows("1.3.2")
    take(chief, "two-voices", width=WIDE, height=860)


def of_the_concurrence(open_window: Callable[[], Person]) -> None:
    story = journey.Journey(open_window)
    story.asks_for_assistance()
    story.is_acknowledged_and_assessed()
    story.is_accepted_by_somebody_else()
    story.is_opened_with_its_people()
    story.is_agreed_on()
    story.is_planned()
    chief = story.who(journey.CHIEF)
    chief.opens(f"{story.at['plan']}concur/")
    take(chief, "concurrence", width=WIDE, height=900, top="#binds")


def take_all(browser: Browser, origin: str) -> None:
    """Take every picture."""

    def open_window() -> Person:
        return Person(browser, origin, script=False)

    FOLDER.mkdir(exist_ok=True)
    of_the_public_site(open_window())
    of_the_desk(open_window())
    of_the_concurrence(open_window)


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
