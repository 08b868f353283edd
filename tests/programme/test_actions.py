from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concord.core.errors import BadInput, Denied, Unavailable
from concord.core.models import AuditRow
from concord.programme import actions, queries
from concord.programme.models import Edition
from tests.factories import engagements as make
from tests.factories import programme as editions
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db


def test_the_same_document_again_changes_nothing() -> None:
    first = editions.published()
    again = editions.published(since=date(2026, 1, 1))
    assert (again.pk, again.effective_from) == (first.pk, editions.FIRST_DAY)
    assert (Edition.objects.count(), AuditRow.objects.count()) == (1, 1)


@pytest.mark.owed("B8")
def test_a_changed_document_is_a_new_edition_and_the_old_one_stays() -> None:
    first = editions.published()
    second = editions.published(since=date(2026, 6, 1), phone="555-0199")
    assert [(e.number, e.audit_ref) for e in (first, second)] == [(1, "EDITION-1"), (2, "EDITION-2")]
    in_force = {day: queries.in_force(day).office.phone for day in (date(2026, 5, 31), date(2026, 6, 1))}
    assert in_force == {date(2026, 5, 31): first.document["office"]["phone"], date(2026, 6, 1): "555-0199"}


def test_of_two_editions_of_one_day_the_later_is_in_force() -> None:
    editions.published()
    second = editions.published(phone="555-0199")
    assert queries.edition_in_force(AT.date()) == second


def test_an_edition_of_tomorrow_is_not_in_force_today() -> None:
    editions.published(since=date(2026, 11, 4))
    with pytest.raises(Unavailable, match="concord init"):
        queries.in_force(AT.date())
    assert queries.edition_in_force(date(2026, 11, 4)).number == 1


def test_no_person_publishes_a_document_past_a_draft() -> None:
    editions.published()
    people = {role.key: make.person(role.key) for role in make.PEOPLES_ROLES}
    document = editions.document(phone="555-0199")
    able = make.able(people, lambda who: actions.publish_edition(document, effective_from=AT.date(), by=who, at=AT))
    assert able == set()
    with pytest.raises(Denied, match="published from a draft, by somebody who wrote none of it"):
        actions.publish_edition(document, effective_from=AT.date(), by=make.person("approving_official"), at=AT)


def test_a_document_that_does_not_read_is_not_published() -> None:
    broken = editions.document()
    del broken["banner"]
    with pytest.raises(BadInput, match=r"programme: missing, .*banner"):
        actions.publish_edition(broken, effective_from=AT.date(), by=CONCORD, at=AT)
    assert (Edition.objects.count(), AuditRow.objects.count()) == (0, 0)


def test_whoever_may_not_publish_learns_it_and_nothing_is_kept() -> None:
    with pytest.raises(Denied):
        actions.publish_edition(
            editions.document(), effective_from=AT.date(), by=make.person("programme_officer"), at=AT
        )
    assert Edition.objects.count() == 0


def test_the_edition_in_force_is_found_by_one_query_and_read_once_in_a_process() -> None:
    first = editions.published()
    read = queries.in_force(AT.date())
    assert queries.of(first) is read
    with CaptureQueriesContext(connection) as asked:
        assert queries.in_force(AT.date()) is read
    assert len(asked) == 1
    assert "document" not in asked[0]["sql"]
