"""Two people, or two processes, at the same moment: each in a connection and a transaction of its own."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from concord.agencies import actions
from concord.core.errors import Incomplete
from concord.core.models import AuditRow
from tests.agencies.conftest import AT, CONCORD, row
from tests.agencies.test_actions import OFFICER


def test_two_imports_at_once_load_the_directory_once(real_db: str) -> None:
    rows = [row(f"OH099{number:04}") for number in range(300)]

    def load(_: int) -> tuple[int, int]:
        try:
            result = actions.import_directory(rows, by=CONCORD, at=AT)
        finally:
            connection.close()
        return result.added, result.unchanged

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(load, range(2)))
    assert results == [(0, 300), (300, 0)]
    assert AuditRow.objects.count() == 1


def test_an_entry_sent_twice_at_once_is_made_once(real_db: str) -> None:
    def enter(_: int) -> str:
        try:
            return actions.add(name="Elm", state="OH", kind="local", source="A letter", by=OFFICER, at=AT).ref
        except Incomplete:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(enter, range(2))) == ["AGY-2026-0001", "refused"]
