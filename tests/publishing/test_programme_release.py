"""The programme's pages are released when their day comes: of an edition, of an announcement; else nothing changes."""

import copy
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from concord.core import clock, zones
from concord.programme import actions as programme
from concord.publishing import jobs
from concord.publishing.models import Release
from concord.publishing.site import build
from tests.factories import programme as editions
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db
Come = Callable[[date], list[dict[str, Any]]]


@pytest.fixture
def come(monkeypatch: pytest.MonkeyPatch) -> Come:
    """Let a day come, and the job with it; gives the programme's releases, the oldest first."""

    def on(day: date) -> list[dict[str, Any]]:
        now = zones.begins(day) + timedelta(minutes=2)  # a day of the office's
        monkeypatch.setattr(clock, "now", lambda: now)
        jobs.release_programme(timestamp=0)
        return list(Release.objects.filter(kind="programme").order_by("pk").values_list("document", flat=True))

    return on


@pytest.mark.owed("B20")
def test_an_announcement_comes_and_goes_on_its_days_and_each_is_a_release(come: Come) -> None:
    document = copy.deepcopy(editions.document())
    days = {"shown_from": "2026-12-01", "shown_until": "2026-12-02"}
    document["announcement"] = [{"key": "hearing", "heading": "A hearing", "text": "Come and talk.", **days}]
    programme.publish_edition(document, effective_from=AT.date(), by=CONCORD, at=AT)
    shown = {}
    for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4)):
        documents = come(day)
        shown[day.isoformat()] = (len(documents), [each["key"] for each in documents[-1]["announcements"]])
    assert shown == {
        "2026-11-30": (1, []),
        "2026-12-01": (2, ["hearing"]),
        "2026-12-02": (2, ["hearing"]),
        "2026-12-03": (3, []),
        "2026-12-04": (3, []),
    }


@pytest.mark.owed("B8")
def test_an_edition_is_shown_from_its_day_on_and_the_one_before_stays_readable(come: Come, tmp_path: Path) -> None:
    editions.published()
    tomorrow = AT.date() + timedelta(days=1)
    editions.published(since=tomorrow, phone="555-0199")
    assert [each["edition"]["number"] for each in come(AT.date())] == [1]
    documents = come(tomorrow)
    numbers = [(each["edition"]["number"], each["office"]["contacts"][0]["phone"]) for each in documents]
    assert numbers == [(1, "555-0100"), (2, "555-0199")]
    build(documents, tmp_path, as_of=tomorrow)
    old = (tmp_path / "current/programme/editions/1/index.html").read_text()
    assert ("no longer in force" in old, "555-0199" in old) == (True, True)  # whoever reads it calls today's number


def test_nothing_is_released_before_there_is_an_edition(come: Come) -> None:
    assert come(AT.date()) == []


@pytest.mark.owed("B19")
def test_the_fourteen_topics_of_2017_and_2018_are_public_word_for_word(come: Come) -> None:
    editions.published()
    (document,) = come(AT.date())
    old = next(each for each in document["topic_editions"] if each["key"] == "2017-2018")
    texts = {topic["text"] for family in old["families"] for topic in family["topics"]}
    kept = {topic["text"] for topic in editions.document()["topic"] if topic["edition"] == "2017-2018"}
    assert (len(texts), texts) == (14, kept)
