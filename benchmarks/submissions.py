"""Requests for assistance sent to the public form by several clients at once: each is on disk before its answer."""

import threading
import time
from collections.abc import Callable, Generator

from benchmarks import budgets
from benchmarks.client import Browser, crowd
from benchmarks.ground import Ground
from benchmarks.harness import Budget, Row
from benchmarks.machine import fsync_us

CLIENTS, SECONDS = 8, 8.0
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


def measure(ground: Ground) -> Generator[Row]:
    """Measure as the disk is, and with each flush of the log made 1 ms longer by PostgreSQL's own commit_delay."""
    fsync = fsync_us(ground.home)
    with ground.clone("bench_submissions") as database:
        yield from _round(ground, database, f"fsync {fsync:.0f} µs", None)
        with ground.owner(database) as connection:
            for name, value in (("commit_delay", 1000), ("commit_siblings", 0)):
                connection.execute(f"ALTER ROLE concord_app IN DATABASE {database} SET {name} = {value}")
        yield from _round(ground, database, f"fsync {fsync:.0f} µs + 1 ms delay", budgets.SUBMISSIONS)


def _round(ground: Ground, database: str, disk: str, budget: Budget | None) -> Generator[Row]:
    took: list[float] = []
    paged: list[float] = []  # pages that are kept before a request is submitted
    lock = threading.Lock()

    def send(browser: Browser, over: Callable[[], bool]) -> None:
        assert browser.get(START).status == 200
        mine, pages = [], []
        while not over():
            draft = browser.post(BEGIN, {}).location
            for page, fields in (*PAGES.items(), ("check", {})):
                began = time.monotonic()
                answer = browser.post(f"{draft}{page}/", fields)
                (mine if page == "check" else pages).append(time.monotonic() - began)
                assert answer.status == 302, f"the page {page} was answered with {answer.status}"
        with lock:
            took.extend(mine)
            paged.extend(pages)

    with ground.house(database) as house:
        crowd(2, 1.0, house.port, send)  # warm
        took.clear()
        paged.clear()
        stored, before = _stored(ground, database), house.used()
        seconds = crowd(CLIENTS, SECONDS, house.port, send)
        used = house.used().since(before, len(took))
        kept = _stored(ground, database) - stored
    took.sort()
    paged.sort()
    what = f"requests over HTTP, page by page, {CLIENTS} clients, {disk}"
    note = (
        f"{len(took):,} acknowledged, {kept:,} stored; CPU each: web {used.web:.1f} + database {used.database:.1f} ms"
    )
    yield Row(f"{what}: acknowledged", len(took) / seconds, "/s", budget, note)
    yield Row(f"{what}: each page, p99", 1000 * paged[int(len(paged) * 0.99)], "ms")
    yield Row(f"{what}: p50", 1000 * took[len(took) // 2], "ms")
    yield Row(f"{what}: p99", 1000 * took[int(len(took) * 0.99)], "ms", budget and budgets.SUBMISSIONS_P99)
    assert kept == len(took), f"{len(took)} submissions were acknowledged, {kept} are stored"


def _stored(ground: Ground, database: str) -> int:
    with ground.owner(database) as connection:
        row = connection.execute("SELECT count(*) FROM intake_assistancerequest").fetchone()
    assert row
    return int(row[0])
