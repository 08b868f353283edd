"""Dates as people read them: never more exact than the record."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from concord.publishing.site.speech import SOURCE, say, spoken

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(value: str | date) -> str:
    """Return “9 June 2025” for a day (a date, or its ISO text)."""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    if spoken() == SOURCE:  # by far the most, on pages of thousands of dates
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return say("{day} {month} {year}", day=day.day, month=say(MONTHS[day.month - 1]), year=day.year)


def moment(value: str) -> str:
    """Return “14 November 2026, 15:04 UTC” for an ISO moment in UTC."""
    at = datetime.fromisoformat(value)
    return f"{long_date(at.date())}, {at:%H:%M} UTC"


def partial_date(value: Mapping[str, Any]) -> str:
    """Return a date of any precision: “9 June 2025”, “June 2025”, “2025”, or the source's own words."""
    if label := value.get("label"):
        return str(label)
    text = str(value["value"])
    if value["precision"] == "day":
        return long_date(text)
    if value["precision"] == "month":
        year, month = text.split("-")
        return say("{month} {year}", month=say(MONTHS[int(month) - 1]), year=year)
    return text


def partial_when(value: Mapping[str, Any]) -> str:
    """Return a date as it stands in a sentence: “on 9 June 2025”, “in June 2025”, or words in brackets."""
    if value["precision"] == "text":
        return f"({partial_date(value)})"
    plain = {"value": value["value"], "precision": value["precision"]}
    return say("on {when}" if value["precision"] == "day" else "in {when}", when=partial_date(plain))


def span(value: Mapping[str, Any]) -> tuple[date, date] | None:
    """Return the first and last day that a partial date can mean; None when only words are known."""
    text = str(value["value"])
    if value["precision"] == "day":
        day = date.fromisoformat(text)
        return day, day
    if value["precision"] == "month":
        year, month = (int(part) for part in text.split("-"))
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), following - timedelta(days=1)
    if value["precision"] == "year":
        return date(int(text), 1, 1), date(int(text), 12, 31)
    return None


def days_between(first: str, last: str | date) -> int:
    """Return the days from one day to a later one; negative when it is earlier."""
    end = date.fromisoformat(last) if isinstance(last, str) else last
    return (end - date.fromisoformat(first)).days


def days(count: int) -> str:
    """Return “1 day” or “41 days”."""
    return f"{count:,} {say('day' if count == 1 else 'days')}"
