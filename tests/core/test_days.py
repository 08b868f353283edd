"""Working days are counted forward, and looked up backward, over any weekend."""

from datetime import date, timedelta
from functools import partial

from concord.core.days import first_day_within, working_days_after, working_days_between


def test_a_window_that_ends_today_or_later_began_on_the_first_day_within_it_or_later() -> None:
    for days in (1, 3, 10, 20):
        for ahead in range(14):
            today = date(2026, 11, 2) + timedelta(days=ahead)
            first = first_day_within(today, partial(working_days_after, days=days))
            assert working_days_after(first, days) >= today
            assert working_days_after(first - timedelta(days=1), days) < today


def test_the_working_days_from_one_day_on_before_another_lead_from_the_one_to_the_other() -> None:
    friday, monday = date(2026, 11, 6), date(2026, 11, 9)
    assert [working_days_between(friday, day) for day in (friday, monday, monday + timedelta(days=5))] == [0, 1, 6]
    assert working_days_after(monday, working_days_between(monday, date(2026, 12, 1))) == date(2026, 12, 1)
