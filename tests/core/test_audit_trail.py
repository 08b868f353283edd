import random

import psycopg
import pytest
from django.db import connection, transaction

from concord.core import audit, audit_trail, clock
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.core.roles import SystemActor
from tests.conftest import owner_url

STREAMS, ROWS = 12, 8


def fill() -> None:
    for number in range(STREAMS * ROWS):
        with transaction.atomic():
            audit.append(
                audit.Entry(
                    stream=f"ENG-2026-{number % STREAMS:04d}",
                    what="X",
                    verb=Permission.FINDING_DRAFT,
                    who="person:1",
                    role="assessor",
                    at=clock.now(),
                    reason=f"é {number} “quoted” \\",
                )
            )


@pytest.fixture
def owner(real_db: str):
    """The owner's connection to the test's own trail, with every guard of the database taken away."""
    fill()
    audit_trail.take_checkpoint(by=SystemActor("test"), at=clock.now())
    connection.close()
    with psycopg.connect(owner_url(real_db)) as attacker:
        attacker.execute("ALTER TABLE core_auditrow DISABLE TRIGGER USER")
        attacker.execute("ALTER TABLE core_audithead DISABLE TRIGGER USER")
        attacker.execute("ALTER TABLE core_auditrow DROP CONSTRAINT audit_row_hash_is_of_prev_and_body")
        attacker.execute("ALTER TABLE core_auditrow DROP CONSTRAINT audit_row_once_in_its_stream")
        attacker.commit()
        yield attacker


def random_row(attacker, rng) -> tuple[str, int]:
    return f"ENG-2026-{rng.randrange(STREAMS):04d}", rng.randrange(1, ROWS + 1)


def edit(attacker, rng) -> None:
    stream, seq = random_row(attacker, rng)
    attacker.execute(
        "UPDATE core_auditrow SET body = replace(body, 'assessor', 'reviewer') WHERE stream = %s AND seq = %s",
        [stream, seq],
    )


def edit_and_hash_again(attacker, rng) -> None:
    stream, seq = random_row(attacker, rng)
    attacker.execute(
        "UPDATE core_auditrow SET body = replace(body, 'assessor', 'reviewer'), hash = sha256(prev || "
        "convert_to(replace(body, 'assessor', 'reviewer'), 'UTF8')) WHERE stream = %s AND seq = %s",
        [stream, seq],
    )


def remove(attacker, rng) -> None:
    stream, seq = random_row(attacker, rng)
    attacker.execute("DELETE FROM core_auditrow WHERE stream = %s AND seq = %s", [stream, seq])


def insert(attacker, rng) -> None:
    stream, seq = random_row(attacker, rng)
    attacker.execute(
        "INSERT INTO core_auditrow (stream, seq, body, prev, hash) SELECT stream, seq, body, prev, hash "
        "FROM core_auditrow WHERE stream = %s AND seq = %s",
        [stream, seq],
    )


def swap(attacker, rng) -> None:
    stream = f"ENG-2026-{rng.randrange(STREAMS):04d}"
    first, second = rng.sample(range(1, ROWS + 1), 2)
    attacker.execute(
        "UPDATE core_auditrow SET seq = CASE seq WHEN %s THEN %s ELSE %s END WHERE stream = %s AND seq IN (%s, %s)",
        [first, second, first, stream, first, second],
    )


def cut_the_tail_and_rewind_the_head(attacker, rng) -> None:
    stream, keep = f"ENG-2026-{rng.randrange(STREAMS):04d}", rng.randrange(1, ROWS)
    attacker.execute("DELETE FROM core_auditrow WHERE stream = %s AND seq > %s", [stream, keep])
    attacker.execute(
        "UPDATE core_audithead h SET count = %s, hash = (SELECT hash FROM core_auditrow r WHERE r.stream = h.stream "
        "AND r.seq = %s) WHERE h.stream = %s",
        [keep, keep, stream],
    )


def make_a_stream_vanish(attacker, rng) -> None:
    stream = f"ENG-2026-{rng.randrange(STREAMS):04d}"
    attacker.execute("DELETE FROM core_auditrow WHERE stream = %s", [stream])
    attacker.execute("DELETE FROM core_audithead WHERE stream = %s", [stream])


ATTACKS = (
    edit,
    edit_and_hash_again,
    remove,
    insert,
    swap,
    cut_the_tail_and_rewind_the_head,
    make_a_stream_vanish,
)


def test_a_thousand_random_attacks_are_all_found(owner, monkeypatch):
    rng = random.Random(20261122)
    monkeypatch.setattr(audit_trail, "connection", _Through(owner))
    assert (audit_trail._bad_row(), audit_trail._bad_head(), _bad_anchor(owner)) == ("", "", "")
    missed = []
    for number in range(1000):
        attack = ATTACKS[number % len(ATTACKS)]
        with owner.transaction(force_rollback=True):
            attack(owner, rng)
            if not (audit_trail._bad_row() or audit_trail._bad_head() or _bad_anchor(owner)):
                missed.append((number, attack.__name__))
    assert missed == []


class _Through:
    """Lets the verifier's SQL run inside the attacker's own transaction, which is rolled back after each attack."""

    def __init__(self, attacker) -> None:
        self.attacker = attacker

    def cursor(self):
        return self.attacker.cursor()


def _bad_anchor(owner) -> str:
    (number,) = owner.execute("SELECT max(id) FROM core_checkpoint").fetchone()
    return audit_trail._one(audit_trail._ANCHORS_THAT_FAIL, number) or ""


def test_verify_names_the_first_bad_row(owner):
    owner.execute("UPDATE core_auditrow SET body = body || ' ' WHERE stream = 'ENG-2026-0003' AND seq >= 5")
    owner.commit()
    assert audit_trail.verify().wrong == "row 5 of stream ENG-2026-0003 is not the row that was appended"


def test_a_published_checkpoint_that_is_gone_is_named(real_db):
    fill()
    assert audit_trail.verify(["ab" * 32]).wrong == f"the checkpoint {'ab' * 32}, which was published, is gone"


def test_an_untouched_trail_verifies(real_db):
    fill()
    taken = audit_trail.take_checkpoint(by=SystemActor("test"), at=clock.now())
    verdict = audit_trail.verify([taken.hash])
    assert verdict == audit_trail.Verdict(rows=STREAMS * ROWS + 1, streams=STREAMS + 1, checkpoints=1, wrong="")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditrow SET body = body",
        "DELETE FROM core_auditrow",
        "TRUNCATE core_auditrow",
        "INSERT INTO core_auditrow (stream, seq, body, prev, hash) VALUES ('s', 1, '{}', '', '')",
        "UPDATE core_audithead SET count = 0",
        "DELETE FROM core_audithead",
        "ALTER TABLE core_auditrow DISABLE TRIGGER ALL",
        "DROP TABLE core_auditrow",
        "UPDATE core_checkpoint SET rows = 0",
        "SET session_replication_role = replica",
    ],
)
def test_the_run_time_role_can_not_touch_the_trail(real_db, statement):
    fill()
    with pytest.raises(Exception, match=r"permission denied|must be owner"), connection.cursor() as cursor:
        cursor.execute(statement)
    connection.rollback()
    assert AuditRow.objects.count() == STREAMS * ROWS


@pytest.mark.parametrize("role", ["origin", "replica"])
@pytest.mark.parametrize(
    "statement", ["UPDATE core_auditrow SET body = body", "DELETE FROM core_auditrow", "TRUNCATE core_auditrow"]
)
def test_the_trigger_refuses_even_the_owner_and_under_replica_mode(real_db, statement, role):
    fill()
    connection.close()
    with psycopg.connect(owner_url(real_db)) as owner:
        owner.execute(f"SET session_replication_role = {role}")
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            owner.execute(statement)
