"""Moments are kept in UTC and shown by the clock of the programme's zone."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

from concord.core import zones
from concord.core.templatetags.concord import day, moment
from concord.programme.queries import in_force
from tests.factories import engagements as make
from tests.factories import programme

NIGHT = datetime(2026, 11, 3, 2, 30, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "words"),
    [
        ("UTC", NIGHT, "3 November 2026, 02:30 UTC"),
        ("America/New_York", NIGHT, "2 November 2026, 21:30 EST"),
        ("America/New_York", SUMMER, "1 July 2026, 08:00 EDT"),
        ("Pacific/Guam", NIGHT, "3 November 2026, 12:30 ChST"),
    ],
)
def test_a_moment_is_shown_by_the_clock_of_a_zone_which_is_named_and_read_by_machines_as_it_is_kept(
    zone: str, at: datetime, words: str
) -> None:
    zones.show_in(zone)
    assert moment(at) == f'<time datetime="{at.isoformat()}">{words}</time>'
    assert day(at) == f'<time datetime="{at.isoformat()}">{words.partition(",")[0]}</time>'
    assert day(date(2026, 11, 3)) == '<time datetime="2026-11-03">3 November 2026</time>'
    zones.show_in(zones.UTC_NAME)


@pytest.mark.django_db
def test_a_page_is_shown_in_the_zone_of_the_edition_in_force() -> None:
    make.edition()
    cache.clear()  # the office is kept for a minute
    page = make.browser(make.person("auditor")).get("/app/figures/")
    kept = page.context["at"]
    zones.show_in(in_force(kept.date()).office.time_zone)
    assert (in_force(kept.date()).office.time_zone, moment(kept) in page.content.decode()) == ("America/New_York", True)
    zones.show_in(zones.UTC_NAME)


@pytest.mark.django_db
def test_today_is_the_day_at_the_office_and_utc_s_before_there_is_an_office() -> None:
    assert (zones.day(NIGHT), zones.begins(date(2026, 11, 3))) == (date(2026, 11, 3), datetime(2026, 11, 3, tzinfo=UTC))
    make.edition()  # of an office in New York
    assert (zones.day(NIGHT), zones.day(SUMMER)) == (date(2026, 11, 2), date(2026, 7, 1))
    assert zones.begins(date(2026, 11, 2)) == datetime(2026, 11, 2, 5, tzinfo=UTC)
    assert zones.ends(date(2026, 10, 31)) == datetime(2026, 11, 1, 4, tzinfo=UTC)  # the clock goes back on that day
    assert zones.ends(date(2026, 11, 1)) == datetime(2026, 11, 2, 5, tzinfo=UTC)


@pytest.mark.django_db
def test_a_rule_takes_the_evening_for_the_day_that_it_is_at_the_office() -> None:
    """At half past nine in the evening the day is not over where the office is, and it is in UTC."""
    first = programme.published(at=datetime(2026, 10, 1, tzinfo=UTC))
    draft = programme.revised(programme.draft(of=first, at=NIGHT), "office", phone="555-0199", at=NIGHT)
    done = programme.published_draft(draft, since=date(2026, 11, 2), at=NIGHT)
    assert done.effective_from == date(2026, 11, 2)
