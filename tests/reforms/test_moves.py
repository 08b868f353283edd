"""Law 2: every (state, verb, role) of measures and reforms does what the table says, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from concord.accounts.models import Person
from concord.core.guard import writing
from concord.core.permissions import Permission
from concord.reforms import actions
from concord.reforms.models import Measure, Reform
from concord.reforms.states import MeasureState, ReformState
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import moves
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import DAY

pytestmark = pytest.mark.django_db

P = Permission
_SAYS: dict[Permission, Callable[[Reform, Person], Reform]] = {
    P.REFORM_REPORT: lambda r, who: actions.report(r, status="in_progress", as_of=DAY, by=who, at=AT),
    P.REFORM_ASSESS: lambda r, who: actions.assess(r, status="in_progress", as_of=DAY, note="Seen.", by=who, at=AT),
    P.REFORM_COMPLETE: lambda r, who: actions.complete(r, as_of=DAY, note="The measure is met.", by=who, at=AT),
    P.REFORM_SUSTAIN: lambda r, who: actions.sustain(r, as_of=DAY, note="It lasts.", by=who, at=AT),
    P.REFORM_STOP: lambda r, who: actions.stop(r, reason="No funds.", as_of=DAY, by=who, at=AT),
    P.REFORM_REOPEN: lambda r, who: actions.reopen(r, reason="It did not last.", as_of=DAY, by=who, at=AT),
}
_OFFICE = {"programme_officer", "approving_official", "publisher", "auditor", "administrator"}
_DECIDES: dict[Permission, Callable[[Measure, Person], Measure]] = {
    P.MEASURE_APPROVE: lambda m, who: actions.approve(m, reason="It is usual.", by=who, at=AT + timedelta(days=30)),
    P.MEASURE_AGREE: lambda m, who: actions.agree(m, by=who, at=AT),
    P.MEASURE_ASK: lambda m, who: actions.ask_for_change(m, reason=f"So says {who.name}.", by=who, at=AT),
    P.MEASURE_RETURN: lambda m, who: actions.return_(m, reason="Say how many.", by=who, at=AT),
    P.MEASURE_WITHDRAW: lambda m, who: actions.withdraw_measure(m, reason="The law changed.", by=who, at=AT),
}


def reform(ref: str) -> Reform:
    return Reform.objects.get(ref=ref)


@pytest.mark.parametrize("state", ReformState)
def test_each_role_can_say_of_a_reform_what_the_table_says(state: str) -> None:
    on = ground.ground()
    but = {P.REFORM_REOPEN} if state == ReformState.WITH_TEAM else ()  # only of one that had been complete, below
    moves.walk(on.engagement, partial(reform, make.reform(on, state).ref), _SAYS, but=but, anywhere=_OFFICE)


def test_each_role_can_reopen_from_the_teams_hands_what_had_been_complete_as_the_table_says() -> None:
    on = ground.ground()
    again = make.report(on, make.reform(on, "complete"), "in_progress")
    assert again.state == ReformState.WITH_TEAM
    but = {*_SAYS} - {P.REFORM_REOPEN}
    moves.walk(on.engagement, partial(reform, again.ref), _SAYS, but=but, anywhere=_OFFICE)


@pytest.mark.parametrize("state", MeasureState)
def test_each_role_can_decide_on_a_measure_as_the_table_says(state: str) -> None:
    on = ground.ground()
    ref = make.measure(on, ground.recommendation(on), state).ref
    with writing():  # as the agency finds it that has said nothing yet
        Measure.objects.filter(ref=ref, state="approved").update(agency_answer="", answered_at=None, answered_by=None)
    moves.walk(on.engagement, lambda: Measure.objects.get(ref=ref), _DECIDES, anywhere=_OFFICE)


@pytest.mark.parametrize("state", ["draft", "in_review", "validated", "issued"])
def test_measures_and_the_taking_up_follow_a_validated_recommendation(state: str) -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on, state)
    people = people_of.everybody(on.engagement)
    writers = {"assessment_lead", "assessor"}

    def propose(who: Person) -> None:
        actions.propose(recommendation, text="The plan is signed.", kind="completion", by=who, at=AT)

    assert moves.tried(people, propose) == (writers if state in ("validated", "issued") else set())
    if state in ("validated", "issued"):
        make.measure(on, recommendation)
    taken_up = moves.tried(people, lambda who: actions.plan(recommendation, by=who, at=AT))
    assert taken_up == (writers if state in ("validated", "issued") else set())
