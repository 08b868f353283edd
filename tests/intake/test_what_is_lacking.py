"""The private page of a request says what would make the agency ready: in public words, none of the office's own."""

import pytest
from django.test import Client

from concord.intake import actions, queries
from concord.intake.models import AssistanceRequest
from tests.factories import intake as asking
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

CANARY = "CANARY-BASIS the chief told us on the telephone."
HEADING = "What would make your agency ready"


def page_of(request: AssistanceRequest) -> str:
    answer = Client().get(f"/request/status/{queries.link_token(request)}/")
    assert answer.status_code == 200
    return answer.content.decode()


def eligible(**changed: tuple[str, str] | None) -> tuple[AssistanceRequest, asking.Desk]:
    """An eligible request whose criteria of readiness are met but for those changed."""
    by = asking.desk()
    request = asking.request(by, "eligible")
    return asking.answered(request, "readiness", by, **changed), by


def said_of(page: str) -> list[tuple[str, str]]:
    """Each criterion that a page lists as lacking: its question, and how it stands."""
    parts = page.partition(HEADING)[2].partition("</dl>")[0].split("<dt>")[1:]
    return [
        (part.partition(" <span")[0], part.partition('">')[2].partition("</span>")[0].replace("&#x27;", "'"))
        for part in parts
    ]


@pytest.mark.owed("A51")
def test_what_is_not_met_yet_and_what_is_unknown_is_listed_in_the_words_of_the_published_criteria() -> None:
    request, _ = eligible(data_available=("not_yet", CANARY), city_support=("unknown", CANARY))
    questions = {each.key: each for each in queries.criteria(request, "readiness")}
    page = page_of(request)
    found = [key for key in questions if questions[key].evidence in page]
    lacking = [row.criterion.key for row in queries.assessments(request)[1].lacking]
    assert (found, [standing for _, standing in said_of(page)]) == (lacking, ["Not yet", "We do not know yet"])
    assert lacking == [key for key in questions if key in ("data_available", "city_support")]


def test_nothing_that_the_office_wrote_is_on_it() -> None:
    request, by = eligible(data_available=("not_yet", CANARY), city_support=("unknown", CANARY))
    waiver = {"code": "shared_authority", "reason": "CANARY-WAIVER"}
    actions.waive(request, criterion="city_support", **waiver, by=by.official, at=AT)
    page = page_of(request)
    assert ("CANARY" in page, by.officer.name in page, len(said_of(page))) == (False, False, 1)


@pytest.mark.parametrize("answered", [True, False])
def test_what_is_met_or_not_answered_is_not_on_it(*, answered: bool) -> None:
    by = asking.desk()
    request = asking.request(by, "eligible")
    assert HEADING not in page_of(asking.answered(request, "readiness", by) if answered else request)
