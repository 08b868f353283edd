"""In which zone a page shows moments: the programme's. They are kept, compared, counted and exported in UTC."""

from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

UTC_NAME = "UTC"
_shown: ContextVar[str] = ContextVar("concord_zone", default=UTC_NAME)


def show_in(zone: str) -> None:
    """Show the moments of the page that is being made in a zone ("America/New_York")."""
    _shown.set(zone)


def day_in(zone: str, moment: datetime) -> date:
    """Return which day it was in a zone at a moment: what somebody there writes on a paper."""
    return moment.astimezone(ZoneInfo(zone)).date()


def local(moment: datetime) -> datetime:
    """Return the same moment by the clock of the zone that is shown; its name is `tzname()`."""
    return moment.astimezone(ZoneInfo(_shown.get()))
