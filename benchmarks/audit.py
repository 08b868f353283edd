"""Appending to the audit trail with commit, eight writers at once; through a real verb; and verifying the trail."""

import multiprocessing
import os
import re
import tempfile
import time
from collections.abc import Generator
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from benchmarks import many
from benchmarks.ground import CONCORD, Ground
from benchmarks.harness import Row, run
from benchmarks.machine import fsync_us
from concord.core.postgres import tool

WRITERS, SECONDS, STREAMS, ROWS = 8, 4, 100, 100_000
_BODY = (
    '{"at":"2026-11-03T09:30:00+00:00","new":"with_team","old":"with_agency","reason":"","role":"liaison",'
    '"verb":"reform.report","what":"RFM-2026-0001","who":"person:7"}'
)
_WORK = "INSERT INTO bench_work (body) VALUES ('a row of the work itself')"
_APPEND = f"SELECT concord_audit_append('bench-' || :stream, '{_BODY}')"
_STREAM = {
    "an audit row each, a stream a writer": "\\set stream :client_id",
    f"an audit row each, {STREAMS} streams": f"\\set stream random(1, {STREAMS})",
    "an audit row each, one chain for all": "\\set stream 0",
}


def appends(ground: Ground) -> Generator[Row]:
    """Append by pgbench: transactions of one row of work and, but for the first, one audit row."""
    fsync = f"fsync {fsync_us(ground.home):.0f} µs"
    with ground.clone("bench_audit") as database:
        with ground.owner(database) as connection:
            connection.execute("CREATE TABLE bench_work (id bigint GENERATED ALWAYS AS IDENTITY, body text)")
            connection.execute("GRANT ALL ON bench_work TO concord_app")
        yield _pgbench(ground, database, "no audit row", [_WORK], fsync)
        for what, choose in _STREAM.items():
            yield _pgbench(ground, database, what, [choose, "BEGIN", _WORK, _APPEND, "COMMIT"], fsync)


def _pgbench(ground: Ground, database: str, what: str, script: list[str], fsync: str) -> Row:
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write("".join(f"{line}\n" if line.startswith("\\") else f"{line};\n" for line in script))
        file.flush()
        argv = [str(tool("pgbench")), "-n", "-M", "prepared", "-c", str(WRITERS), "-j", "2", "-T", str(SECONDS)]
        done = run([*argv, "-f", file.name, ground.url(database)], ground.env, limit=SECONDS + 20)
    found = re.search(r"tps = ([\d.]+)", done.output)
    assert found, done.output
    return Row(f"commits by {WRITERS} connections: {what}", float(found[1]), "/s", None, fsync)


def verbs(ground: Ground) -> Generator[Row]:
    """Do a real verb (the agency reports on a reform) from eight processes, over many engagements and over one."""
    fsync = f"fsync {fsync_us(ground.home):.0f} µs"
    with ground.clone("bench_verbs") as database:
        with ground.owner(database) as connection:
            many.fill(connection, 10_000)
            connection.execute(_LIAISONS)
        for what, engagements in (("each on its own engagement", WRITERS), ("all on one engagement", 1)):
            before = ground.database_cpu()
            done, seconds, cpu = _by_processes(ground, database, engagements)
            used = 1000 * (ground.database_cpu() - before) / done
            note = f"CPU each: Python {1000 * cpu / done:.1f} + database {used:.1f} ms; {fsync}"
            yield Row(f"verb `reforms.report`, {WRITERS} processes, {what}", done / seconds, "/s", None, note)


_LIAISONS = """
INSERT INTO accounts_membership (person_id, role, scope, since)
SELECT m.person_id, m.role, 'agency:' || a.ref, m.since FROM accounts_membership m, agencies_agency a
WHERE m.role = 'liaison' AND a.ref LIKE 'AGY-3000-%'"""


def _by_processes(ground: Ground, database: str, engagements: int) -> tuple[int, float, float]:
    """Return how many were done, in how many seconds, with how many CPU seconds of Python."""
    environment = dict(os.environ)
    os.environ |= ground.on(database)
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(WRITERS), context.Queue()
    jobs = [context.Process(target=_report, args=(n, engagements, barrier, results)) for n in range(WRITERS)]
    try:
        for job in jobs:
            job.start()
        found = [results.get(timeout=60) for _ in jobs]
    finally:
        for job in jobs:
            job.terminate()
            job.join()
        os.environ.clear()
        os.environ |= environment
    return sum(done for done, _ in found), SECONDS, sum(cpu for _, cpu in found)


def _report(number: int, engagements: int, barrier: Barrier, results: "Queue[tuple[int, float]]") -> None:
    """Report in a process of its own until the time is up."""
    import django

    django.setup()
    from concord.accounts.models import Person
    from concord.reforms import actions
    from concord.reforms.models import Reform

    person = Person.objects.filter(memberships__role="liaison").order_by("pk").first()
    assert person, "the example has a liaison"
    scope = f"ENG-3000-{1 + number % engagements}"
    reforms = Reform.objects.filter(engagement__ref=scope).select_related("engagement__agency", "engagement__edition")
    mine = list(reforms.select_related("recommendation").order_by("pk")[number::WRITERS])
    barrier.wait(60)
    began, used, done = time.monotonic(), time.process_time(), 0
    while time.monotonic() - began < SECONDS:
        place = done % len(mine)
        at = datetime.now(UTC)
        mine[place] = actions.report(mine[place], status="in_progress", as_of=at.date(), note="", by=person, at=at)
        done += 1
    results.put((done, time.process_time() - used))


def verification(ground: Ground) -> Generator[Row]:
    """Verify a trail of 100,000 rows."""
    with ground.clone("bench_verify") as database:
        with ground.owner(database) as connection:
            row = connection.execute("SELECT count(*) FROM core_auditrow").fetchone()
            assert row
            append = "SELECT concord_audit_append('bench-' || n %% %s, %s) FROM generate_series(1, %s) n"
            left = ROWS - int(row[0])
            while left > 0:
                connection.execute(append, [STREAMS, _BODY, min(left, 1000)])
                left -= 1000
        before = ground.database_cpu()
        argv = [*CONCORD, "audit", "verify"]
        done = run(argv, ground.on(database), limit=120)
        yield Row(f"`concord audit verify`, {ROWS:,} rows: wall", done.wall, "s", None, " ".join(done.output.split()))
        yield Row(f"`concord audit verify`, {ROWS:,} rows: database", ground.database_cpu() - before, "CPU-s")
