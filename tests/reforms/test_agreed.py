"""Law 6: a measure is proposed, agreed and frozen before work is judged by it, and silence blocks nothing for ever."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from concord.accounts.models import Person
from concord.core.days import working_days_after, working_days_between
from concord.core.errors import Denied, Incomplete
from concord.core.guard import writing
from concord.core.permissions import Permission
from concord.desk.beginnings import BEGINNINGS
from concord.engagements import actions as engagements
from concord.findings.models import Recommendation
from concord.programme.queries import shipped
from concord.reforms import actions, queries
from concord.reforms.models import Measure
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import programme as editions
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
    assert list(queries.measures_open_for(on.liaison, AT.date())) == [measure]
    assert f"until {measure.agency_has_until}, by the agency" in measure.next_words
    with pytest.raises(Incomplete, match=f"The agency has until {measure.agency_has_until} to agree to it"):
        actions.approve(measure, reason="It is usual.", by=on.officer, at=AT)
    agreed = actions.agree(measure, by=on.liaison, at=AT)
    rows = people_of.rows_of(on.engagement.ref)
    actions.agree(agreed, by=on.liaison, at=AT)
    assert people_of.rows_of(on.engagement.ref) == rows
    assert list(queries.measures_open_for(on.liaison, AT.date())) == []
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


def steps(who: Person, measure: Measure, today: date) -> bool:
    return measure in queries.measures_open_for(who, today)


def test_approval_is_offered_once_the_agency_has_answered_or_its_window_is_over() -> None:
    on = ground.ground()
    measure = proposed(on)
    last = measure.agency_has_until
    after = last + timedelta(days=1)
    assert [steps(on.officer, measure, day) for day in (AT.date(), last, after)] == [False, False, True]
    assert [steps(on.liaison, measure, day) for day in (AT.date(), last, after)] == [True, True, True]
    actions.agree(measure, by=on.liaison, at=AT)
    assert [steps(who, measure, AT.date()) for who in (on.officer, on.liaison)] == [True, False]


def test_the_window_begins_when_the_agency_can_read_what_was_proposed_before() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on, "validated")
    make.measure(on, recommendation)
    waiting = make.measure(on, recommendation, "proposed", kind="sustainment")
    assert steps(on.officer, waiting, AT.date())
    actions.plan(recommendation, by=on.lead, at=OVER)
    shared = Measure.objects.get(pk=waiting.pk)
    assert shared.agency_has_until == working_days_after(OVER.date(), 10)
    with pytest.raises(Incomplete, match=f"The agency has until {shared.agency_has_until}"):
        actions.approve(shared, reason="It is usual.", by=on.officer, at=OVER)
    days = (OVER.date(), shared.agency_has_until, shared.agency_has_until + timedelta(days=1))
    assert [steps(on.officer, shared, day) for day in days] == [False, False, True]


def test_days_on_which_the_engagement_is_suspended_are_no_days_of_the_agencys_answer() -> None:
    on, other = ground.ground(), ground.ground("Cedar Point")
    measure, there = proposed(on), proposed(other)
    before, resumed = measure.agency_has_until, OVER
    stood = engagements.suspend(on.engagement, reason="No agreement.", by=on.officer, at=AT + timedelta(days=2))
    engagements.resume(stood, reason="It was signed.", by=on.officer, at=resumed)
    lost = working_days_between((AT + timedelta(days=2)).date(), resumed.date())
    measure = Measure.objects.get(pk=measure.pk)
    last = measure.agency_has_until
    assert last == working_days_after(before, lost)
    with pytest.raises(Incomplete, match=f"The agency has until {last}"):
        actions.approve(measure, reason="It is usual.", by=on.officer, at=resumed)
    days = (resumed.date(), last, last + timedelta(days=1))
    assert [steps(on.officer, measure, day) for day in days] == [False, False, True]
    assert steps(other.officer, there, resumed.date())
    page = people_of.browser(on.liaison).get(measure.get_absolute_url()).content.decode()
    assert page.count("Days on which the engagement was suspended do not count.") == 1


def under(days: int | None) -> Ground:
    """Work under an edition that gives the agency so many days, or says nothing of it."""
    on = ground.ground()
    others = [each for each in shipped()["service"] if each["key"] != "measure_answer"]
    said = [{"key": "measure_answer", "label": "The agency answers", "days": days}] if days else []
    assert on.engagement.edition is not None
    editions.written_over(on.engagement.edition, service=[*others, *said])
    return on


def test_the_edition_says_how_long_the_window_is_and_pages_say_it_in_words() -> None:
    on = under(3)
    recommendation = ground.recommendation(on)
    form = people_of.browser(on.assessor).get(reverse("measure.propose", args=[recommendation.ref])).content.decode()
    assert form.count("The agency has 3 working days, from when it can read this,") == 1
    measure = make.measure(on, recommendation, "proposed")
    assert measure.agency_has_until == working_days_after(AT.date(), 3)
    assert people_of.browser(on.liaison).get(measure.get_absolute_url()).content.decode().count("(3 working days)") == 1


def test_an_edition_that_names_no_window_has_the_usual_one() -> None:
    assert proposed(under(None)).agency_days == 10


def test_what_was_approved_before_the_agency_could_read_it_waits_for_its_answer() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on, "validated")
    measure = make.measure(on, recommendation)
    assert not steps(on.liaison, measure, AT.date())
    actions.plan(recommendation, by=on.lead, at=AT)
    assert steps(on.liaison, measure, AT.date())
    told = Measure.objects.get(pk=measure.pk)
    assert told.next_words == (
        "What happens next: agree to it or ask for another, by the agency. What follows: completion packets are judged "
        "by it, by the assessment team. Still possible: withdraw the compliance measure, by the programme office."
    )
    actions.ask_for_change(told, reason="By June.", by=on.liaison, at=AT)
    assert not steps(on.liaison, measure, AT.date())
    assert "propose a new version or leave it as it is" in Measure.objects.get(pk=measure.pk).next_words


def to_measure(who: Person) -> list[Recommendation]:
    (asked,) = (one for one in BEGINNINGS if one.verb == Permission.MEASURE_PROPOSE)
    return list(asked.due(who))


def test_another_measure_asked_for_after_the_approval_waits_for_the_team_until_a_new_version_is_proposed() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on, "validated")
    measure = make.measure(on, recommendation)
    actions.plan(recommendation, by=on.lead, at=AT)
    assert to_measure(on.assessor) == []
    later = AT + timedelta(days=1)
    actions.ask_for_change(Measure.objects.get(pk=measure.pk), reason="By June.", by=on.liaison, at=later)
    assert to_measure(on.assessor) == [recommendation]
    make.measure(on, recommendation, "proposed", label="1", text="By June.", reason="The agency asks.", at=later)
    assert to_measure(on.assessor) == []


def test_another_measure_that_was_asked_for_before_the_approval_was_decided_with_it() -> None:
    on = ground.ground()
    asked = actions.ask_for_change(proposed(on), reason="By June.", by=on.liaison, at=AT)
    actions.approve(asked, reason="The law says May.", by=on.officer, at=AT + timedelta(days=1))
    assert to_measure(on.assessor) == []


@pytest.mark.parametrize("state", ["complete", "stopped"])
def test_what_was_approved_unread_asks_nothing_of_an_agency_whose_work_on_it_has_ended(state: str) -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on, "validated")
    measure = make.measure(on, recommendation)
    reform = actions.plan(recommendation, by=on.lead, at=AT)
    assert steps(on.liaison, measure, AT.date())
    words = {"as_of": AT.date(), "by": on.assessor, "at": AT}
    if state == "complete":
        actions.complete(reform, note="Seen.", **words)
    else:
        actions.stop(reform, reason="No funds.", **words)
    assert not steps(on.liaison, measure, AT.date())
    assert not Measure.objects.get(pk=measure.pk).was_approved_unread


def test_what_is_approved_with_the_agencys_answer_or_after_its_window_asks_it_nothing_more() -> None:
    on = ground.ground()
    agreed = make.measure(on, ground.recommendation(on))
    silent = actions.approve(proposed(on), reason="It was asked twice.", by=on.officer, at=OVER)
    for measure in (agreed, silent):
        assert not steps(on.liaison, measure, OVER.date())
        assert measure.next_words == (
            "Nothing has to happen next. What follows: completion packets are judged by it, by the assessment team. "
            "Still possible: withdraw the compliance measure, by the programme office."
        )


def test_of_two_versions_in_force_the_newer_alone_waits_for_the_agency() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on, "validated")
    first = make.measure(on, recommendation)
    second = make.measure(on, recommendation, label="1", text="By June.", reason="It said no day.")
    actions.plan(recommendation, by=on.lead, at=AT)
    assert list(queries.measures_open_for(on.liaison, AT.date())) == [second]
    rows = [Measure.objects.get(pk=each.pk) for each in (first, second)]
    assert [row.was_approved_unread for row in rows] == [False, True]


def test_whoever_is_on_the_team_too_does_not_answer_for_the_agency() -> None:
    on = ground.ground()
    measure = proposed(on)
    both = people_of.member(on.engagement, "assessor")
    with writing():
        both.memberships.create(role="liaison", scope=on.liaison.memberships.get().scope, since=AT)
    with pytest.raises(Denied, match="you do not answer for the agency"):
        actions.agree(measure, by=both, at=AT)
