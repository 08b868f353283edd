"""The hour of a publication, by the clock of the programme's zone. Kept in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from concord.core.errors import Unavailable
from concord.core.zones import UTC_NAME
from concord.programme.queries import in_force


def zone_on(day: date) -> ZoneInfo:
    """Return the zone of the programme in force on a day; UTC where none is."""
    try:
        return ZoneInfo(in_force(day).office.time_zone)
    except Unavailable:
        return ZoneInfo(UTC_NAME)


def moment_of(day: date, hour: time) -> datetime:
    """Return the moment of an hour on a day there, UTC."""
    return datetime.combine(day, hour, zone_on(day)).astimezone(UTC)


def earliest(at: datetime) -> datetime:
    """Return the first minute at which what is approved now may be published: the agency sees it so long before
    (setting CONCORD_PUBLICATION_NOTICE_H)."""
    return at.replace(second=0, microsecond=0) + timedelta(hours=settings.CONCORD_PUBLICATION_NOTICE_H)


def local(moment: datetime) -> datetime:
    """Return a moment by the clock there."""
    return moment.astimezone(zone_on(date(moment.year, moment.month, moment.day)))


def written(moment: datetime) -> str:
    """Write a moment as 2026-11-14 at 10:00 EST."""
    return f"{local(moment):%Y-%m-%d at %H:%M %Z}"
