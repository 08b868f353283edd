"""A running application and a browser for it. Without Chromium, browser tests are left out where somebody works, with
a line that says so; where the environment says CI they fail, so that nothing is left out unseen."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.application import Application
from tests.e2e.person import Person

MISSING = "Chromium is missing: install it (Debian: sudo apt install chromium)."
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave browser tests out when there is no browser, unless this is CI."""
    if _left_out():
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line why browser tests were left out."""
    if _left_out():
        terminalreporter.write_line(MISSING)


def _left_out() -> bool:
    return shutil.which("chromium") is None and not os.environ.get("CI")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    where = shutil.which("chromium")
    if where is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=where, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def application(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The application with the example, for all tests of this folder. It asks for the browser so that a missing one is
    said before anything is started."""
    running = Application(tmp_path_factory.mktemp("e2e") / "home")
    try:
        running.wait_until_ready()
        yield running
    finally:
        code = running.stop()
    assert code == 0, running.log()


@pytest.fixture
def somebody(browser: Browser, application: Application) -> Iterator[Callable[..., Person]]:
    """Open browser windows, each with cookies of its own. At the end no browser has complained of anything, and none
    has asked another host for anything."""
    people: list[Person] = []

    def open_window(*, script: bool = False, phone: bool = False) -> Person:
        people.append(Person(browser, application.origin, script=script, phone=phone))
        return people[-1]

    yield open_window
    heard = [(person.complaints, person.elsewhere) for person in people]
    for person in people:
        person.context.close()
    assert heard == [([], [])] * len(people)
