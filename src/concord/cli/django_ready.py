"""Having Django and the database ready for the time of one command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from concord.config.environment import text
from concord.core.errors import Unavailable
from concord.core.postgres import ensure_running


def home() -> Path:
    """Return the data folder."""
    return Path(text("CONCORD_HOME", "var")).resolve()


def is_embedded() -> bool:
    """Say whether the database is the embedded one."""
    return "DATABASE_URL" not in os.environ


@contextmanager
def database(*, owner: bool = False) -> Iterator[None]:
    """Set Django up and have the database answer: a server that runs is used, else one is started and stopped.

    `owner` connects as the owner of the tables, for migrations alone."""
    if owner:
        os.environ["CONCORD_DB_ROLE"] = "owner"
    if not is_embedded():
        _setup()
        with in_one_sentence():
            yield
        return
    with ensure_running(home()):
        _setup()
        with in_one_sentence():
            yield
        from django.db import connections

        connections.close_all()


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Say in a sentence that the database does not answer, or no longer does. Raises Unavailable."""
    from django.db import OperationalError

    try:
        yield
    except OperationalError as error:
        said = str(error).strip().splitlines() or ["no reason given"]
        raise Unavailable(f"The database cannot be used: {said[0]}") from None


def _setup() -> None:
    import django

    django.setup()
