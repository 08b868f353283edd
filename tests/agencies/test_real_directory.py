"""The whole directory of 2018 as the FBI published it, loaded once for this module into a database of its own."""

import csv
from collections import Counter
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concord.agencies import actions, imports, queries
from concord.agencies.models import Agency
from concord.core.models import AuditRow
from tests.agencies.conftest import AT, CONCORD, REAL_DIRECTORY, REAL_SITES
from tests.conftest import clone, drop, owner_url

DATABASE = "concord_real_directory"
SITES = list(csv.DictReader(REAL_SITES.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[actions.ImportResult]:
    before = connection.settings_dict["NAME"]
    connection.close()
    clone(DATABASE)
    connection.settings_dict["NAME"] = DATABASE
    with django_db_blocker.unblock():
        result = actions.import_directory(imports.read_csv(REAL_DIRECTORY), by=CONCORD, at=AT)
        with psycopg.connect(owner_url(DATABASE), autocommit=True) as owner:
            owner.execute("ANALYZE agencies_agency")  # as the server itself does within a minute
        yield result
        connection.close()
    connection.settings_dict["NAME"] = before
    drop(DATABASE)


def test_every_agency_is_loaded_with_one_audit_row(loaded: actions.ImportResult) -> None:
    assert (loaded.added, loaded.changed, loaded.unchanged) == (23_243, 0, 0)
    assert Agency.objects.count() == 23_243
    assert AuditRow.objects.count() == 1


def test_loading_it_again_changes_nothing(loaded: actions.ImportResult) -> None:
    again = actions.import_directory(imports.read_csv(REAL_DIRECTORY), by=CONCORD, at=AT)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 23_243)
    assert AuditRow.objects.count() == 1


def test_the_kinds_add_up_to_the_nine_types() -> None:
    """City 13,885; County 3,131; Other State 1,849 and State Police 1,698; University 997; Other 913 and Unknown 537,
    of which 4 are territorial; Tribal 224; Federal 9."""
    assert Counter(Agency.objects.values_list("kind", flat=True)) == {
        "local": 13_885,
        "county": 3_131,
        "state": 1_849 + 1_698,
        "campus": 997,
        "unknown": 913 + 537 - 4,
        "territorial": 4,
        "tribal": 224,
        "federal": 9,
    }


def test_the_fbis_mark_for_no_place_has_become_no_place() -> None:
    assert Agency.objects.get(ref="KY0710900").latitude is None
    assert Agency.objects.filter(latitude=None).count() == 671 + 543 + 1 + 1


def test_fayetteville_exists_in_eight_states() -> None:
    found = queries.search("fayetteville", limit=100)
    assert {agency.state for agency in found} == {"AR", "GA", "IL", "NC", "NY", "OH", "TN", "WV"}
    assert [agency.state for agency in found[:8]] == ["AR", "GA", "IL", "NC", "NY", "OH", "TN", "WV"]


@pytest.mark.parametrize(
    ("text", "ori"),
    [
        ("fayetteville nc", "NC0260100"),
        ("fayetteville north carolina", "NC0260100"),
        ("TNMPD00", "TNMPD0000"),
        ("tnmpd0000", "TNMPD0000"),
        ("san fran", "CA0380100"),
        ("university of virginia", "VA0020100"),
        ("new york city police", "NY0303000"),
        ("washington pa", "PA0363300"),
    ],
)
def test_what_people_type_comes_first(text: str, ori: str) -> None:
    assert queries.search(text)[0].ori == ori


@pytest.mark.parametrize("site", SITES, ids=[site["agency"] for site in SITES])
def test_each_real_site_is_found_by_its_ori_in_both_lengths_and_by_its_name_as_printed(site: dict[str, str]) -> None:
    texts = [site["ori9"], site["ori9"].removesuffix("00"), f"{site['agency']} {site['state']}"]
    assert [queries.search(text)[0].ori for text in texts] == [site["ori9"]] * 3


def test_there_are_eighteen_real_sites() -> None:
    assert len(SITES) == 18


def test_every_agency_can_be_found_by_every_word_that_is_stored_for_it() -> None:
    """PostgreSQL cuts texts its own way; where it disagreed with ours, an agency would be there but never found."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM agencies_agency WHERE array(SELECT DISTINCT unnest(string_to_array(search_text, ' '))"
            " ORDER BY 1) <> array(SELECT unnest(tsvector_to_array(search)) ORDER BY 1)"
        )
        assert cursor.fetchone() == (0,)


def test_a_sample_of_agencies_is_found_first_by_its_ori() -> None:
    sample = list(Agency.objects.order_by("ref")[::500])
    assert [queries.search(agency.ori or "", limit=1) for agency in sample] == [[agency] for agency in sample]


def test_a_search_is_one_query_that_uses_the_index() -> None:
    with CaptureQueriesContext(connection) as asked:
        queries.search("fayetteville nc")
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + asked[0]["sql"])
        plan = [line for (line,) in cursor.fetchall()]
    assert sum("Bitmap Index Scan on agency_search" in line for line in plan) == 1
    assert sum("Seq Scan" in line for line in plan) == 0
