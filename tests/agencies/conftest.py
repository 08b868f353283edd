"""Rows, agencies and people for the tests of the directory; where the real directory is."""

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from concord.agencies import actions
from concord.agencies.imports import Row
from concord.agencies.models import Agency
from concord.core.roles import SystemActor

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
CONCORD = SystemActor("import-agencies")
HEADER = "ori9,agency_name,agency_type,state,primary_county,lat,lng"

_SHARED = Path(os.environ.get("CONCORD_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
REAL_DIRECTORY = _SHARED / "domain" / "fbi_cde_agencies_2018.csv"
REAL_SITES = _SHARED / "domain" / "program_sites.csv"
_MISSING = not REAL_DIRECTORY.exists() and not os.environ.get("CI")  # in CI it must be there: the tests then fail
collect_ignore = ["test_real_directory.py"] if _MISSING else []


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _MISSING:
        terminalreporter.line(f"Not run: tests/agencies/test_real_directory.py, since {REAL_DIRECTORY} is not there.")


def row(ori: str = "OH0990100", name: str = "Ashford Falls Police Department", **more: Any) -> Row:
    """A row as read_csv gives it; its digest follows its values."""
    made = Row(
        ori=ori,
        name=name,
        fbi_type="City",
        state="OH",
        county="Ashford",
        latitude=Decimal("40.1"),
        longitude=Decimal("-82.5"),
        source="agencies.csv",
        digest="",
    )
    made = made._replace(**more)
    return made._replace(digest=hashlib.sha256(repr(made).encode()).hexdigest())


@pytest.fixture
def agency(db: None) -> Agency:
    actions.import_directory([row()], by=CONCORD, at=AT)
    return Agency.objects.get()


@pytest.fixture
def client_of(db: None) -> Callable[..., Client]:
    """Give the browser of a new person who holds a role on a scope and has signed in with a second factor."""
    from concord.accounts import actions as accounts
    from concord.accounts.middleware import SESSION_KEY

    def signed_in(role: str, scope: str = "office") -> Client:
        person = accounts.invite(
            email=f"{role}@example.org", name="A. Person", role=role, scope=scope, by=SystemActor("tests"), at=AT
        )
        client = Client()
        client.force_login(person, backend="concord.accounts.backend.Backend")
        session = client.session
        session[SESSION_KEY] = "enrolled"
        session.save()
        return client

    return signed_in


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of lines below the right header."""

    def write(*lines: str, header: str = HEADER) -> Path:
        path = tmp_path / "agencies.csv"
        path.write_text("\r\n".join([header, *lines, ""]), encoding="utf-8")
        return path

    return write
