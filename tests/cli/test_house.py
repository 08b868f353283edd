import io
import json
import os
import sys
import tarfile
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from concord.accounts import queries as people
from concord.core.documents import as_pdf
from concord.core.models import AuditRow, DataKey, OutboxMail
from concord.programme.models import Edition
from tests.cli.conftest import Concord
from tests.conftest import drop, owner_url
from tests.factories import engagements as make

INIT = "init --administrator Ada@example.org --name 'Ada Administrator'"


def test_a_house_is_started_once_and_the_link_is_printed_once(concord: Concord) -> None:
    said = concord(INIT)
    assert (said.code, said.out.splitlines()[-1]) == (0, "The house is ready.")
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.body.splitlines()[0] in said.out) == ("ada@example.org", True)
    assert {role.key for role in people.person("ada@example.org").all_roles()} == {"administrator"}
    before = (AuditRow.objects.count(), DataKey.objects.count(), Edition.objects.count())
    assert concord(INIT) == (0, "The house is ready.\n", "")
    assert (AuditRow.objects.count(), DataKey.objects.count(), Edition.objects.count()) == before
    assert before[1:] == (1, 1)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--administrator", "Ada", "--name", "Ada"), "'Ada' is no e-mail address."),
        (("--administrator", "ada@", "--name", "Ada"), "'ada@' is no e-mail address."),
        (("--administrator", "ada@example.org", "--name", " "), "The administrator has a name: --name."),
    ],
)
def test_an_administrator_who_cannot_be_reached_or_named_is_refused(
    concord: Concord, words: tuple[str, ...], says: str
) -> None:
    assert concord("init", *words) == (1, "", says)
    assert (Edition.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_check_finds_nothing_in_a_house_that_is_whole(concord: Concord) -> None:
    concord(INIT)
    assert concord("check") == (0, "Everything is as it should be.\n", "")
    assert json.loads(concord("check --json").out) == []


def test_check_says_what_is_wrong(concord: Concord, settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    make.agency()
    settings.CONCORD_MASTER_KEY_FILE = str(tmp_path / "gone.key")
    said = concord("check")
    assert said.code == 1
    assert said.out == f"The master key is not at {tmp_path / 'gone.key'}. Put it back, or see “A lost key”.\n"


def test_check_tells_a_database_that_is_not_up_to_date(concord: Concord, real_db: str) -> None:
    with psycopg.connect(owner_url(real_db)) as owner:
        owner.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")
    said = concord("check")
    assert (said.code, said.out) == (1, "The database is not up to date: run `concord migrate`.\n")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("backup {there}", "{there} exists already; a backup never overwrites one."),
        ("backup {folder}/nowhere/monday.backup", "There is no folder {folder}/nowhere in which to write the backup."),
        ("restore {there}", "This installation is not empty. Restore into a new CONCORD_HOME, or an empty database."),
    ],
)
def test_a_backup_or_restore_that_cannot_be_is_one_sentence(
    concord: Concord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, says: str
) -> None:
    monkeypatch.setenv("CONCORD_DB_ROLE", "app")  # the command sets it for its own time
    there = tmp_path / "there.backup"
    there.write_bytes(b"no archive")
    names = {"there": there, "folder": tmp_path}
    assert concord(line.format(**names)) == (1, "", says.format(**names))


def packed(name: str, content: bytes, mode: str = "w") -> bytes:
    """An archive with one file in it."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:  # type: ignore[call-overload]  # the mode is a parameter
        about = tarfile.TarInfo(name)
        about.size = len(content)
        archive.addfile(about, io.BytesIO(content))
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no archive", "cannot be read as a backup"),
        (None, "cannot be read"),
        (b"", "cannot be read as a backup"),
        (packed("database.dump", os.urandom(20_000))[:9_000], "cannot be read as a backup"),
        (packed("database.dump", os.urandom(20_000), "w:gz")[:9_000], "cannot be read as a backup"),
        (packed("database.dump", os.urandom(20_000), "w:xz")[:9_000], "cannot be read as a backup"),
        (packed("letters.txt", b"Dear"), "is no backup of Concord: it holds no database.dump."),
        (packed("../database.dump", b"out of the folder"), "cannot be read as a backup"),
    ],
    ids=["words", "absent", "empty", "cut", "cut gz", "cut xz", "another's", "escaping"],
)
def test_an_archive_that_is_none_is_one_sentence(
    concord: Concord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, says: str
) -> None:
    monkeypatch.setenv("CONCORD_DB_ROLE", "app")
    with psycopg.connect(owner_url("postgres"), autocommit=True) as owner:
        owner.execute("CREATE DATABASE concord_empty")
    file, before = tmp_path / "monday.backup", connection.settings_dict["NAME"]
    if content is not None:
        file.write_bytes(content)
    connection.close()
    connection.settings_dict["NAME"] = "concord_empty"
    said = concord(f"restore {file}")
    connection.close()
    connection.settings_dict["NAME"] = before
    drop("concord_empty")
    assert (said.code, said.refusal.startswith(f"{file} {says}"), said.refusal.count("\n")) == (1, True, 0)


def test_check_names_a_missing_pango_in_one_line(concord: Concord, monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_more: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    concord(INIT)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    assert concord("check") == (1, f"{as_pdf.NO_PANGO}\n", "")
