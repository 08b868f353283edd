"""Statements that are written down once and asked often: for Django to write one down can take longer than for the
database to answer it."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

Statement = tuple[str, tuple[Any, ...]]


def written(found: QuerySet[Any, Any]) -> Statement:
    """Return what a queryset asks, ready for the database."""
    return found.query.sql_with_params()


def answers(statement: Statement) -> list[tuple[Any, ...]]:
    """Return the rows that answer it now."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return list(cursor.fetchall())
