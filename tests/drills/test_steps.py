"""While the office works on requests, what serves it is killed: each step that was acknowledged is there, and once."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from tests.drills.house import House
from tests.drills.test_crashes import kill_at_random
from tests.drills.writers import GIVE_UP_AFTER, Form, write_once

CLERKS = 4
SECONDS = 16.0
SIGNED_IN = """
from concord.cli.django_ready import database
with database(owner=True):
    from django.test import Client
    from concord.accounts import queries
    from concord.accounts.middleware import SESSION_KEY
    client, who = Client(), queries.person("odell@example.org")
    client.force_login(who, backend="concord.accounts.backend.Backend")
    session = client.session
    session[SESSION_KEY] = "enrolled"
    session.save()
    print(session.session_key)
"""
ROWS = "SELECT verb, count(*) FROM core_auditrow WHERE what = %s AND verb = ANY(%s) GROUP BY verb"
NOTES = "SELECT note FROM intake_contact JOIN intake_assistancerequest r ON r.id = request_id WHERE r.ref = %s"


@dataclass
class Clerk:
    """Somebody of the office at one request: takes it, then logs one contact after another until `over`."""

    ref: str
    house: House
    session: str
    ori: str
    over: threading.Event
    logged: list[str] = field(default_factory=list)  # what was acknowledged
    faults: list[str] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self) -> None:
        """Have a thread."""
        self.thread = threading.Thread(target=self._run, name=self.ref, daemon=True)

    def _run(self) -> None:
        try:
            with httpx.Client(
                base_url=self.house.address, timeout=15, trust_env=False, cookies={"sessionid": self.session}
            ) as browser:
                self._step(browser, "acknowledge", {"ori": self.ori})
                while not self.over.is_set():
                    note = f"Contact {len(self.logged)} of {self.ref}"
                    said = {"on": "2026-01-05", "how": "call", "who": "Robin Example, chief", "note": note}
                    self._step(browser, "contact", said)
                    self.logged.append(note)
        except Exception as error:  # noqa: BLE001 - told by whoever waits for the thread
            self.faults.append(repr(error))

    def _step(self, browser: httpx.Client, verb: str, typed: dict[str, str]) -> None:
        """Open a verb's page and send it, again and again, until it is acknowledged or was done by an earlier try."""
        path, until = f"/app/requests/{self.ref}/{verb}/", time.monotonic() + GIVE_UP_AFTER
        while time.monotonic() < until:
            try:
                page = browser.get(path)
                if page.status_code == httpx.codes.OK:
                    self.sent += 1
                    answer = browser.post(path, data=Form(page.text).fields | typed)
                    if answer.status_code in (httpx.codes.FOUND, httpx.codes.CONFLICT):  # done now, or done before
                        return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise TimeoutError(f"{path} was not acknowledged within {GIVE_UP_AFTER:g} s")


def test_no_step_of_the_office_that_was_acknowledged_is_lost_or_doubled(
    house: House, measured: Callable[..., None]
) -> None:
    session = house.python(SIGNED_IN)
    assert session.returncode == 0, session.stderr
    ((ori,),) = house.sql("SELECT ref FROM agencies_agency ORDER BY id LIMIT 1")
    over = threading.Event()
    refs = [write_once(house.address, f"step{number}").ref for number in range(CLERKS)]
    clerks = [Clerk(ref, house, session.stdout.strip(), ori, over) for ref in refs]
    for clerk in clerks:
        clerk.thread.start()
    killed = kill_at_random(house, SECONDS)
    over.set()
    for clerk in clerks:
        clerk.thread.join(2 * GIVE_UP_AFTER)
    assert [fault for clerk in clerks for fault in clerk.faults] == []
    for clerk in clerks:
        assert len(clerk.logged) > 0
        assert sorted(note for (note,) in house.sql(NOTES, [clerk.ref])) == sorted(clerk.logged)
        counted = dict(house.sql(ROWS, [clerk.ref, ["request.acknowledge", "request.contact"]]))
        assert counted == {"request.acknowledge": 1, "request.contact": len(clerk.logged)}
    verdict = house.concord("audit", "verify")
    assert (verdict.returncode, verdict.stdout.splitlines()[-1]) == (0, "The trail is whole.")
    measured(killed=killed, steps=sum(len(clerk.logged) + 1 for clerk in clerks), sent=sum(c.sent for c in clerks))
