"""By which clock an office lives. Moments are kept, compared, counted and exported in UTC; a page shows them by the
clock of the programme's zone, and "today", in every rule, is the day that it is there."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UTC_NAME = "UTC"
_shown: ContextVar[str] = ContextVar("concord_zone", default=UTC_NAME)


class _Office:
    """Who knows the office's zone on a day: the programme says so when the house is set up."""

    zone: Callable[[date], str] = staticmethod(lambda _on: UTC_NAME)


def learn(zone: Callable[[date], str]) -> None:
    """Have the office's zone on a day ("America/New_York") told by this from now on."""
    _Office.zone = staticmethod(zone)


def day(at: datetime) -> date:
    """Return which day it is at the office at a moment."""
    return day_in(_Office.zone(at.astimezone(UTC).date()), at)


def begins(on: date) -> datetime:
    """Return the moment (UTC) at which a day begins at the office."""
    return datetime.combine(on, time.min, ZoneInfo(_Office.zone(on))).astimezone(UTC)


def ends(on: date) -> datetime:
    """Return the moment (UTC) at which a day is over at the office: what is before it was on that day or earlier."""
    return begins(on + timedelta(days=1))


def show_in(zone: str) -> None:
    """Show the moments of the page that is being made in a zone ("America/New_York")."""
    _shown.set(zone)


def day_in(zone: str, moment: datetime) -> date:
    """Return which day it was in a zone at a moment: what somebody there writes on a paper."""
    return moment.astimezone(ZoneInfo(zone)).date()


def local(moment: datetime) -> datetime:
    """Return the same moment by the clock of the zone that is shown; its name is `tzname()`."""
    return moment.astimezone(ZoneInfo(_shown.get()))
