"""A disk with no room left: what was typed is given back, and nothing half is kept."""

import errno
import logging
import resource
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from concord.core import middleware
from concord.core.errors import BadInput
from concord.core.models import AuditRow, StoredFile
from concord.evidence.models import EvidenceItem
from tests.factories import engagements as make
from tests.factories import evidence as gather

pytestmark = pytest.mark.drill
ROOM = 200_000  # bytes that a file may have while the disk is full
NO_ROOM = (
    "There is no room left on the disk, so this was not saved. Nothing that you typed is lost: it is below. Tell "
    "whoever keeps this installation, then send it again."
)


@pytest.fixture
def full() -> Iterator[Callable[[], None]]:
    """Fill the disk, as far as this process can tell: no file of it grows any further."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.django_db
def test_a_file_that_finds_no_room_is_refused_whole_and_what_was_typed_is_given_back(
    full: Callable[[], None], settings: pytest.FixtureRequest, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CONCORD_HOME = tmp_path
    by = gather.ready()
    rows = AuditRow.objects.count()
    client = make.browser(by.expert)
    client.raise_request_exception = False
    typed = {**gather.told(collected_on="2026-11-03"), "count": "3", "summary": "Most said that <short> moves hurt."}
    address = f"{make.area(by.engagement).get_absolute_url()}log/"
    full()
    with caplog.at_level(logging.CRITICAL):
        answer = client.post(address, typed | {"upload": SimpleUploadedFile("notes.bin", b"x" * 2 * ROOM)})
    page = unescape(answer.content.decode())
    assert (answer.status_code, NO_ROOM in page) == (507, True)
    assert [word for word in ("Traceback", "OSError", "Errno", str(tmp_path)) if word in page] == []
    assert [value for value in typed.values() if f">{value}</textarea>" not in page] == []
    assert '<input class="usa-file-input" type="file" id="chosen-1" name="upload" required>' in page
    assert [place for place in tmp_path.rglob("*") if place.is_file()] == []
    kept = (EvidenceItem.objects.count(), StoredFile.objects.count(), AuditRow.objects.count())
    assert kept == (0, 0, rows)


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "is_no_room"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (caused(OperationalError(), psycopg.errors.DiskFull()), True),
        (caused(OperationalError(), psycopg.errors.TooManyConnections()), False),
        (OSError(errno.EACCES, "Permission denied"), False),
        (BadInput("No."), False),
    ],
)
def test_a_full_disk_is_known_whoever_notices_it(error: Exception, is_no_room: bool) -> None:  # noqa: FBT001
    assert middleware._is_no_room(error) == is_no_room
