"""The tests run on the real database: an embedded PostgreSQL in a temporary home, as the run-time role.

`db` (a transaction rolled back) serves most tests; `real_db` is a database of the test's own, cloned from the migrated
template, for tests that commit from several connections: the audit trail refuses the TRUNCATE by which Django would
clean up."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "concord_template"


def _home() -> Path:
    return Path(os.environ["CONCORD_HOME"])


def owner_url(database: str) -> str:
    """Return the owner's address of a database of the test server."""
    from concord.core.postgres import Embedded

    return Embedded(_home()).url("concord", database)


def clone(name: str) -> None:
    """Make a database from the migrated template, in some 20 ms."""
    with psycopg.connect(owner_url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY wal_log")


def drop(name: str) -> None:
    """Drop a database and whoever is still connected to it."""
    with psycopg.connect(owner_url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """The embedded server of this test run, with the migrated template in it."""
    from concord.core.postgres import ensure_running

    with ensure_running(_home()):
        with psycopg.connect(owner_url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        environment = os.environ | {
            "DATABASE_URL": owner_url(TEMPLATE),
            "DATABASE_OWNER_URL": owner_url(TEMPLATE),
            "CONCORD_DB_ROLE": "owner",
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "concord.config.settings"),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
        }
        subprocess.run([sys.executable, "-m", "concord.cli.main", "migrate"], env=environment, check=True)
        yield _home()


@pytest.fixture(scope="session")
def django_db_setup(server: Path, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Give the run a database cloned from the template, used as the run-time role."""
    from django.db import connection

    name = f"concord_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    clone(name)
    connection.settings_dict["NAME"] = name
    connection.settings_dict["CONN_MAX_AGE"] = 0
    with django_db_blocker.unblock():
        from concord.core import clock, keys

        keys.make_master_key()
        keys.make_data_key(at=clock.now())
    connection.close()
    yield
    with django_db_blocker.unblock():
        connection.close()
    drop(name)


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_earlier() -> None:
    """Begin with an empty cache: what it keeps for a minute would be another test's, or end between two counts."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def real_db(server: Path, django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this test's own, in which commits are real. Gives its name."""
    from django.db import connection

    before, name = connection.settings_dict["NAME"], f"concord_real_{os.getpid()}_{next(_numbers)}"
    connection.close()
    clone(name)
    connection.settings_dict["NAME"] = name
    with django_db_blocker.unblock():
        from concord.core import clock, keys

        keys.make_data_key(at=clock.now())
        yield name
        connection.close()
    connection.settings_dict["NAME"] = before
    drop(name)


_numbers = iter(range(10_000))
