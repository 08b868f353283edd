"""Law 6: a measure is proposed, agreed and frozen before work is judged by it, and silence blocks nothing for ever."""

from datetime import timedelta

import pytest
from django.urls import reverse

from concord.core.errors import Denied, Incomplete
from concord.core.guard import writing
from concord.reforms import actions, queries
from concord.reforms.models import Measure
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = [pytest.mark.django_db, pytest.mark.owed("P14")]
OVER = AT + timedelta(days=30)


def proposed(on: Ground) -> Measure:
    return make.measure(on, ground.recommendation(on), "proposed")


def test_the_agency_agrees_and_then_it_is_approved_without_a_reason() -> None:
    on = ground.ground()
    measure = proposed(on)
    assert list(queries.measures_open_for(on.liaison)) == [measure]
    assert f"until {measure.agency_has_until}, by the agency" in measure.next_words
    with pytest.raises(Incomplete, match=f"The agency has until {measure.agency_has_until} to agree to it"):
        actions.approve(measure, reason="It is usual.", by=on.officer, at=AT)
    agreed = actions.agree(measure, by=on.liaison, at=AT)
    rows = people_of.rows_of(on.engagement.ref)
    actions.agree(agreed, by=on.liaison, at=AT)
    assert people_of.rows_of(on.engagement.ref) == rows
    assert list(queries.measures_open_for(on.liaison)) == []
    frozen = actions.approve(agreed, by=on.officer, at=AT)
    assert (frozen.state, frozen.agency_answer, frozen.unagreed_because) == ("approved", "agrees", "")


def test_silence_ends_with_the_window_and_the_reason_is_recorded() -> None:
    on = ground.ground()
    measure = proposed(on)
    with pytest.raises(Incomplete, match="without the agency's agreement with a reason"):
        actions.approve(measure, by=on.officer, at=OVER)
    frozen = actions.approve(measure, reason="It was asked twice.", by=on.officer, at=OVER)
    assert frozen.unagreed_because == "It was asked twice."
    page = people_of.browser(on.liaison).get(frozen.get_absolute_url()).content.decode()
    assert ["It has said nothing" in page, "It was asked twice." in page] == [True, True]


def test_the_agency_asks_for_another_in_words_and_whoever_approves_it_all_the_same_says_why() -> None:
    on = ground.ground()
    measure = proposed(on)
    page = reverse("measure.ask_for_change", args=[measure.ref])
    client = people_of.browser(on.chief)
    assert client.post(page, {"sent": "yes", "reason": " "}).status_code == 422
    assert client.post(page, {"sent": "yes", "reason": "By June, not May."}).status_code == 302
    asked = Measure.objects.get()
    assert (asked.state, asked.agency_answer, asked.agency_words) == ("proposed", "another", "By June, not May.")
    approving = reverse("measure.approve", args=[measure.ref])
    shown = people_of.browser(on.officer).get(approving).content.decode()
    assert "The agency asks for another: By June, not May." in shown
    with pytest.raises(Incomplete, match="the reason"):
        actions.approve(asked, by=on.officer, at=AT)
    frozen = actions.approve(asked, reason="The law says May.", by=on.officer, at=AT)
    assert frozen.unagreed_because == "The law says May."


def test_what_the_agency_cannot_read_yet_is_approved_and_answered_once_it_can() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on, "validated")
    measure = make.measure(on, recommendation, "proposed")
    with pytest.raises(Denied, match="once it can read the recommendation"):
        actions.agree(measure, by=on.liaison, at=AT)
    frozen = actions.approve(measure, by=on.officer, at=AT)
    actions.plan(recommendation, by=on.lead, at=AT)
    answered = actions.agree(Measure.objects.get(pk=frozen.pk), by=on.liaison, at=AT)
    assert (answered.state, answered.agency_answer) == ("approved", "agrees")


def test_whoever_is_on_the_team_too_does_not_answer_for_the_agency() -> None:
    on = ground.ground()
    measure = proposed(on)
    both = people_of.member(on.engagement, "assessor")
    with writing():
        both.memberships.create(role="liaison", scope=on.liaison.memberships.get().scope, since=AT)
    with pytest.raises(Denied, match="you do not answer for the agency"):
        actions.agree(measure, by=both, at=AT)
