"""The suggested plan says what makes it end as late as it does, what cannot begin, by what, and who could move it."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from concord.analysis.plan.effect import Team
from concord.core.permissions import Party
from concord.findings import actions as responding
from concord.findings.models import Recommendation
from concord.reforms import actions, queries
from concord.reforms.forms.priorities import PlanForm, capacity_of
from concord.reforms.queries.planning import Need
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = [pytest.mark.django_db, pytest.mark.owed("A29", "P22")]
BEGINS = AT.date()


def several(on: Ground, many: int) -> list[Recommendation]:
    finding = ground.finding(on)
    return [ground.recommendation(on, standing_on=finding) for _ in range(many)]


def schedule_page(on: Ground, **asked: str) -> str:
    page = reverse("engagement-schedule", args=[on.engagement.ref])
    return unescape(people_of.browser(on.lead).get(page, asked).content.decode())


def blocked(on: Ground) -> tuple[queries.Blocked, ...]:
    return queries.blocked(on.engagement, queries.connections(on.engagement))


def test_the_plan_says_how_many_weeks_its_capacity_adds_and_how_many_each_link() -> None:
    on = ground.ground()
    policy, course, forms = several(on, 3)
    for each, weeks in ((policy, 4), (course, 3), (forms, 6)):
        make.marked(on, each, weeks=weeks)
    make.link(on, course, policy)
    limits = queries.planned(on.engagement, BEGINS, {"Patrol": 1}).limits
    assert limits is not None
    assert (limits.ends_unlimited, limits.capacity_weeks, limits.at_least) == (
        BEGINS + timedelta(weeks=7, days=-1),
        6,
        6,
    )
    assert limits.links == ((course, policy, 1),)
    assert limits.units == (Team("Patrol", 13, 6),)
    shown = schedule_page(on, **{capacity_of("Patrol"): "1"})
    for words in ("the capacity adds <b>6 weeks</b>", "Patrol: 13 weeks of work", "What this assumes"):
        assert words in shown
    assert "The capacity adds nothing" in schedule_page(on, **{capacity_of("Patrol"): "3"})


def test_an_address_that_is_kept_means_the_same_unit_when_another_one_comes() -> None:
    kept = {capacity_of("Patrol"): "1", capacity_of("patrol"): "4"}
    assert capacity_of("Patrol").rpartition("-")[0] == "c_patrol"
    for units in (["Patrol", "patrol"], ["Academy", "Patrol", "Records", "patrol"]):
        form = PlanForm(kept, units=units)
        assert form.is_valid()
        assert form.capacity() == dict.fromkeys(units, queries.DEFAULT_CAPACITY) | {"Patrol": 1, "patrol": 4}


def test_one_long_piece_alone_is_named_where_it_outlasts_every_chain_of_links() -> None:
    on = ground.ground()
    policy, course, forms = several(on, 3)
    for each, weeks in ((policy, 1), (course, 1), (forms, 6)):
        make.marked(on, each, weeks=weeks)
    assert "No link makes anything wait." in schedule_page(on)
    make.link(on, course, policy)
    shown = schedule_page(on)
    assert f'The longest is one piece alone: <a href="{forms.get_absolute_url()}">{forms.label}</a>.' in shown
    assert "No link makes anything wait." not in shown


def test_a_plan_of_nothing_has_no_limits() -> None:
    on = ground.ground()
    several(on, 1)
    assert queries.planned(on.engagement, BEGINS).limits is None
    shown = schedule_page(on)
    assert ("What makes it end then" in shown, "Nothing that anybody has recorded holds anything up" in shown) == (
        False,
        True,
    )


def test_what_cannot_begin_is_listed_by_what_holds_it_up_and_who_could_move_it() -> None:
    on = ground.ground()
    first, second, third, free = several(on, 4)
    make.link(on, second, first)
    make.link(on, third, second)
    reform = make.blocked(on, make.planned(on, first))
    obstacle = reform.blockers.get()
    found = blocked(on)
    assert [(one.recommendation, one.needs, one.obstacles, one.frees) for one in found] == [
        (first, (), (obstacle,), 2),
        (second, (Need(first, Party.AGENCY),), (), 1),
        (third, (Need(second, Party.TEAM),), (), 0),
    ]
    shown = schedule_page(on)
    for words in ("The association and the city: The contract is signed.", f"{second.label}: the assessment team"):
        assert words in shown
    assert free not in [one.recommendation for one in found]


def test_what_is_out_of_the_way_or_complete_holds_nothing_up() -> None:
    on = ground.ground()
    first, second = several(on, 2)
    make.link(on, second, first)
    reform = make.blocked(on, make.planned(on, first))
    obstacle = reform.blockers.get().pk
    reform = actions.unblock(reform, blocker=obstacle, how="The contract was signed.", by=on.liaison, at=AT)
    assert [one.recommendation for one in blocked(on)] == [second]
    actions.complete(reform, as_of=AT.date(), note="The plan was read.", by=on.assessor, at=AT)
    assert blocked(on) == ()


def days(on: Ground) -> dict[str, tuple[int, int]]:
    """In which weeks the plan of one unit that does one thing at once has each recommendation, by label."""
    plan = queries.planned(on.engagement, BEGINS, {"Patrol": 1})
    weeks = ((slot, (slot.first - BEGINS).days // 7, (slot.last - BEGINS).days // 7 + 1) for slot in plan.slots)
    return {slot.recommendation.label: (first, last) for slot, first, last in weeks}


def test_what_is_met_by_one_action_is_planned_once_with_the_longest_of_its_weeks() -> None:
    on = ground.ground()
    one, two, three, unmarked, later = several(on, 5)
    for each, weeks in ((one, 2), (two, 4), (three, 3), (later, 1)):
        make.marked(on, each, weeks=weeks)
    for each in (two, three, unmarked):
        make.link(on, one, each, "same_action")
    make.link(on, later, three)
    plan = queries.planned(on.engagement, BEGINS, {"Patrol": 1})
    assert days(on) == {
        **dict.fromkeys((each.label for each in (one, two, three, unmarked)), (0, 4)),
        later.label: (4, 5),
    }
    assert (plan.left_out, plan.chain, plan.slots[0].together) == ((), (one, later), (two, three, unmarked))
    assert plan.limits is not None
    assert plan.limits.links == ((later, three, 1),)
    assert f"(one action with {two.label}, {three.label}, {unmarked.label})" in schedule_page(on)


def test_what_is_met_by_one_action_stays_one_piece_when_the_one_that_joins_it_is_complete() -> None:
    on = ground.ground()
    first, two, three = several(on, 3)
    for each in (two, three):
        make.link(on, first, each, "same_action")
        make.marked(on, each, weeks=4)
    make.reform(on, "complete", of=first)
    assert days(on) == {two.label: (0, 4), three.label: (0, 4)}


def test_a_whole_waits_for_its_parts_in_the_plan_and_on_the_board() -> None:
    on = ground.ground()
    whole, part = several(on, 2)
    for each in (whole, part):
        make.marked(on, each, weeks=4)
    make.link(on, part, whole, "part_of")
    assert days(on) == {part.label: (0, 4), whole.label: (4, 8)}
    assert [(one.recommendation, one.needs) for one in blocked(on)] == [(whole, (Need(part, Party.TEAM),))]
    board = queries.board(on.engagement, queries.Wanted())
    assert board.needs == [(whole.ref, part.ref)]
    assert [(card.recommendation, [first.recommendation for first in firsts]) for card, firsts in board.needed] == [
        (whole, [part])
    ]


def test_the_plan_says_what_has_begun_and_what_is_in_conflict_among_what_it_assumes() -> None:
    on = ground.ground()
    new, other = several(on, 2)
    begun, told = make.planned(on), make.planned(on)
    make.report(on, begun, "in_progress")
    make.report(on, told, "not_started")
    for each in (new, other, begun.recommendation, told.recommendation):
        make.marked(on, each, weeks=4)
    make.link(on, new, other, "conflicts")
    plan = queries.planned(on.engagement, BEGINS)
    assert (plan.begun, [link.words for link in plan.conflicts]) == (
        (begun.recommendation,),
        [f"{new.label} is in conflict with {other.label}"],
    )
    shown = schedule_page(on)
    for words in (
        f"{begun.recommendation.label}</a> is under way, reported as complete or in review",
        f"{new.label} is in conflict with {other.label}: the plan may still have both at the same time.",
    ):
        assert words in shown


def test_what_needs_a_stopped_one_is_named_beside_the_plan_for_somebody_to_decide() -> None:
    on = ground.ground()
    (later,) = several(on, 1)
    stopped = make.reform(on, "stopped").recommendation
    make.marked(on, later)
    make.link(on, later, stopped)
    shown = schedule_page(on)
    assert "What waits for what will not come" in shown
    assert f"{stopped.label}</a> (work on it has stopped)" in shown


@pytest.mark.parametrize("ends", ["refused", "stopped", "set aside"])
def test_what_another_replaced_is_to_do_again_when_that_one_will_not_come(ends: str) -> None:
    on = ground.ground()
    (old,) = several(on, 1)
    newer = ground.recommendation(on, "issued" if ends == "refused" else "validated")
    reform = None if ends == "refused" else make.planned(on, newer)
    newer.refresh_from_db()
    make.link(on, newer, old, "supersedes")
    assert (old.ref in queries.still_to_do(on.engagement), old.pk in queries.connections(on.engagement).lost) == (
        False,
        True,
    )
    if reform is None:
        responding.respond(newer, answer="not", reason="The council does it.", by=on.chief, at=AT)
    else:
        actions.stop(reform, reason="No funds.", as_of=BEGINS, by=on.assessor, at=AT)
    if ends == "set aside":
        drafted = responding.return_(newer, reason="It is said elsewhere.", by=on.reviewer, at=AT)
        actions.set_aside(drafted, reason="It was said twice.", by=on.lead, at=AT)
    assert (old.ref in queries.still_to_do(on.engagement), old.pk in queries.connections(on.engagement).lost) == (
        True,
        False,
    )
