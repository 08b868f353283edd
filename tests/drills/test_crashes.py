"""Whatever is killed, and whenever: nothing that was acknowledged is lost or doubled, and all comes back by itself."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.drills.house import (
    CONCORD,
    DATABASE_SERVER,
    JOB_WORKER,
    ROOT,
    UP_WITHIN,
    WEB,
    WEB_WORKER,
    House,
    runs,
    until,
)
from tests.drills.mailbox import Mailbox
from tests.drills.writers import Sent, wait, write, write_once

WRITERS = 8
SECONDS = 22.0
ANSWERS_WITHIN = 15.0  # seconds after the last kill
RUNS_AGAIN_WITHIN = 15.0  # seconds after its worker was killed
KINDS = (WEB_WORKER, DATABASE_SERVER, WEB, JOB_WORKER)

STORED = "SELECT submission_key::text, ref FROM intake_assistancerequest WHERE submission_key = ANY(%s::uuid[])"


def kill_at_random(house: House, seconds: float) -> Counter[str]:
    """Kill now this, now that, each kind about as often; return how often each was."""
    killed, over = Counter[str](), time.monotonic() + seconds
    rng = random.Random(1)
    while time.monotonic() < over:
        kinds = list(KINDS)
        rng.shuffle(kinds)
        for kind in kinds:
            time.sleep(rng.uniform(0.4, 2.2))
            killed[kind] += house.kill(kind)
            if time.monotonic() > over:
                break
    return killed


def require_all_stored_once(house: House, sent: list[Sent]) -> None:
    """Each acknowledged submission is one request under that reference, with one audit row and one mail."""
    acknowledged = {one.key: one.ref for one in sent}
    assert all(acknowledged.values())
    assert len(set(acknowledged.values())) == len(acknowledged) == len(sent)
    assert dict(house.sql(STORED, [list(acknowledged)])) == acknowledged
    refs = list(acknowledged.values())
    rows = "SELECT what FROM core_auditrow WHERE verb = 'request.submit' AND what = ANY(%s) ORDER BY 1"
    assert [what for (what,) in house.sql(rows, [refs])] == sorted(refs)
    mails = "SELECT right(subject, 13) FROM core_outboxmail WHERE right(subject, 13) = ANY(%s) ORDER BY 1"
    assert [ref for (ref,) in house.sql(mails, [refs])] == sorted(refs)


def test_nothing_acknowledged_is_lost_or_doubled_when_everything_is_killed_at_random(
    house: House, measured: Callable[..., None]
) -> None:
    before = house.sql("SELECT count(*) FROM intake_assistancerequest")[0][0]
    over = threading.Event()
    writers = write(house.address, WRITERS, over)
    killed = kill_at_random(house, SECONDS)
    back = house.answers(ANSWERS_WITHIN)
    over.set()
    sent = wait(writers)
    require_all_stored_once(house, sent)
    assert house.sql("SELECT count(*) FROM intake_assistancerequest")[0][0] == before + len(sent)
    kept = [page for writer in writers for page in writer.kept]
    assert kept != []
    verdict = house.concord("audit", "verify")
    assert (verdict.returncode, verdict.stdout.splitlines()[-1]) == (0, "The trail is whole.")
    measured(
        killed=killed,
        acknowledged=len(sent),
        sent=sum(one.times for one in sent),
        pages_that_kept_what_was_typed=len(kept),
        answers_after_s=round(back, 1),
    )


def test_a_killed_supervisor_costs_nothing_and_the_next_start_finds_all(
    house: House, measured: Callable[..., None]
) -> None:
    over = threading.Event()
    writers = write(house.address, 4, over)
    until(lambda: sum(bool(one.ref) for writer in writers for one in writer.sent) >= 8, 30, "eight requests")
    below = house.below()
    house.supervisor.kill()
    house.supervisor.wait()
    house.launch()
    back = house.answers(UP_WITHIN)
    over.set()
    sent = wait(writers)
    require_all_stored_once(house, sent)
    until(lambda: not any(runs(process) for process in below), 15, "the end of all that was below the killed one")
    measured(acknowledged=len(sent), answers_after_s=round(back, 1))


def job(house: House, task: str) -> tuple[int, int]:
    """Number and attempts of the job of a task that the worker that lives is doing.

    One whose worker an earlier drill killed is still noted as being done until it is brought back: not before the
    worker that lives is free to bring it back."""
    ((number, attempts),) = house.sql(
        """SELECT id, attempts FROM procrastinate_jobs WHERE task_name = %s AND status = 'doing' AND worker_id =
           (SELECT id FROM procrastinate_workers ORDER BY last_heartbeat DESC LIMIT 1)""",
        [task],
    )
    return number, attempts


def runs_again(house: House, number: int, attempts: int) -> bool:
    """Whether a job that had so many attempts behind it is begun again, or done: what succeeds leaves the table."""
    found = house.sql("SELECT status::text, attempts FROM procrastinate_jobs WHERE id = %s", [number])
    return found in ([], [("doing", attempts + 1)])


def is_done(house: House, number: int) -> bool:
    return house.sql("SELECT FROM procrastinate_jobs WHERE id = %s", [number]) == []


def test_a_mail_whose_worker_is_killed_while_it_is_sent_is_sent_once(
    house: House, box: Mailbox, measured: Callable[..., None]
) -> None:
    until(lambda: not house.sql("SELECT FROM core_outboxmail WHERE sent_at IS NULL"), 90, "an empty outbox")
    box.hold()
    sent = write_once(house.address, "held")
    assert box.holding.wait(60)  # the worker may have other jobs to do first
    number, attempts = job(house, "core.send_outbox")
    assert house.kill(JOB_WORKER)
    assert box.left.wait(5)
    box.may_take.set()
    again = until(lambda: runs_again(house, number, attempts), RUNS_AGAIN_WITHIN, "the next run")
    until(lambda: is_done(house, number), 20, "the end of the next run")
    (link,) = box.to("held-0@example.org")
    assert sent.ref in link
    assert house.sql("SELECT count(sent_at) FROM core_outboxmail WHERE subject LIKE %s", [f"%{sent.ref}"]) == [(1,)]
    measured(runs_again_after_s=round(again, 1))


def test_a_build_whose_worker_is_killed_leaves_the_old_site_whole_and_is_done_again_once(
    house: House, measured: Callable[..., None]
) -> None:
    public = house.home / "public"
    old = pages(public / "current")
    built = house.log.read_text().count("public site built")
    importing = house.begin(*CONCORD, "import", "sites", ROOT / "examples" / "sites")  # it may end after the build
    until(lambda: len(list(public.glob("builds/.partial-*/sites/*"))) > 3, 60, "the middle of a build")
    number, attempts = job(house, "publishing.build_site")
    assert house.kill(JOB_WORKER)
    imported = house.finished(importing)
    assert imported.returncode == 0, imported.stderr
    assert {place: shown(house, place) for place in old} == old
    again = until(lambda: runs_again(house, number, attempts), RUNS_AGAIN_WITHIN, "the second build")
    until(lambda: is_done(house, number), 60, "the end of the second build")
    new = pages(public / "current")
    assert len(new) > len(old) + 100
    some = ["/", "/sites/", *random.Random(1).sample(sorted(new), 20)]
    assert {place: shown(house, place) for place in some} == {place: new[place] for place in some}
    assert (list(public.glob("builds/.partial-*")), len(list(public.glob("builds/*")))) == ([], 2)
    assert house.log.read_text().count("public site built") == built + 1
    measured(pages_before=len(old), pages_after=len(new), runs_again_after_s=round(again, 1))


def pages(current: Path) -> dict[str, bytes]:
    """The pages of a build by their address."""
    build = current.resolve()
    walked = os.walk(build, followlinks=True)  # the folder of a site is a link to where it is kept
    found = [Path(folder) / "index.html" for folder, _, names in walked if "index.html" in names]
    files = {page.parent.relative_to(build).as_posix(): page for page in found}
    return {"/" if place == "." else f"/{place}/": page.read_bytes() for place, page in files.items()}


def shown(house: House, place: str) -> bytes:
    """What the web answers."""
    answer = httpx.get(f"{house.address}{place}", timeout=10, trust_env=False)
    assert answer.status_code == 200
    return answer.content
