"""A person's calendar as iCalendar (RFC 5545): names and links, nothing of the matter."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from concord.desk.queries.calendar import Entry

TYPE = "text/calendar; charset=utf-8"
_REFRESHED = timedelta(hours=6)


def feed(entries: Iterable[Entry], *, name: str, base_url: str, at: datetime) -> bytes:
    """Return the calendar as a file. `base_url` is where Concord is, for the links; `at` when it was made."""
    from icalendar import Calendar, Event

    host = urlsplit(base_url).hostname or "concord"
    calendar = Calendar()
    calendar.add("prodid", "-//Concord//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{host}")
        event.add("dtstamp", at)
        event.add("summary", entry.summary)
        event.add("dtstart", entry.first)
        if entry.last < date.max:  # the day after the last, as the standard has it
            event.add("dtend", entry.last + timedelta(days=1))
        event.add("url", base_url + entry.href)
        event.add("description", base_url + entry.href)  # many calendars show no url
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
