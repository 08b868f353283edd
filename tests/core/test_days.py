"""Working days are counted forward, and looked up backward, over any weekend."""

from datetime import date, timedelta

from concord.core.days import first_day_within, working_days_after


def test_a_window_that_ends_today_or_later_began_on_the_first_day_within_it_or_later() -> None:
    for days in (1, 3, 10, 20):
        for ahead in range(14):
            today = date(2026, 11, 2) + timedelta(days=ahead)
            first = first_day_within(today, days)
            assert working_days_after(first, days) >= today
            assert working_days_after(first - timedelta(days=1), days) < today
