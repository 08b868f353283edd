"""The one place that reads the time. Views, jobs and the command line ask it and pass `at` on."""

from datetime import UTC, date, datetime

from concord.core import zones


def now() -> datetime:
    """Return the present moment, UTC, to the microsecond."""
    return datetime.now(tz=UTC)


def today() -> date:
    """Return today's date at the office."""
    return zones.day(now())
