"""A new house from nothing, and from its backup another one: each command a process of its own, as in earnest."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import drop, owner_url

DATABASES = ("concord_new", "concord_restored")


@pytest.fixture
def databases(server: Path) -> Iterator[None]:
    """Two empty databases on the test server."""
    with psycopg.connect(owner_url("postgres"), autocommit=True) as owner:
        for name in DATABASES:
            owner.execute(f"CREATE DATABASE {name}")
    yield
    for name in DATABASES:
        drop(name)


def concord(home: Path, database: str, *words: object) -> tuple[int, str]:
    """Run a command in a home on a database; give its exit code and what it said."""
    environment = os.environ | {"CONCORD_HOME": str(home), "CONCORD_DEMO": "0", "DATABASE_URL": owner_url(database)}
    argv = [sys.executable, "-m", "concord.cli.main", *map(str, words)]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


@pytest.mark.usefixtures("databases")
def test_a_house_begins_with_one_command_and_lives_on_in_its_backup(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    new, restored = DATABASES
    code, said = concord(home, new, "init", "--administrator", "ada@example.org", "--name", "Ada Administrator")
    assert (code, said.splitlines()[-1]) == (0, "The house is ready.")
    (home / "files").mkdir(exist_ok=True)
    archive = tmp_path / "monday.backup"
    assert concord(home, new, "backup", archive)[0] == 0
    assert archive.stat().st_mode & 0o777 == 0o600  # nobody else on the machine reads what is confidential
    assert (home / "keys" / "master.key").read_bytes() not in archive.read_bytes()
    (other / "keys").mkdir(parents=True)
    (other / "keys" / "master.key").write_text((home / "keys" / "master.key").read_text())
    whole = "Restored and verified: the audit trail is whole and every stored file is there."
    assert concord(other, restored, "restore", archive) == (0, whole)
    contents = []
    for name in DATABASES:
        with psycopg.connect(owner_url(name)) as owner:
            contents.append(owner.execute("SELECT stream, seq, hash FROM core_auditrow ORDER BY id").fetchall())
    assert contents[1][:2] == contents[0]  # the edition, and the first administrator
    assert [stream for stream, _, _ in contents[1][2:]] == ["keys"]  # that a restored house looked at its keys


def test_a_database_that_does_not_answer_is_one_sentence(server: Path, tmp_path: Path) -> None:
    for words in (("audit", "verify"), ("check",), ("publish", "--out", tmp_path / "site"), ("migrate",)):
        code, said = concord(tmp_path / "home", "concord_that_is_not", *words)
        assert (code, said.count("\n")) == (1, 0)
        assert said.startswith("The database cannot be used: ")
