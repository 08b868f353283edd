"""Whole lives: whatever people try, in whatever order, no step is skipped, nothing that was said is lost, and the sums
equal their base; and the machine that tries it all does get from a draft to a change that lasts."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from concord.core.permissions import Permission
from concord.reforms.models import Reform
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.findings import Ground
from tests.reforms.accounts import SHOULD
from tests.reforms.lives import Lives
from tests.reforms.way import CONCURS, PLANNED, TO_THE_ISSUE, TO_THE_PLAN, WAY, Step

pytestmark = pytest.mark.django_db

P = Permission


def one_reviews(on: Ground) -> Ground:
    return on


handing = pytest.mark.parametrize("handed", [one_reviews, make.two_review], ids=["one reviewer", "two reviewers"])


@pytest.fixture
def lives(handed: Callable[[Ground], Ground]) -> type[Lives]:
    on = ground.ground()
    Lives.finding = ground.finding(on)
    ground.recommendation(on, standing_on=Lives.finding)
    Lives.second = people_of.member(on.engagement, "reviewer", name="Sal Second")
    Lives.on = handed(on)
    return Lives


@handing
@pytest.mark.owed("A30", "P5")
def test_in_whatever_order_people_try_no_step_is_skipped_and_no_word_lost(lives: type[Lives]) -> None:
    how = settings(
        max_examples=14,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(lives, settings=how)


def walked(lives: type[Lives], way: Iterable[Step]) -> Lives:
    """Go a way by the machine's rules; its laws hold after each step."""
    machine = lives()
    for name, words in way:
        getattr(machine, name)(**words)
        machine.the_laws_hold()
    return machine


@handing
def test_by_the_rules_of_the_machine_each_verb_is_done_from_a_draft_to_a_change_that_lasts(
    lives: type[Lives], handed: Callable[[Ground], Ground]
) -> None:
    machine = walked(lives, WAY)
    one_is_enough = {P.PACKET_PASS_ON} if handed is one_reviews else set()
    assert set(machine.done) == SHOULD.keys() - one_is_enough
    assert len(machine.done) == len(WAY) - len(one_is_enough)
    assert machine.done[-1] == P.REFORM_SUSTAIN


@pytest.mark.parametrize("handed", [one_reviews])
def test_what_the_agency_does_not_concur_with_opens_no_reform(lives: type[Lives]) -> None:
    machine = walked(lives, (*TO_THE_ISSUE, *TO_THE_PLAN, CONCURS[0], *PLANNED))
    assert machine.done[-1] == P.RECOMMENDATION_RESPOND
    assert not Reform.objects.exists()
