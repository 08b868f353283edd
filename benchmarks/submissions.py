"""Requests for assistance sent to the public form by several clients at once: each is on disk before its answer."""

import threading
import time
import uuid
from collections.abc import Callable, Generator

from benchmarks import budgets
from benchmarks.client import Browser, crowd
from benchmarks.ground import Ground
from benchmarks.harness import Budget, Row
from benchmarks.machine import fsync_us

CLIENTS, SECONDS = 8, 8.0
ADDRESS = "/request/"
FORM = {
    "agency_name": "Alder Falls Police Department (fictional)",
    "agency_state": "OH",
    "ori": "",
    "capacity": "chief",
    "chief_name": "Chief Example",
    "contact_name": "Robin Example",
    "contact_email": "robin@example.org",
    "contact_phone": "",
    "primary_enforcement": "yes",
    "patrol": "yes",
    "tier": "organizational_assessment",
    "need": "An open look at how we work with residents, and what we could do better. " * 4,
    "pending_matters": "no",
    "pending_detail": "",
}


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
    lock = threading.Lock()

    def send(browser: Browser, over: Callable[[], bool]) -> None:
        assert browser.get(ADDRESS).status == 200
        mine = []
        while not over():
            began = time.monotonic()
            answer = browser.post(ADDRESS, FORM | {"submission_key": str(uuid.uuid4())})
            mine.append(time.monotonic() - began)
            assert answer.status == 302, f"a submission was answered with {answer.status}"
        with lock:
            took.extend(mine)

    with ground.house(database) as house:
        crowd(2, 1.0, house.port, send)  # warm
        took.clear()
        stored, before = _stored(ground, database), house.used()
        seconds = crowd(CLIENTS, SECONDS, house.port, send)
        used = house.used().since(before, len(took))
        kept = _stored(ground, database) - stored
    took.sort()
    what = f"submissions over HTTP, {CLIENTS} clients, {disk}"
    note = (
        f"{len(took):,} acknowledged, {kept:,} stored; CPU each: web {used.web:.1f} + database {used.database:.1f} ms"
    )
    yield Row(f"{what}: acknowledged", len(took) / seconds, "/s", budget, note)
    yield Row(f"{what}: p50", 1000 * took[len(took) // 2], "ms")
    yield Row(f"{what}: p99", 1000 * took[int(len(took) * 0.99)], "ms", budget and budgets.SUBMISSIONS_P99)
    assert kept == len(took), f"{len(took)} submissions were acknowledged, {kept} are stored"


def _stored(ground: Ground, database: str) -> int:
    with ground.owner(database) as connection:
        row = connection.execute("SELECT count(*) FROM intake_assistancerequest").fetchone()
    assert row
    return int(row[0])
