"""A canary in each thing that is kept sealed, and then looked for everywhere: every page of every role, every export,
search, the mails, the trail, and every row and stored file that a plain backup holds."""

import logging
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from pytest_django import Settings

from concord.core import files
from concord.core.models import AuditRow, OutboxMail, StoredFile
from tests.factories import evidence as gather
from tests.factories import keeping
from tests.factories import workplans as plans
from tests.house.test_matrix import Place, everybody, filled, ours, place

pytestmark = pytest.mark.django_db
CANARY = "zqcanaryzq"
CONTACT = {
    "name": f"Quill {CANARY}",
    "phone": f"555-{CANARY}",
    "email": f"{CANARY}@example.org",
    "words": f"sergeant {CANARY}",
}
FILE = f"Said by {CANARY}.".encode()
EXPORTS = ("", "?format=csv", "?format=xlsx")


@pytest.fixture
def planted(settings: Settings) -> tuple[Place, Place, plans.Cast]:
    """An engagement of each kind of thing, and in a third one a canary in each sealed field."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    own, other = place("Alder Falls"), place("Birch Harbour")
    by = gather.ready("Cedar Point")
    keeping.asked(keeping.sealed(by, **CONTACT), by.expert)
    upload = SimpleUploadedFile("notes.txt", FILE)
    gather.item(by, releasability="confidential", summary=f"Told by {CANARY}.", upload=upload)
    return own, other, by


def texts_at_rest() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, and every stored file."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - the names are the database's own
            yield from ((table, row) for (row,) in cursor.fetchall())
    for digest in StoredFile.objects.values_list("sha256", flat=True):
        yield digest, files.path_of(digest).read_bytes().decode("latin-1")


@pytest.mark.owed("A12", "P9")
def test_what_is_sealed_is_in_no_row_no_file_no_mail_and_no_row_of_the_trail(
    planted: tuple[Place, Place, plans.Cast],
) -> None:
    assert [where for where, text in texts_at_rest() if CANARY in text] == []
    assert [mail.pk for mail in OutboxMail.objects.all() if CANARY in mail.subject + mail.body] == []
    assert [row.pk for row in AuditRow.objects.all() if CANARY in row.body] == []


@pytest.mark.owed("A12", "A58")
def test_what_is_sealed_is_on_no_page_and_in_no_export_of_whoever_is_not_of_the_team(
    planted: tuple[Place, Place, plans.Cast], caplog: pytest.LogCaptureFixture
) -> None:
    own, other, by = planted
    browsers = everybody(own, other)
    found = []
    with caplog.at_level(logging.DEBUG):
        for (role, relation), browser in browsers.items():
            pages = [filled(pattern, own) for pattern, _, _ in ours() if "<" not in pattern]
            things = [by.engagement.get_absolute_url(), f"{by.engagement.get_absolute_url()}evidence/"]
            pages += [*things, f"/app/search/?q={CANARY[:-2]}"]
            for address in pages:
                for export in EXPORTS if address in things or address.endswith("openings/") else ("",):
                    answer = browser.get(address + export)
                    body = b"".join(answer) if answer.streaming else answer.content
                    if CANARY in body.decode("latin-1"):
                        found.append((role.key, str(relation), address + export))
    assert found == []
    assert CANARY not in caplog.text
