from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from concord.core.ids import next_ref, next_refs
from tests.core.things import AT

pytestmark = pytest.mark.django_db


def test_each_prefix_and_year_counts_from_one() -> None:
    in_2027 = datetime(2027, 1, 1, tzinfo=UTC)
    asked = (("REQ", AT), ("REQ", AT), ("ENG", AT), ("REQ", in_2027), ("REQ", AT))
    assert [next_ref(prefix, at) for prefix, at in asked] == [
        "REQ-2026-0001",
        "REQ-2026-0002",
        "ENG-2026-0001",
        "REQ-2027-0001",
        "REQ-2026-0003",
    ]


def test_a_number_that_was_not_kept_is_given_out_again() -> None:
    next_ref("REQ", AT)
    with transaction.atomic():
        next_ref("REQ", AT)
        transaction.set_rollback(True)
    assert next_ref("REQ", AT) == "REQ-2026-0002"


def test_after_9999_a_reference_grows_and_stays_its_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_counter (prefix, year, last) VALUES ('REQ', 2026, 9999)")
    assert [next_ref("REQ", AT), next_ref("REQ", AT)] == ["REQ-2026-10000", "REQ-2026-10001"]


def test_several_are_given_out_at_once_and_none_when_none_is_wanted() -> None:
    assert next_refs("FA", AT, 0) == []
    assert next_refs("FA", AT, 3) == ["FA-2026-0001", "FA-2026-0002", "FA-2026-0003"]
    assert next_refs("FA", AT, 2) == ["FA-2026-0004", "FA-2026-0005"]
