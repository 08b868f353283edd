"""Whatever is killed, and whenever: nothing that was acknowledged is lost or doubled, and all comes back by itself."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable

from tests.drills.house import DATABASE_SERVER, JOB_WORKER, WEB, WEB_WORKER, House
from tests.drills.writers import Sent, wait, write

WRITERS = 8
SECONDS = 25.0
ANSWERS_WITHIN = 15.0  # seconds after the last kill
KINDS = (WEB_WORKER, DATABASE_SERVER, WEB, JOB_WORKER)

STORED = "SELECT submission_key::text, ref FROM intake_assistancerequest WHERE submission_key = ANY(%s::uuid[])"


def kill_at_random(house: House, seconds: float) -> Counter[str]:
    """Kill now this, now that, each kind about as often; return how often each was."""
    killed, over = Counter[str](), time.monotonic() + seconds
    rng = random.Random(1)  # noqa: S311 - the same chance each time
    while time.monotonic() < over:
        kinds = list(KINDS)
        rng.shuffle(kinds)
        for kind in kinds:
            time.sleep(rng.uniform(0.2, 1.8))
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
