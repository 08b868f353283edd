"""What the agency's chief executive answers to a recommendation: reasoned, dated, public, and no reform against it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.core.permissions import Permission
from concord.desk.beginnings import BEGINNINGS
from concord.findings import actions, queries
from concord.publishing.compile.site import site_document
from concord.reforms import actions as reforms
from concord.reforms import checks
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories import moves
from tests.factories import reforms as work
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=30)


def test_the_chief_alone_responds_once_it_is_issued() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    people = people_of.everybody(on.engagement)
    do: Callable[[Person], object] = lambda who: actions.respond(  # noqa: E731 - a verb tried by everybody
        recommendation, answer="concur", by=who, at=AT
    )
    assert moves.tried(people, do) == {"chief_executive"}
    draft = make.recommendation(on, "validated", standing_on=recommendation.finding)
    with pytest.raises(Denied, match="responds once it is issued or taken up"):
        actions.respond(draft, answer="concur", by=on.chief, at=AT)


@pytest.mark.owed("P20", "B10")
def test_a_response_that_does_not_concur_fully_says_why() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    for answer in ("partly", "not"):
        with pytest.raises(Incomplete, match="why the agency does not concur"):
            actions.respond(recommendation, answer=answer, reason=" ", by=on.chief, at=AT)
    with pytest.raises(BadInput, match="“perhaps” is no answer"):
        actions.respond(recommendation, answer="perhaps", by=on.chief, at=AT)


def test_a_later_response_takes_the_place_of_the_one_before_which_stays() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    actions.respond(recommendation, answer="not", reason="No funds.", by=on.chief, at=AT)
    rows = people_of.rows_of(on.engagement.ref)
    actions.respond(recommendation, answer="not", reason="No funds. ", by=on.chief, at=AT)
    assert people_of.rows_of(on.engagement.ref) == rows
    actions.respond(recommendation, answer="concur", by=on.chief, at=LATER)
    assert [one.answer for one in queries.responses_to(recommendation)] == ["concur", "not"]
    with pytest.raises(DatabaseError, match="stays as it was given"), writing(), transaction.atomic():
        recommendation.responses.update(answer="partly")


@pytest.mark.owed("B10")
def test_no_reform_is_taken_up_against_the_agency() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    work.measure(on, recommendation)
    actions.respond(recommendation, answer="not", reason="The council decides.", by=on.chief, at=AT)
    with pytest.raises(Incomplete, match=f"The agency does not concur with {recommendation.ref}"):
        reforms.plan(recommendation, by=on.lead, at=AT)
    actions.respond(recommendation, answer="partly", reason="In two steps.", by=on.chief, at=AT)
    assert reforms.plan(recommendation, by=on.lead, at=AT).state == "with_agency"


@pytest.mark.owed("P20")
def test_what_the_agency_answers_is_public_from_its_day_on() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    actions.respond(recommendation, answer="partly", reason="In two steps.", by=on.chief, at=LATER)

    def told(day: int) -> object:
        as_of = (LATER + timedelta(days=day)).date()
        return site_document(on.engagement, as_of=as_of, since=None)["recommendations"][0].get("response")

    assert told(-1) is None
    assert told(0) == {"answer": "partly", "reason": "In two steps.", "on": LATER.date().isoformat()}


def test_the_page_asks_for_the_reason_and_shows_the_answer() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    chief, address = people_of.browser(on.chief), reverse("recommendation.respond", args=[recommendation.ref])
    assert chief.post(address, {"answer": "not", "reason": ""}).status_code == 422
    assert chief.post(address, {"answer": "not", "reason": "No funds."}).status_code == 302
    page = people_of.browser(on.officer).get(recommendation.get_absolute_url()).content.decode()
    said = ("Does not concur", "No funds.", "Nobody takes it up: the agency does not concur", "It waits for the")
    assert [text in page for text in said] == [True, True, True, False]


def test_who_judges_is_told_that_the_agency_does_not_concur_any_more() -> None:
    on = make.ground()
    reform = work.reform(on)
    assert checks.before_judging(reform, Permission.REFORM_COMPLETE) == []
    actions.respond(reform.recommendation, answer="not", reason="The council decides.", by=on.chief, at=LATER)
    (warned,) = checks.before_judging(reform, Permission.REFORM_COMPLETE)
    assert (warned.level, "does not concur" in warned.text) == ("warning", True)


def test_nobody_is_asked_for_a_measure_of_what_the_agency_does_not_concur_with() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    (asked,) = (one for one in BEGINNINGS if one.verb == Permission.MEASURE_PROPOSE)
    assert list(asked.due(on.assessor)) == [recommendation]
    actions.respond(recommendation, answer="not", reason="The council decides.", by=on.chief, at=AT)
    assert list(asked.due(on.assessor)) == []
