import json
from datetime import timedelta
from pathlib import Path

import pytest

from concord.core import clock, zones
from concord.publishing import jobs, queries
from tests.factories import publishing as office
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.CONCORD_PUBLIC_SITE = tmp_path / "public"
    return tmp_path / "public"


def standing(out: Path) -> str:
    return (out / "current").readlink().name


def test_nothing_is_built_while_nothing_is_released(out: Path) -> None:
    jobs.build_if_needed()
    assert not (out / "current").exists()


def test_the_site_is_built_once_for_each_release(out: Path) -> None:
    office.programme()
    jobs.build_if_needed()
    first = standing(out)
    page = out / "current" / "index.html"
    before = page.stat().st_mtime_ns
    jobs.build_if_needed()
    assert (standing(out), page.stat().st_mtime_ns) == (first, before)
    office.report(office.press(), "published", at=AT)
    jobs.build_if_needed()
    assert standing(out) != first
    assert (out / "current" / "sites" / "alder-falls" / "reports" / "2026-11-03" / "index.html").exists()
    noted = json.loads((out / "built.json").read_text())
    today = clock.today().isoformat()
    kept = {"newest": queries.newest_release(), "withheld": 0, "papers": 0}
    assert noted == {**kept, "languages": ["en", "es"], "as_of": today}


def test_the_site_is_built_anew_each_day(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office.programme()
    jobs.build_if_needed()
    first = standing(out)
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    jobs.build_daily(timestamp=0)
    assert standing(out).startswith(zones.day(tomorrow).isoformat())
    assert standing(out) != first


@pytest.mark.parametrize("note", ["", "{", "[]", '{"newest": 999999}'])
def test_a_note_that_cannot_be_believed_means_building_again(out: Path, note: str) -> None:
    office.programme()
    jobs.build_if_needed()
    page = out / "current" / "index.html"
    before = page.stat().st_ino
    (out / "built.json").write_text(note)
    jobs.build_if_needed()
    assert page.stat().st_ino != before
    assert json.loads((out / "built.json").read_text())["newest"] == queries.newest_release()
