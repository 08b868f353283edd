import fcntl
import threading
from pathlib import Path

import pytest
from django.db import connection

from concord.publishing import jobs
from tests.factories import publishing as office

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.CONCORD_PUBLIC_SITE = tmp_path / "public"
    return tmp_path / "public"


def queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'publishing.build_site'")
        return int(cursor.fetchone()[0])


def test_a_start_builds_the_first_site_and_leaves_a_later_one_to_the_worker(out: Path) -> None:
    office.programme()
    before = queued()
    jobs.build_at_start()
    assert ((out / "current" / "index.html").exists(), queued()) == (True, before)
    (out / "built.json").unlink()
    jobs.build_at_start()
    assert ((out / "built.json").exists(), queued()) == (False, before + 1)


def test_a_site_that_is_gone_is_built_again_whatever_the_note_says(out: Path) -> None:
    office.programme()
    jobs.build_if_needed()
    (out / "current").unlink()
    jobs.build_if_needed()
    assert (out / "current" / "index.html").exists()


def test_who_comes_second_waits_and_then_looks_at_what_stands(out: Path) -> None:
    office.programme()
    jobs.build_if_needed()
    page = out / "current" / "index.html"
    before = page.stat().st_ino
    with (out / ".deciding").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        threading.Timer(0.2, fcntl.flock, (first, fcntl.LOCK_UN)).start()
        jobs.build_if_needed()
        fcntl.flock(first, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the second has let go, and so had the first
    assert page.stat().st_ino == before
