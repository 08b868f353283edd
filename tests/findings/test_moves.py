"""Law 2: every (state, verb, role) of findings and recommendations does what the table says, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from concord.accounts.models import Person
from concord.core.errors import NotAllowedNow
from concord.core.lifecycle import Lifecycle
from concord.core.permissions import Permission
from concord.findings import actions
from concord.findings.models import Finding, Recommendation, Statement
from concord.findings.states import FINDING, RECOMMENDATION, StatementState
from concord.reforms import actions as reforms
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories import moves
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
_VERBS: dict[str, Callable[..., Statement]] = {
    "submit": actions.submit,
    "validate": actions.validate,
    "return": lambda thing, **who: actions.return_(thing, reason="Say where.", **who),
    "issue": actions.issue,
    "write_view": lambda thing, **who: actions.write_view(thing, opinion="validate", text="It is so.", **who),
    "set_aside": lambda thing, **who: actions.set_aside(thing, reason="Said twice.", **who),
}
CASES = [(lifecycle, state) for lifecycle in (FINDING, RECOMMENDATION) for state in StatementState]


def verbs_of(lifecycle: Lifecycle) -> dict[Permission, None]:
    return dict.fromkeys(move.verb for move in lifecycle.moves if move.source and move.verb != P.IMPORT_UNDO)


def thing_in(on: make.Ground, lifecycle: Any, state: str) -> Any:
    return make.finding(on, state) if lifecycle is FINDING else make.recommendation(on, state)


def doing(on: make.Ground, thing: Any, verb: Permission) -> Callable[[Person], object]:
    if verb == P.FINDING_SUPPORT:
        item = make.evidence(on)
        return lambda who: actions.cite(thing, evidence=item, why="It shows it too.", by=who, at=AT)
    if verb == P.FINDING_TAKE_OFF:
        number = thing.citations.get().pk
        return lambda who: actions.take_off(thing, citation=number, reason="It is of another unit.", by=who, at=AT)
    if verb in (P.FINDING_REWORD, P.RECOMMENDATION_REWORD):
        return reworded(thing)
    if verb == P.RECOMMENDATION_ANSWER:
        return answering(thing, make.draft_finding(on))
    if verb == P.RECOMMENDATION_SET_ASIDE:
        return lambda who: reforms.set_aside(thing, reason="Said twice.", by=who, at=AT)
    action = _VERBS[verb.value.split(".")[1]]
    return lambda who: action(thing, by=who, at=AT)


def answering(thing: Any, other: Finding) -> Callable[[Person], object]:
    """Whoever comes second finds it done."""

    def do(who: Person) -> object:
        if thing.also.exists():
            raise NotAllowedNow("It is done.")
        return actions.answer_findings(thing, findings=[other.ref], by=who, at=AT)

    return do


def reworded(thing: Any) -> Callable[[Person], object]:
    """Everybody words it in their own way, over the words that they saw."""
    action = actions.reword_finding if isinstance(thing, Finding) else actions.reword_recommendation
    seen, field = thing.words_hash, thing.wording[1]
    return lambda who: action(
        thing, **{**thing.words, field: f"In the words of {who.actor_key}."}, expected_hash=seen, by=who, at=AT
    )


@pytest.mark.parametrize(("lifecycle", "state"), CASES, ids=lambda v: getattr(v, "name", str(v)))
def test_each_role_can_do_what_the_table_says_and_one_row_tells_of_it(lifecycle: Any, state: str) -> None:
    on = make.ground()
    ref = thing_in(on, lifecycle, state).ref
    people, strangers = people_of.everybody(on.engagement), people_of.everybody(people_of.engagement("Elsewhere"))
    for verb in verbs_of(lifecycle):
        with moves.undone():
            thing = (Finding if lifecycle is FINDING else Recommendation).objects.get(ref=ref)
            do = doing(on, thing, verb)
            assert (verb, moves.tried(strangers, do)) == (verb, set())
            assert (verb, moves.tried(people, do)) == (verb, moves.expected(lifecycle, state, verb))
            before = people_of.rows_of(on.engagement.ref)
            done = people_of.able(people, do)  # one after the other: whoever comes second finds it done
            thing.refresh_from_db()
            row = lifecycle.find(state, verb)
            assert (verb, thing.state) == (verb, row.target if row else state)
            assert len(done) == people_of.rows_of(on.engagement.ref) - before == (1 if row else 0)


def test_drafting_is_for_those_who_write_in_an_open_focus_area() -> None:
    on = make.ground(areas=[("One", "Assess."), ("Two", "Assess.")])
    everybody = people_of.everybody(on.engagement)
    writers = {"assessment_lead", "assessor"}

    def draft(number: int) -> Callable[[Person], object]:
        area = people_of.area(on.engagement, number)
        return lambda who: actions.draft_finding(area, label="9.9", heading="H", narrative="N", by=who, at=AT)

    assert moves.tried(everybody, draft(1)) == writers
    assert moves.tried(everybody, draft(2)) == set()  # planned, not open
    finding = make.draft_finding(on)
    assert (
        moves.tried(
            everybody,
            lambda who: actions.draft_recommendation(
                finding, label="1.1.1", text="Adopt it.", justification="It helps.", by=who, at=AT
            ),
        )
        == writers
    )
