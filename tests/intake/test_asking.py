import uuid
from datetime import timedelta

import pytest

from concord.core.errors import Unavailable
from concord.core.models import AuditRow, OutboxMail
from concord.core.permissions import Permission
from concord.core.roles import Visitor
from concord.intake import actions, queries
from concord.intake.models import AssistanceRequest
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories import programme as editions
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission


# The public form


def test_the_same_submission_twice_is_one_request_one_row_and_one_mail() -> None:
    key = uuid.uuid4()
    first = asking.submitted(key=key)
    again = asking.submitted(key=key, at=AT + timedelta(minutes=1), need="Typed anew.")
    assert (again.pk, again.need) == (first.pk, first.need)
    assert (AssistanceRequest.objects.count(), make.rows_of(first.ref), OutboxMail.objects.count()) == (1, 1, 1)


def test_two_submissions_are_two_requests_numbered_without_a_gap() -> None:
    assert [asking.submitted().ref for _ in range(2)] == ["REQ-2026-0001", "REQ-2026-0002"]


@pytest.mark.owed("B8")
def test_a_request_keeps_the_edition_under_which_it_was_made() -> None:
    first = editions.published()
    request = asking.submitted()
    editions.published(since=AT.date(), at=AT, phone="555-0199")
    later = asking.submitted()
    assert (request.edition, later.edition.number) == (first, first.number + 1)
    assert queries.request(request.ref).edition.number == first.number


def test_nothing_can_be_asked_for_before_an_edition_is_in_force() -> None:
    with pytest.raises(Unavailable, match="No edition of the programme is in force"):
        actions.submit(asked=asking.asked(), submission_key=uuid.uuid4(), by=Visitor(), at=AT)
    assert (AssistanceRequest.objects.count(), AuditRow.objects.count()) == (0, 0)


def test_the_history_of_a_submission_holds_nothing_that_was_typed() -> None:
    asking.submitted(need="CANARY-NEED", matters={"state": "CANARY-DETAIL"})
    body = AuditRow.objects.latest("pk").body
    for typed in ("CANARY", "Robin", "Chief Example", "example.org", "Alder Falls"):
        assert typed not in body
