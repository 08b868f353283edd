"""Stable public references such as REQ-2026-0007: a prefix, the year, a number without gaps."""

from datetime import datetime

from django.db import connection


def next_ref(prefix: str, at: datetime) -> str:
    """Give out the next reference of a prefix in the year of `at`, inside the caller's transaction.

    The counter's row stays locked until commit, so numbers have no gaps: a missing number would look like a
    record that vanished."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_counter (prefix, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (prefix, year) DO UPDATE SET last = core_counter.last + 1 RETURNING last",
            [prefix, at.year],
        )
        (number,) = cursor.fetchone()
    return f"{prefix}-{at.year}-{number:04d}"
