"""Somebody at a browser without a mouse: opens addresses, follows links, fills forms by their labels, presses buttons,
reads. Everything is done by the keys of a keyboard."""

import re
import time
from collections.abc import Mapping

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.keyboard import Keyboard

DESK, PHONE = {"width": 1280, "height": 720}, {"width": 320, "height": 640}
NO_COMPLAINT = "Failed to load resource: the server responded with a status of"
"""A page that refuses says so by its status."""
REBUILT_WITHIN = 240  # seconds that the worker has for a report's hour to come and to build the public site


class Person:
    """One browser window with cookies of its own. `complaints` is what the browser had to say, and which page was
    wider than a phone; `elsewhere` which other hosts were asked for something."""

    def __init__(self, browser: Browser, origin: str, *, script: bool = False, phone: bool = False) -> None:
        self.origin = origin
        self.context = browser.new_context(
            java_script_enabled=script, viewport=PHONE if phone else DESK, reduced_motion="reduce"
        )
        self.page: Page = self.context.new_page()
        self.keyboard = Keyboard(self.page)
        self._phone = phone
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", lambda message: self._hear(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._ask(request.url))

    def _hear(self, text: str) -> None:
        if not text.startswith(NO_COMPLAINT):
            self.complaints.append(text)

    def _ask(self, url: str) -> None:
        if not url.startswith(self.origin):
            self.elsewhere.append(url)

    @property
    def main(self) -> Locator:
        """The page without its head and foot."""
        return self.page.locator("main")

    @property
    def here(self) -> str:
        """The address of the page, without the host and the place on the page."""
        return self.page.url.removeprefix(self.origin).partition("#")[0]

    def opens(self, address: str) -> int:
        """Open an address; return the answer's status."""
        answer = self.page.goto(f"{self.origin}{address}")
        self._look_at_the_width()
        return answer.status if answer else 0

    def becomes(self, name: str, *, with_a_role: bool = True) -> None:
        """Choose somebody on the demonstration's page; who has no role yet has only what they were sent."""
        self.opens("/demo/")
        self.presses(name)
        if with_a_role:
            expect(self.page.locator(".who")).to_contain_text(name)
        else:
            self.reads("You hold no role now")

    def follows(self, link: str) -> None:
        """Follow the one link of this name."""
        self.goes_by(self.main.get_by_role("link", name=link, exact=True))

    def goes_by(self, control: Locator) -> None:
        """Press Enter on what leads to another page, and be there."""
        self.keyboard.reaches(control)
        with self.page.expect_navigation():
            self.keyboard.press("Enter")
        self._look_at_the_width()

    def _look_at_the_width(self) -> None:
        if self._phone:
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > PHONE["width"]:
                self.complaints.append(f"{self.here} is {wide} pixels wide on a phone")

    def takes(self, step: str, title: str) -> None:
        """Go to the home page, and from there to the next step of what waits there under a title."""
        self.opens("/app/")
        waiting = self.main.locator(".inbox > li").filter(has_text=title)
        self.goes_by(waiting.get_by_role("link", name=re.compile(f"^{re.escape(step)}")).first)

    def presses(self, button: str) -> None:
        """Press the one button of this name."""
        self.goes_by(self.main.get_by_role("button", name=button, exact=True))

    def fills(self, answers: Mapping[str, str]) -> None:
        """Answer each question, found by its label: type, choose from a list, mark, or attach a file's path."""
        for question, answer in answers.items():
            self._answer(question, answer)

    def _answer(self, question: str, answer: str) -> None:
        """Choose a radio button by what its answer begins with, and from a list by what it contains."""
        keyboard = self.keyboard
        group = self.main.get_by_role("group", name=re.compile(f"^{re.escape(question)}"))
        if group.count():
            keyboard.chooses(group.get_by_role("radio", name=re.compile(f"^{re.escape(answer)}")))
            return
        box = self.main.get_by_role("checkbox", name=question, exact=True)
        if box.count():
            keyboard.ticks(box)
            return
        field = self.main.get_by_label(re.compile(rf"^{re.escape(question)}( \(optional\))?$"))
        way = {"select-one": keyboard.selects, "file": keyboard.attaches, "date": keyboard.types_day}
        way.get(field.evaluate("field => field.type"), keyboard.types)(field, answer)

    def does(self, verb: str, answers: Mapping[str, str] | None = None) -> None:
        """Follow the button of a verb, answer its form, and send it; it must be done."""
        self.follows(verb)
        self.fills(answers or {})
        self.presses(verb)
        expect(self.page.get_by_role("status").first).to_contain_text("Done")

    def reads(self, *texts: str) -> None:
        """Find each text on the page."""
        for text in texts:
            expect(self.main).to_contain_text(text)

    def is_refused(self, address: str, reason: str, *, status: int = 403) -> None:
        """Open an address directly and read why not."""
        assert (self.opens(address), reason in self.main.inner_text()) == (status, True), self.main.inner_text()

    def waits_for(self, address: str) -> None:
        """Open an address of the public site again and again until it is there."""
        last = time.monotonic() + REBUILT_WITHIN
        while self.opens(address) != 200:
            assert time.monotonic() < last, f"{address} was not built"
            self.page.wait_for_timeout(300)
