"""Row A28: what comes first by stated criteria and weights, how firm that is, and when it may be done."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from django.urls import reverse

from concord.core.errors import BadInput, Incomplete
from concord.core.models import StoredFile
from concord.findings import actions as responses
from concord.reforms import actions, queries
from concord.reforms.models import Appraisal
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import moves
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.reforms.test_links import BOTH_SIDES, several

pytestmark = pytest.mark.django_db
BEGINS = date(2027, 1, 4)


@pytest.mark.owed("A28")
def test_the_order_is_the_weighted_mean_of_the_latest_marks_with_its_reasons() -> None:
    on = ground.ground()
    one, two, three = several(on, 3)
    make.marked(on, one, marks={"impact": 5})
    make.marked(on, two)
    make.marked(on, two, marks={"impact": 5, "urgency": 5}, why="A year of waiting would harm.")
    found = queries.ranking(on.engagement)
    assert [(each.place, each.recommendation, each.score) for each in found.placed] == [
        (1, two, Fraction(51, 13)),
        (2, one, Fraction(45, 13)),
    ]
    assert (found.placed[0].appraisal.why, found.unmarked, found.kept) == (
        "A year of waiting would harm.",
        (three,),
        Fraction(1),
    )
    assert Appraisal.objects.count() == 3


@pytest.mark.owed("A28")
def test_other_weights_show_what_they_would_change() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    make.marked(on, one, marks={"impact": 5, "cost": 1})
    make.marked(on, two, marks={"cost": 5})
    own = {criterion.key: criterion.weight for criterion in queries.criteria(on.engagement)}
    assert [each.recommendation for each in queries.ranking(on.engagement).placed] == [one, two]
    moved = queries.ranking(on.engagement, {**own, "cost": 9})
    assert ([each.recommendation for each in moved.placed], moved.kept) == ([two, one], Fraction(0))
    (cost,) = (each for each in queries.ranking(on.engagement).firmness if each.criterion.key == "cost")
    assert cost.above is not None
    assert (cost.above[1:], cost.below) == ((one, two), None)
    assert cost.share < cost.above[0]


def test_marks_lack_nothing_and_stay_within_their_range() -> None:
    on = ground.ground()
    (one,) = several(on, 1)
    with pytest.raises(BadInput, match="impact 6: expected a mark from 1 to 5"):
        make.marked(on, one, marks={"impact": 6})
    with pytest.raises(BadInput, match="luck: expected a mark by each criterion, and no other"):
        make.marked(on, one, marks={"luck": 3})
    with pytest.raises(BadInput, match="0 weeks; expected 1 to 520"):
        make.marked(on, one, weeks=0)
    with pytest.raises(Incomplete, match="who does it; why these marks"):
        make.marked(on, one, unit=" ", why="")
    assert Appraisal.objects.count() == 0


def test_the_same_marks_again_are_no_second_appraisal() -> None:
    on = ground.ground()
    (one,) = several(on, 1)
    before = people_of.rows_of(on.engagement.ref)
    make.marked(on, one)
    make.marked(on, one)
    assert people_of.rows_of(on.engagement.ref) == before + 1


def test_several_are_marked_at_once_in_one_audit_row_with_a_stored_manifest() -> None:
    on = ground.ground()
    one, two, three = several(on, 3)
    make.marked(on, one)
    marks = {criterion.key: 3 for criterion in queries.criteria(on.engagement)}
    words = {"marks": marks, "weeks": 4, "unit": "Patrol", "why": "It was talked about with the team."}
    before, files = people_of.rows_of(on.engagement.ref), StoredFile.objects.count()
    actions.prioritize_many(on.engagement, recommendations=[three, one, two], **words, by=on.liaison, at=AT)
    assert (people_of.rows_of(on.engagement.ref), StoredFile.objects.count()) == (before + 1, files + 1)
    assert Appraisal.objects.count() == 3
    able = moves.tried(
        people_of.everybody(on.engagement),
        lambda who: actions.prioritize_many(on.engagement, recommendations=[one], **words, by=who, at=AT),
    )
    assert able == BOTH_SIDES


def test_several_are_marked_after_a_preview_of_old_and_new() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    make.marked(on, one, weeks=9)
    client = people_of.browser(on.lead)
    page = reverse("prioritize-many", args=[on.engagement.ref])
    assert client.get(page, {"recommendations": [one.ref]}).status_code == 200
    typed = {f"mark_{criterion.key}": "4" for criterion in queries.criteria(on.engagement)}
    typed |= {"recommendations": [one.ref, two.ref], "weeks": "6", "unit": "Training", "why": "One course."}
    shown = client.post(page, {**typed, "step": "preview"})
    assert [(line["row"], line["old"] and line["old"].weeks) for line in shown.context["preview"]] == [
        (one, 9),
        (two, None),
    ]
    assert Appraisal.objects.count() == 1
    seen = {"preview": shown.context["digest"]}
    assert client.post(page, {**typed, **seen, "step": "send"}).status_code == 302
    assert {each.weeks for each in queries.appraisals(on.engagement).values()} == {6}


def test_a_suggested_plan_keeps_links_and_capacity_and_says_what_it_left_out() -> None:
    on = ground.ground()
    one, two, three, four = several(on, 4)
    for each in (one, two, three):
        make.marked(on, each, weeks=2)
    make.link(on, three, one)
    plan = queries.planned(on.engagement, BEGINS, {"Patrol": 1})
    assert (plan.ends, plan.no_earlier, plan.is_best) == (BEGINS + timedelta(weeks=6, days=-1),) * 2 + (True,)
    first = {slot.recommendation: slot.first for slot in plan.slots}
    assert first[three] >= first[one] + timedelta(weeks=2)
    assert (plan.chain, plan.left_out) == ((one, three), (four,))
    both = queries.planned(on.engagement, BEGINS, {"Patrol": 2})
    assert both.ends == BEGINS + timedelta(weeks=4, days=-1)


def test_a_plan_of_nothing_says_so() -> None:
    on = ground.ground()
    (one,) = several(on, 1)
    plan = queries.planned(on.engagement, BEGINS)
    assert (plan.slots, plan.ends, plan.left_out) == ((), None, (one,))
    shown = people_of.browser(on.chief).get(reverse("engagement-schedule", args=[on.engagement.ref]))
    assert "there is nothing to plan" in shown.content.decode()


@pytest.mark.owed("P12")
def test_the_pace_tells_turns_queue_and_why_there_is_no_forecast() -> None:
    on = ground.ground()
    make.reform(on, "complete")
    waiting = make.reform(on)
    make.report(on, waiting, "in_progress", as_of=(AT + timedelta(days=3)).date(), at=AT + timedelta(days=3))
    found = queries.pace(on.engagement, (AT + timedelta(days=43)).date(), rng=np.random.default_rng(1))
    assert (found.base, found.complete, found.left) == (2, 1, 1)
    assert [(each.party.value, each.turns, each.longest) for each in found.stages] == [
        ("the agency", 2, 3),
        ("the assessment team", 1, 0),
    ]
    assert [(each.days, each.items) for each in found.queue] == [(30, 0), (60, 1), (90, 0), (180, 0), (None, 0)]
    assert (found.forecast, "10 completions" in found.refused) == (None, True)


def test_the_pages_of_priority_plan_and_pace() -> None:
    on = ground.ground()
    one, _ = several(on, 2)
    make.marked(on, one)
    chief, lead = people_of.browser(on.chief), people_of.browser(on.lead)
    ref = on.engagement.ref
    for name in ("engagement-priorities", "engagement-schedule", "engagement-board"):
        assert chief.get(reverse(name, args=[ref])).status_code == 200
    assert (chief.get(reverse("engagement-pace", args=[ref])).status_code) == 403
    assert lead.get(reverse("engagement-pace", args=[ref])).status_code == 200
    zeros = {f"w_{criterion.key}": "0" for criterion in queries.criteria(on.engagement)}
    refused = chief.get(reverse("engagement-priorities", args=[ref]), zeros)
    assert (refused.status_code, "a weight above 0" in refused.content.decode()) == (422, True)
    typed = {f"mark_{criterion.key}": "2" for criterion in queries.criteria(on.engagement)}
    typed |= {"sent": "yes", "weeks": "6", "unit": "Training", "why": "It can wait."}
    assert lead.post(reverse("reform.prioritize", args=[one.ref]), typed).status_code == 302
    assert queries.appraisals(on.engagement)[one.pk].weeks == 6


@pytest.mark.owed("P18")
def test_where_sizes_are_unlike_a_count_is_shown_with_a_warning_and_the_weeks_beside_it() -> None:
    on = ground.ground()
    finding = ground.finding(on)
    small, large, unknown = (make.reform(on, of=ground.recommendation(on, standing_on=finding)) for _ in range(3))
    make.marked(on, small.recommendation, weeks=2)
    page = reverse("engagement-recommendations", args=[on.engagement.ref])
    browser = people_of.browser(on.liaison)
    assert queries.sizes(on.engagement).are_unlike is False
    assert "not of one size" not in browser.get(page).content.decode()
    make.marked(on, large.recommendation, weeks=18)
    actions.complete(small, as_of=AT.date(), note="The plan was read.", by=on.assessor, at=AT)
    sizes = queries.sizes(on.engagement)
    assert (sizes.base, sizes.sized, sizes.least, sizes.most, sizes.whole) == (3, 2, 2, 18, 20)
    assert (sizes.share("complete"), sizes.share("none")) == (Fraction(1, 10), Fraction(9, 10))
    shown = browser.get(page).content.decode()
    assert "from 2 to 18 weeks of work" in shown
    assert "<td>1 of 3</td><td>2 of 20</td>" in shown
    assert unknown.assessed_status is None


@pytest.mark.owed("P18")
def test_every_page_of_staff_that_counts_recommendations_warns_that_they_are_not_of_equal_weight() -> None:
    on = ground.ground()
    several(on, 2)
    names = ("engagement-recommendations", "engagement-board", "engagement-pace")
    pages = [*(reverse(name, args=[on.engagement.ref]) for name in names), reverse("figures")]
    readers = [people_of.browser(on.lead)] * len(names) + [people_of.browser(on.officer)]
    shown = [reader.get(page).content.decode() for reader, page in zip(readers, pages, strict=True)]
    assert ["Recommendations are not of equal weight" in page for page in shown] == [True] * 4


def test_what_nobody_has_marked_keeps_the_order_of_what_stands_on_both_its_sides() -> None:
    on = ground.ground()
    last, unmarked, first = several(on, 3)
    make.link(on, last, unmarked)
    make.link(on, unmarked, first)
    for each in (last, first):
        make.marked(on, each, weeks=4)
    plan = queries.planned(on.engagement, BEGINS)
    begins = {slot.recommendation: slot.first for slot in plan.slots}
    assert begins == {first: BEGINS, last: BEGINS + timedelta(weeks=4)}
    assert (plan.chain, plan.left_out) == ((first, last), (unmarked,))


@pytest.mark.parametrize(
    ("begins", "words"),
    [
        ("9999-12-31", "expected one from 1900 to 2999"),
        ("0001-01-01", "expected one from 1900 to 2999"),
        ("2099-12-31", "within 20 years"),
        ("1999-01-01", "within 20 years"),
    ],
)
def test_a_plan_from_a_day_that_no_plan_begins_on_is_refused_with_words(begins: str, words: str) -> None:
    on = ground.ground()
    make.marked(on, several(on, 1)[0])
    page = people_of.browser(on.lead).get(reverse("engagement-schedule", args=[on.engagement.ref]), {"begins": begins})
    assert (page.status_code, words in page.content.decode()) == (422, True)


def test_what_the_agency_does_not_concur_with_is_neither_ranked_nor_planned_nor_left_to_do() -> None:
    on = ground.ground()
    refused, other, taken_up = several(on, 3)
    for each in (refused, other, taken_up):
        make.marked(on, each)
    make.planned(on, taken_up)
    for each in (refused, taken_up):
        responses.respond(each, answer="not", reason="The council decides.", by=on.chief, at=AT)
    ranking = queries.ranking(on.engagement)
    assert ({each.recommendation for each in ranking.placed}, ranking.unmarked) == ({other, taken_up}, ())
    plan = queries.planned(on.engagement, BEGINS)
    assert ({slot.recommendation for slot in plan.slots}, plan.left_out) == ({other, taken_up}, ())
    day = AT.date()
    assert {each.held_by: each.items for each in queries.holders(on.engagement, day)} == {
        "the assessment team": 1,
        "the agency": 1,
    }
    found = queries.pace(on.engagement, day, rng=np.random.default_rng(1))
    assert (found.base, found.complete, found.stopped, found.not_concurred, found.left) == (3, 0, 0, 1, 2)
    page = people_of.browser(on.lead).get(reverse("engagement-pace", args=[on.engagement.ref]))
    assert b"with 1 the agency does not concur" in page.content


def test_several_are_marked_only_as_the_last_preview_showed() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    client, page = people_of.browser(on.lead), reverse("prioritize-many", args=[on.engagement.ref])
    typed: dict[str, Any] = {f"mark_{criterion.key}": "4" for criterion in queries.criteria(on.engagement)}
    typed |= {"recommendations": [one.ref], "weeks": "6", "unit": "Training", "why": "One course."}
    seen = client.post(page, {**typed, "step": "preview"}).context["digest"]
    more = client.post(page, {**typed, "recommendations": [one.ref, two.ref], "preview": seen, "step": "send"})
    assert (more.status_code, more.context["changed"], len(more.context["preview"])) == (200, True, 2)
    make.marked(on, one, weeks=9)
    other = client.post(page, {**typed, "preview": seen, "step": "send"})
    assert (other.status_code, other.context["preview"][0]["old"].weeks, Appraisal.objects.count()) == (200, 9, 1)
    assert b"One course." in other.content
    done = client.post(page, {**typed, "preview": other.context["digest"], "step": "send"})
    assert (done.status_code, queries.appraisals(on.engagement)[one.pk].weeks) == (302, 6)
