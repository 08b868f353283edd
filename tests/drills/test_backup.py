"""A backup taken while people write, and what can be made of it with the master key, with another, and without any."""

import base64
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg

from concord.core.postgres import DATABASE, OWNER_ROLE, ensure_running
from tests.drills.house import CONCORD, House, until
from tests.drills.writers import Writer, wait, write

KEY = Path("keys") / "master.key"


def acknowledged(writers: list[Writer]) -> set[str]:
    return {one.ref for writer in writers for one in writer.sent if one.ref}


def stored_files(home: Path) -> set[str]:
    return {file.name for file in (home / "files").glob("*/*")}


def ask(home: Path, **questions: str) -> dict[str, set[str]]:
    """The answers, of one column each, of a home that does not run."""
    with ensure_running(home) as embedded, psycopg.connect(embedded.url(OWNER_ROLE, DATABASE)) as connection:
        return {name: {str(row[0]) for row in connection.execute(text).fetchall()} for name, text in questions.items()}


def restored_with_each_key(house: House, archive: Path, folder: Path) -> dict[str, Path]:
    """Restore into four homes (the right key, a wrong one, none, none and said so); each says what is so."""
    homes = {name: folder / name for name in ("good", "wrong", "lost", "without")}
    for name, key in (("good", (house.home / KEY).read_text()), ("wrong", base64.b64encode(b"x" * 32).decode())):
        (homes[name] / KEY).parent.mkdir(parents=True)
        (homes[name] / KEY).write_text(key)
    begun = {
        name: house.begin(*CONCORD, "restore", archive, *flags, CONCORD_HOME=str(homes[name]))
        for name, flags in (("good", ()), ("wrong", ()), ("lost", ()), ("without", ("--without-key",)))
    }
    ended = {name: house.finished(process) for name, process in begun.items()}
    said = {name: (done.returncode, (done.stdout + done.stderr).strip()) for name, done in ended.items()}
    whole = "Restored and verified: the audit trail is whole and every stored file is there."
    assert said == {
        "good": (0, whole),
        "wrong": (
            1,
            f"The master key at {homes['wrong'] / KEY} is not the one under which this database was encrypted.",
        ),
        "lost": (1, f"The master key is not at {homes['lost'] / KEY}. Put it back, or see “A lost key”."),
        "without": (0, whole),
    }
    return homes


def test_a_backup_taken_while_people_write_is_restored_whole_and_says_what_a_lost_key_costs(
    house: House, tmp_path: Path, measured: Callable[..., None]
) -> None:
    earlier = {ref for (ref,) in house.sql("SELECT ref FROM intake_assistancerequest")}
    over = threading.Event()
    writers = write(house.address, 4, over)
    until(lambda: len(acknowledged(writers)) >= 8, 30, "eight requests")
    before = acknowledged(writers)
    archive = tmp_path / "monday.backup"
    took = house.concord("backup", archive)
    after = acknowledged(writers)
    over.set()
    everything = {one.ref for one in wait(writers)}
    assert took.returncode == 0, took.stderr

    homes = restored_with_each_key(house, archive, tmp_path)
    verdict = house.concord("audit", "verify", CONCORD_HOME=str(homes["good"]))
    assert (verdict.returncode, verdict.stdout.splitlines()[-1]) == (0, "The trail is whole.")
    factors = {
        "factors": "SELECT count(*) FROM mfa_authenticator",
        "forgotten": "SELECT body::json->>'old' FROM core_auditrow WHERE verb = 'person.forget_second_factors'",
    }
    good = ask(
        homes["good"],
        requests="SELECT ref FROM intake_assistancerequest",
        recorded="SELECT what FROM core_auditrow WHERE verb = 'request.submit'",
        files="SELECT sha256 FROM core_storedfile",
        **factors,
    )
    restored = good["requests"]
    assert before <= restored
    assert restored <= everything | earlier
    assert good["recorded"] == restored
    assert good["files"] == stored_files(homes["good"]) == stored_files(house.home)
    assert (good["factors"], good["forgotten"]) == ({"1"}, set())
    assert ask(homes["without"], **factors) == {"factors": {"0"}, "forgotten": {"1"}}
    for home in homes.values():
        shutil.rmtree(home)
    measured(acknowledged_before=len(before), while_it_ran=len(after - before), restored=len(restored - earlier))
