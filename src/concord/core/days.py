"""Reckoning with days; nothing here asks what day it is."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """Return the same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_days_after(day: date, days: int) -> date:
    """Return the day so many working days (Monday to Friday) after another; holidays are counted as working days."""
    saturday = 5
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < saturday
    return day


def working_days_between(first: date, until: date) -> int:
    """Return how many working days there are from a day on, before another."""
    saturday = 5
    return sum((first + timedelta(days=n)).weekday() < saturday for n in range((until - first).days))


def first_day_within(today: date, last_day: Callable[[date], date]) -> date:
    """Return the first day of which the window, as `last_day` tells when it ends, goes on today."""
    day = today
    while last_day(day - timedelta(days=1)) >= today:
        day -= timedelta(days=1)
    return day
