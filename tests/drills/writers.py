"""People who ask for assistance by the public form, and who press "Send it again" until it is acknowledged."""

import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

START, BEGIN = "/request/", "/request/start/"
GIVE_UP_AFTER = 40.0  # seconds for one submission; then the drill fails
BETRAYS = ("Traceback", "Error", "psycopg", "SELECT", "connection", ".py", "concord_app", ".s.PGSQL")
"""What an error page must not show of the inside."""


def typed(name: str, number: int) -> dict[str, dict[str, str]]:
    """What one person types, page by page: all of it made up. The last page sends it."""
    return {
        "agency": {"ref": "by_hand"},
        "by-hand": {"name": f"Alder Falls Police Department {name}-{number}", "state": "OH", "kind": "local"},
        "authority": {"primary_enforcement": "yes", "patrol": "yes"},
        "capacity": {"capacity": "chief", "chief_name": "Chief Example"},
        "contact": {"contact_name": f"Robin Example {name}", "contact_email": f"{name}-{number}@example.org"},
        "tier": {"tier": "organizational_assessment"},
        "need": {"need": f"An open look at how we work <{name} & {number}>.\r\nIt took long to write this."},
        "matters": {"kinds": "none"},
        "check": {},
    }


class Form(HTMLParser):
    """The fields of a page's form, as a browser would send them: hidden fields and text areas."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.fields: dict[str, str] = {}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden":
            self.fields[found["name"] or ""] = found["value"] or ""
        if tag == "textarea":
            self._open = found["name"] or ""
            self.fields[self._open] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.fields[self._open] += data


@dataclass
class Sent:
    """One submission: its key, the reference that was acknowledged ("" if none was), how often its pages were sent."""

    key: str
    ref: str = ""
    times: int = 0


@dataclass
class Writer:
    """One person after another at one browser, until `over`; what is begun then is brought to its end."""

    name: str
    address: str
    over: threading.Event
    sent: list[Sent] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # error pages that gave back everything typed
    faults: list[str] = field(default_factory=list)
    pause: float = 0.1

    def __post_init__(self) -> None:
        """Have a thread, and chance of its own."""
        self.thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._rng = random.Random(self.name)

    def _run(self) -> None:
        try:
            with httpx.Client(base_url=self.address, timeout=15, trust_env=False) as browser:
                while not self.over.is_set():
                    self.submit(browser)
                    time.sleep(self._rng.uniform(0, 2 * self.pause))
        except Exception as error:  # noqa: BLE001 - told by whoever waits for the thread
            self.faults.append(repr(error))

    def submit(self, browser: httpx.Client) -> None:
        """Begin a request, type page after page, and send it: each page again until it is acknowledged."""
        until = time.monotonic() + GIVE_UP_AFTER
        page = self._open_form(browser, until)
        if page is None:
            return
        token = {"csrfmiddlewaretoken": Form(page).fields["csrfmiddlewaretoken"]}
        sent = Sent("")
        self.sent.append(sent)
        draft = self._send(browser, BEGIN, {}, token, sent, until)
        if draft is None:
            return
        sent.key = _key(draft)
        for step, mine in typed(self.name, len(self.sent) - 1).items():
            location = self._send(browser, f"{draft}{step}/", mine, token, sent, until)
            if location is None:
                return
        sent.ref = _ref(location)

    def _send(
        self, browser: httpx.Client, path: str, mine: dict[str, str], token: dict[str, str], sent: Sent, until: float
    ) -> str | None:
        """Send one page until it is acknowledged, and return where it leads."""
        fields = mine | token
        while time.monotonic() < until:
            sent.times += 1
            answer = _answer(browser, "POST", path, fields)
            if answer is None:  # the browser says that the site cannot be reached; one loads the page again
                time.sleep(0.1)
            elif answer.status_code == 302:
                return str(answer.headers["location"])
            else:
                fields = self._given_back(answer, mine) | token
                time.sleep(0.2)
        self.faults.append(f"{path} of {sent.key} was not acknowledged within {GIVE_UP_AFTER:g} s")
        return None

    def _open_form(self, browser: httpx.Client, until: float) -> str | None:
        while time.monotonic() < until:
            answer = _answer(browser, "GET", START, {})
            if answer is not None and answer.status_code == 200:
                return answer.text
            if self.over.is_set():
                return None
            time.sleep(0.1)
        self.faults.append("the start page did not open")
        return None

    def _given_back(self, answer: httpx.Response, mine: dict[str, str]) -> dict[str, str]:
        """Return the fields of an error page's own form, which "Send it again" would send; judge the page."""
        page, again = answer.text, Form(answer.text).fields
        if {name: again.get(name) for name in mine} != mine:
            self.faults.append(f"{answer.status_code}: not all that was typed was given back: {page[:2000]}")
        shown = page[: page.index("What you typed")] if "What you typed" in page else page
        if found := [word for word in BETRAYS if word in shown]:
            self.faults.append(f"{answer.status_code}: the page shows {found}")
        if mine and answer.status_code == 500 and re.search(r"reference: <b>[0-9A-F]{8}</b>", page):
            self.kept.append(page)
        return mine


def _answer(browser: httpx.Client, method: str, path: str, fields: dict[str, str]) -> httpx.Response | None:
    try:
        return browser.request(method, path, data=fields or None)
    except httpx.HTTPError:
        return None


def _key(location: str) -> str:
    """Read the key in the private link of a draft; it becomes the submission's."""
    found = re.match(r"/request/d/([0-9a-f]{32}):", location)
    assert found is not None, location
    return str(uuid.UUID(found[1]))


def _ref(location: str) -> str:
    """Read the reference in the private link of a request; its signature is the server's business."""
    found = re.search(r"/request/status/(REQ-\d{4}-\d{4,}):", location)
    assert found is not None, location
    return found[1]


def write_once(address: str, name: str) -> Sent:
    """Send one submission until it is acknowledged."""
    writer = Writer(name, address, threading.Event())
    with httpx.Client(base_url=address, timeout=15, trust_env=False) as browser:
        writer.submit(browser)
    assert writer.faults == []
    return writer.sent[0]


def write(address: str, count: int, over: threading.Event, pause: float = 0.1) -> list[Writer]:
    """Let so many writers write until `over`; `wait` for them then."""
    writers = [Writer(f"w{number}", address, over, pause=pause) for number in range(count)]
    for writer in writers:
        writer.thread.start()
    return writers


def wait(writers: list[Writer]) -> list[Sent]:
    """Wait until each has brought to its end what it began, and return all that was sent; a fault fails the drill."""
    for writer in writers:
        writer.thread.join(2 * GIVE_UP_AFTER)
    assert [writer.name for writer in writers if writer.thread.is_alive()] == []
    assert [fault for writer in writers for fault in writer.faults] == []
    return [sent for writer in writers for sent in writer.sent]
