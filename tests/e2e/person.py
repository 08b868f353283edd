"""Somebody at a browser: opens addresses, follows links, fills forms by their labels, presses buttons, reads."""

import re
import time
from collections.abc import Mapping

from playwright.sync_api import Browser, Locator, Page, expect

REBUILT_WITHIN = 60  # seconds that the worker has to build the public site; some 3 alone on two cores


class Person:
    """One browser window with cookies of its own. `complaints` is what the browser had to say, `elsewhere` which other
    hosts were asked for something."""

    def __init__(self, browser: Browser, origin: str, *, script: bool) -> None:
        self.origin = origin
        self.context = browser.new_context(java_script_enabled=script)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", lambda message: self._hear(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._ask(request.url))

    def _hear(self, text: str) -> None:
        if not text.startswith("Failed to load resource: the server responded with a status of"):
            self.complaints.append(text)  # a page that refuses says so by its status; that is no complaint

    def _ask(self, url: str) -> None:
        if not url.startswith(self.origin):
            self.elsewhere.append(url)

    @property
    def main(self) -> Locator:
        """The page without its head and foot."""
        return self.page.locator("main")

    @property
    def here(self) -> str:
        """The address of the page, without the host."""
        return self.page.url.removeprefix(self.origin)

    def opens(self, address: str) -> int:
        """Open an address; return the answer's status."""
        answer = self.page.goto(f"{self.origin}{address}")
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
        """Click what leads to another page, and be there."""
        with self.page.expect_navigation():
            control.click()

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
        group = self.main.get_by_role("group", name=re.compile(f"^{re.escape(question)}"))
        if group.count():
            group.get_by_role("radio", name=re.compile(f"^{re.escape(answer)}")).check()
            return
        box = self.main.get_by_role("checkbox", name=question, exact=True)
        if box.count():
            box.check()
            return
        field = self.main.get_by_label(re.compile(rf"^{re.escape(question)}( \(optional\))?$"))
        kind = field.evaluate("field => field.type")
        if kind == "select-one":
            wanted = field.locator("option").filter(has_text=answer)
            field.select_option(value=wanted.first.get_attribute("value"))
        elif kind == "file":
            field.set_input_files(answer)
        else:
            field.fill(answer)

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
