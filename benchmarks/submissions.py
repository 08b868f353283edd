"""Requests for assistance by the public form. One request is a draft begun, eight pages kept and one submission: ten
posts, each of them on disk before its answer."""

import random
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import partial

from benchmarks import budgets
from benchmarks.client import Browser, crowd
from benchmarks.ground import Ground, House
from benchmarks.harness import Budget, Row
from benchmarks.machine import fsync_us

CLIENTS, SECONDS = 8, 8.0
REQUESTERS = 100
PAUSES = (1.0, 3.0)
"""Between how many seconds a requester who reads takes over a page; people take longer."""
START, BEGIN = "/request/", "/request/start/"
PAGES = {
    "agency": {"ref": "by_hand"},
    "by-hand": {"name": "Alder Falls Police Department (fictional)", "state": "OH", "kind": "local"},
    "authority": {"primary_enforcement": "yes", "patrol": "yes"},
    "capacity": {"capacity": "chief", "chief_name": "Chief Example"},
    "contact": {"contact_name": "Robin Example", "contact_email": "robin@example.org"},
    "tier": {"tier": "organizational_assessment"},
    "need": {"need": "An open look at how we work with residents, and what we could do better. " * 4},
    "matters": {"kinds": "none"},
}
"""What is typed on each page that has to be answered; then the answers are checked and sent."""


def begin(browser: Browser) -> str:
    """Begin a draft and return its address."""
    assert browser.get(START).status == 200
    return browser.post(BEGIN, {}).location


def fill(browser: Browser, draft: str) -> None:
    """Fill in every page that has to be answered."""
    for page, fields in PAGES.items():
        answer = browser.post(f"{draft}{page}/", fields)
        assert answer.status == 302, f"the page {page} was answered with {answer.status}"


@dataclass
class Sent:
    """What a crowd has sent: seconds of each post until it was acknowledged, and the drafts that were submitted."""

    posts: list[float] = field(default_factory=list)
    submitted: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def request(self, browser: Browser, pause: Callable[[], float] = float) -> None:
        """Send one whole request: ten posts, each after a pause of so many seconds (none unless told)."""
        took: list[float] = []

        def post(address: str, fields: dict[str, str]) -> str:
            time.sleep(pause())
            began = time.monotonic()
            answer = browser.post(address, fields)
            took.append(time.monotonic() - began)
            assert answer.status == 302, f"{address} was answered with {answer.status}"
            return answer.location

        draft = post(BEGIN, {})
        for page, fields in PAGES.items():
            post(f"{draft}{page}/", fields)
        post(f"{draft}check/", {})
        with self.lock:
            self.posts += took
            self.submitted.append(draft)

    def percentile(self, share: float) -> float:
        """Return within how many milliseconds this share of the posts was acknowledged."""
        posts = sorted(self.posts)
        return 1000 * posts[min(int(len(posts) * share), len(posts) - 1)]


def measure(ground: Ground) -> Generator[Row]:
    """Measure as the disk is, and with each flush of the log made 1 ms longer by PostgreSQL's own commit_delay."""
    fsync = fsync_us(ground.home)
    with ground.clone("bench_submissions") as database:
        yield from _round(ground, database, f"fsync {fsync:.0f} µs", None)
        with ground.owner(database) as connection:
            for name, value in (("commit_delay", 1000), ("commit_siblings", 0)):
                connection.execute(f"ALTER ROLE concord_app IN DATABASE {database} SET {name} = {value}")
        yield from _round(ground, database, f"fsync {fsync:.0f} µs + 1 ms delay", budgets.POSTS)


def _round(ground: Ground, database: str, disk: str, budget: Budget | None) -> Generator[Row]:
    sent = Sent()

    def send(browser: Browser, over: Callable[[], bool]) -> None:
        assert browser.get(START).status == 200
        while not over():
            sent.request(browser)

    with ground.house(database) as house:
        before = house.used()
        seconds = crowd(CLIENTS, SECONDS, house.port, send)
        used = house.used().since(before, len(sent.posts))
        _require_each_once(ground, database, sent)
    what = f"posts of the request form, {CLIENTS} clients, {disk}"
    note = f"{len(sent.posts):,} posts; CPU each: web {used.web:.1f} + database {used.database:.1f} ms"
    yield Row(f"{what}: acknowledged", len(sent.posts) / seconds, "/s", budget, note)
    note = f"{len(sent.submitted):,} whole requests of {len(PAGES) + 2} posts, each stored exactly once"
    yield Row(f"{what}: whole requests", len(sent.submitted) / seconds, "/s", None, note)
    yield Row(f"{what}: p50", sent.percentile(0.5), "ms")
    yield Row(f"{what}: p99", sent.percentile(0.99), "ms", budget and budgets.WAIT)


def simultaneous(ground: Ground) -> Generator[Row]:
    """Let a hundred people ask at once, each one whole request, with a pause over every page, far shorter than people
    make. And as fast as their pages come, all in step, which only machines do: how the house stands a flood."""
    by_chance = random.Random(100)
    with ground.clone("bench_requesters") as database, ground.house(database) as house:
        people = partial(by_chance.uniform, *PAUSES)
        yield from _at_once(ground, database, house, "1 to 3 s a page", people, budgets.WAIT)
        yield from _at_once(ground, database, house, "as fast as pages come", float, None)


def _at_once(
    ground: Ground, database: str, house: House, how: str, pause: Callable[[], float], budget: Budget | None
) -> Generator[Row]:
    sent = Sent()

    def send(browser: Browser, _over: Callable[[], bool]) -> None:
        assert browser.get(START).status == 200
        sent.request(browser, pause)

    seconds = crowd(REQUESTERS, 0, house.port, send)
    _require_each_once(ground, database, sent)
    assert len(sent.submitted) == REQUESTERS
    what = f"{REQUESTERS} simultaneous requesters, {how}, {len(sent.posts):,} posts"
    note = f"all sent in {seconds:.1f} s; {REQUESTERS} acknowledged, each stored exactly once"
    yield Row(f"{what}: p99 of a post", sent.percentile(0.99), "ms", budget, note)
    yield Row(f"{what}: p50 of a post", sent.percentile(0.5), "ms")


def _require_each_once(ground: Ground, database: str, sent: Sent) -> None:
    """Require of every acknowledged draft that exactly one request came of it, under the draft's own key."""
    keys = sorted(draft.rstrip("/").rpartition("/")[2].partition(":")[0] for draft in sent.submitted)
    with ground.owner(database) as connection:
        rows = connection.execute(
            "SELECT replace(submission_key::text, '-', '') FROM intake_assistancerequest"
            " WHERE replace(submission_key::text, '-', '') = ANY(%s)",
            [keys],
        ).fetchall()
    stored = sorted(row[0] for row in rows)
    assert stored == keys, f"{len(keys)} submissions were acknowledged, {len(stored)} of them are stored"
