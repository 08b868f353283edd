"""Stable public references such as REQ-2026-0007: a prefix, the year, a number without gaps."""

from datetime import datetime

from django.db import connection


def next_ref(prefix: str, at: datetime) -> str:
    """Give out the next reference of a prefix in the year of `at`, inside the caller's transaction."""
    return next_refs(prefix, at, 1)[0]


def next_refs(prefix: str, at: datetime, count: int) -> list[str]:
    """Give out the next `count` references.

    The counter's row stays locked until commit, so numbers have no gaps: a missing number would look like a
    record that vanished."""
    if count == 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_counter (prefix, year, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (prefix, year) DO UPDATE SET last = core_counter.last + %s RETURNING last",
            [prefix, at.year, count, count],
        )
        (last,) = cursor.fetchone()
    return [f"{prefix}-{at.year}-{number:04d}" for number in range(last - count + 1, last + 1)]
