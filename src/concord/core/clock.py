"""The one place that reads the time. Views, jobs and the command line ask it and pass `at` on."""

from calendar import monthrange
from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present moment, UTC, to the microsecond."""
    return datetime.now(tz=UTC)


def today() -> date:
    """Return today's date in UTC."""
    return now().date()


def months_after(day: date, months: int) -> date:
    """Return the same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
