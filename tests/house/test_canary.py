"""A canary in each sensitive field of the house, and then looked for everywhere: every page of every role, every export
and search, the mails, the logs, the trail, the public site, and all that a plain backup holds."""

import io
import logging
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from concord.cli import data
from concord.cli.docs_roles import Relation
from concord.core.models import OutboxMail
from concord.core.permissions import Permission
from concord.core.postgres import tool
from concord.core.roles import Level, Role
from concord.publishing import jobs
from tests.at_rest import places_of
from tests.conftest import owner_url
from tests.core.documents import reading
from tests.factories import engagements as make
from tests.factories import publishing as office
from tests.factories.findings import Ground
from tests.house.planting import NEAR, ROWS, TOLD, WHO, WITHIN, plant
from tests.house.test_matrix import Place, everybody, ours

SECRET = (WHO, TOLD)
EXPORTS = ("", "?format=csv", "?format=xlsx")
OF_AN_ENGAGEMENT = "app/engagements/<str:ref>/"


@pytest.fixture
def planted(db: None, settings: Settings) -> Ground:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    return plant()


@pytest.mark.owed("A12", "P9")
def test_what_is_secret_is_in_no_row_no_file_no_mail_and_no_row_of_the_trail(planted: Ground) -> None:
    assert {word: places_of(word) for word in SECRET} == {WHO: [], TOLD: []}


def read(browser: Client, address: str) -> str:
    """What an address answers, an archive or a workbook unpacked."""
    answer = browser.get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    return body.decode("latin-1")


def addresses(on: Ground) -> Iterator[str]:
    """Every page that is about no one thing, the engagement's own pages, each thing of it, and what searches find."""
    ref = on.engagement.ref
    for pattern, _, _ in ours():
        if "<" not in pattern:
            yield f"/{pattern}"
        elif pattern.startswith(OF_AN_ENGAGEMENT) and pattern.count("<") == 1:
            yield f"/{pattern.replace('<str:ref>', ref)}"
    yield f"/app/history/{ref}/"
    names = ("evidence", "fieldwork", "data_sets", "document_requests", "advice", "identities", "findings")
    for name in (*names, "mappings", "analyses", "reports"):
        for thing in getattr(on.engagement, name).all():
            yield thing.get_absolute_url()
            yield f"/app/history/{thing.ref}/"
    for item in on.engagement.evidence.all():
        yield from (f"{item.get_absolute_url()}{rest}/" for rest in ("file", "redacted", "redact"))
    yield from (f"{thing.get_absolute_url()}analyses/" for thing in on.engagement.data_sets.all())
    yield from (f"{thing.get_absolute_url()}change-mapping/" for thing in on.engagement.mappings.all())
    yield from (f"{thing.get_absolute_url()}capsule/" for thing in on.engagement.analyses.all())
    for work in on.engagement.fieldwork.all():
        yield from (f"{work.get_absolute_url()}{rest}/" for rest in ("notes", "hold"))
    for document in on.engagement.documents.all():
        yield document.get_absolute_url()
        yield from (f"{document.get_absolute_url()}r1/{rest}/" for rest in ("p1", "p1/1", "original", "clean"))
    yield from coded(on)
    for where in ("/app/search/", "/app/evidence/search/"):
        yield f"{where}?q={NEAR}"


def coded(on: Ground) -> Iterator[str]:
    """The pages of texts that were coded."""
    for of in on.engagement.coding_rounds.all():
        yield f"/app/history/{of.ref}/"
        yield from (
            f"{of.get_absolute_url()}{rest}"
            for rest in (
                "",
                "1/",
                "quotes/",
                "quotes/?format=csv",
                "matrix/",
                "together/",
                *(f"differences/{way}" for way in EXPORTS),
            )
        )


def exported(address: str) -> Iterator[str]:
    """An address, and its exports where it is a list."""
    path = urlsplit(address).path.rstrip("/")
    is_list = path.count("/") in (2, 4) and "?" not in address
    yield from (f"{address}{export}" for export in (EXPORTS if is_list else ("",)))


def may_hear(role: type[Role], relation: Relation) -> bool:
    """Whether what was told in confidence is theirs to read: the engagement's own team."""
    is_team = role.level == Level.ENGAGEMENT and Permission.EVIDENCE_VIEW in role.permissions
    return is_team and relation == Relation.OWN


@pytest.mark.owed("A12", "A58")
def test_what_is_secret_is_on_no_page_and_in_no_export_of_whom_it_is_not_for(
    planted: Ground, caplog: pytest.LogCaptureFixture
) -> None:
    on_engagement, on_agency = planted.engagement.scopes
    own = Place({}, {Level.OFFICE: "office", Level.ENGAGEMENT: on_engagement, Level.AGENCY: on_agency}, "")
    other = Place({}, {level: f"{scope.partition(':')[0]}:NONE" for level, scope in own.scopes.items()}, "")
    everything = [each for address in dict.fromkeys(addresses(planted)) for each in exported(address)]
    found, heard = [], set()
    with caplog.at_level(logging.DEBUG):
        for (role, relation), browser in everybody(own, other).items():
            for address in everything:
                text = read(browser, address)
                heard |= {word for word in (TOLD, WITHIN) if word in text and may_hear(role, relation)}
                secret = [WHO, ROWS] if may_hear(role, relation) else [WHO, ROWS, TOLD]
                secret += [WITHIN] if relation != Relation.OWN or role.level == Level.NONE else []
                found += [(role.key, str(relation), address, word) for word in secret if word in text]
    assert found == []
    assert heard == {TOLD, WITHIN}  # whom it is for does read it
    assert [word for word in (*SECRET, ROWS, WITHIN) if word in caplog.text] == []


def unpacked(on: Ground, role: str) -> dict[str, bytes]:
    """The files of the archive that somebody of an engagement takes away, each with its name and all that is in it."""
    answer = make.browser(make.member(on.engagement, role)).get(f"{on.engagement.get_absolute_url()}published/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    papers = {name: reading.everything(body) for name, body in found.items() if name.endswith((".pdf", ".docx"))}
    return {name: name.encode() + body for name, body in (found | papers).items()}


@pytest.mark.owed("A12")
def test_what_is_secret_or_internal_leaves_by_no_mail_and_stands_nowhere_on_the_public_site(
    planted: Ground, tmp_path: Path, settings: Settings
) -> None:
    office.programme()
    office.following(office.press(on=planted), "published", 1)
    settings.CONCORD_PUBLIC_SITE = tmp_path
    jobs.print_reports()
    pages = [page for page in tmp_path.rglob("*") if page.is_file()]
    words = (*SECRET, ROWS, WITHIN)
    assert [(page.name, word) for page in pages for word in words if word.encode() in page.read_bytes()] == []
    assert [page.name for page in pages if any(word in str(page) for word in words)] == []
    papers = {page.name: reading.everything(page.read_bytes()) for page in pages if page.suffix in {".pdf", ".docx"}}
    assert [(name, word) for name, inside in papers.items() for word in words if word.encode() in inside] == []
    assert {name.rpartition(".")[2] for name in papers} == {"pdf", "docx"}
    assert any(planted.engagement.agency.name.encode() in page.read_bytes() for page in pages)
    taken = unpacked(planted, "chief_executive")
    assert [(name, word) for name, inside in taken.items() for word in (*SECRET, ROWS) if word.encode() in inside] == []
    assert {name.partition("/")[0] for name in taken} == {"README.txt", "manifest.json", "papers", "releases", "seen"}
    mails = [mail.subject + mail.body for mail in OutboxMail.objects.all()]
    assert [word for word in words if any(word in mail for mail in mails)] == []


@pytest.mark.owed("A12", "P9")
def test_a_plain_backup_holds_nothing_secret(real_db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant()
    owner = urlsplit(owner_url(real_db))
    monkeypatch.setitem(connection.settings_dict, "USER", owner.username)
    monkeypatch.setenv("CONCORD_DB_ROLE", "owner")
    connection.close()
    archive = tmp_path / "monday.backup"
    data.backup(archive)
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "out", filter="data")
    dump = tmp_path / "out" / "database.dump"
    script = tmp_path / "out" / "database.sql"
    subprocess.run([str(tool("pg_restore")), f"--file={script}", str(dump)], check=True)
    written = [place.read_bytes() for place in (tmp_path / "out").rglob("*") if place.is_file() and place != dump]
    assert [word for word in SECRET if any(word.encode() in each for each in written)] == []
    assert any(WITHIN.encode() in each for each in written)  # the backup is of this house
