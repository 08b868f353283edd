"""Law 2: every (state, verb, role) of measures and reforms does what the table says, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from concord.accounts.models import Person
from concord.core.permissions import Permission
from concord.reforms import actions
from concord.reforms.models import Measure, Reform
from concord.reforms.states import MEASURE, REFORM, ReformState
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import DAY, Ground

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
_DECIDES: dict[Permission, Callable[[Measure, Person], Measure]] = {
    P.MEASURE_APPROVE: lambda m, who: actions.approve(m, by=who, at=AT),
    P.MEASURE_RETURN: lambda m, who: actions.return_(m, reason="Say how many.", by=who, at=AT),
    P.MEASURE_WITHDRAW: lambda m, who: actions.withdraw_measure(m, reason="The law changed.", by=who, at=AT),
}


def reform_in(on: Ground, state: str, verb: Permission) -> Reform:
    """A reform in a state; where it is to be reopened from the team's hands, one that had been complete."""
    if (state, verb) == (ReformState.WITH_TEAM, P.REFORM_REOPEN):
        return make.report(on, make.reform(on, "complete"), "in_progress")
    return make.reform(on, state)


def walk(on: Ground, thing: Any, state: str, verb: Permission, do: Callable[[Any, Person], Any]) -> None:
    """Try a verb with every role; then do it with whoever may, and see where it leads and what is written."""
    strangers = people_of.everybody(people_of.engagement("Elsewhere"))
    office = {"programme_officer", "approving_official", "publisher", "auditor", "administrator"}
    expected = ground.expected(thing.lifecycle, state, verb)
    assert ground.tried(strangers, lambda who: do(thing, who)) == expected & office
    people = people_of.everybody(on.engagement)
    assert ground.tried(people, lambda who: do(thing, who)) == expected
    row = thing.lifecycle.find(state, verb)
    if row is None:
        return
    before = people_of.rows_of(on.engagement.ref)
    done = do(thing, people[min(expected)])
    assert done.state == row.target
    assert people_of.rows_of(on.engagement.ref) == before + 1


@pytest.mark.parametrize(("state", "verb"), ground.cases(REFORM), ids=lambda v: v.name)
def test_each_role_can_say_of_a_reform_what_the_table_says(state: str, verb: Permission) -> None:
    on = ground.ground()
    walk(on, reform_in(on, state, verb), state, verb, _SAYS[verb])


@pytest.mark.parametrize(("state", "verb"), ground.cases(MEASURE), ids=lambda v: v.name)
def test_each_role_can_decide_on_a_measure_as_the_table_says(state: str, verb: Permission) -> None:
    on = ground.ground()
    walk(on, make.measure(on, ground.recommendation(on), state), state, verb, _DECIDES[verb])


@pytest.mark.parametrize("state", ["draft", "in_review", "validated", "issued"])
def test_measures_and_the_taking_up_follow_a_validated_recommendation(state: str) -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on, state)
    people = people_of.everybody(on.engagement)
    writers = {"assessment_lead", "assessor"}

    def propose(who: Person) -> None:
        actions.propose(recommendation, text="The plan is signed.", kind="completion", by=who, at=AT)

    assert ground.tried(people, propose) == (writers if state in ("validated", "issued") else set())
    if state in ("validated", "issued"):
        make.measure(on, recommendation)
    taken_up = ground.tried(people, lambda who: actions.plan(recommendation, by=who, at=AT))
    assert taken_up == (writers if state in ("validated", "issued") else set())
