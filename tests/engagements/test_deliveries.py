from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.core.permissions import Permission
from concord.core.tasks.models import Task
from concord.engagements import actions, queries, rules
from concord.engagements.models import Delivery, FocusArea
from concord.engagements.states import DELIVERY, TIER_CHANGE
from concord.findings import actions as findings
from concord.intake.content import Member
from concord.programme.queries import of as programme_of
from concord.workplans.actions import open_focus_area
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories import moves
from tests.factories import programme as editions
from tests.factories import together as both
from tests.factories import workplans as plans
from tests.factories.engagements import AT
from tests.factories.together import DAY

pytestmark = pytest.mark.django_db

P = Permission
TRAINING = "training-deescalation-crisis-engagement"
HELD = {"held_on": DAY, "attendance": 24, "hours": Decimal("16.5"), "cost": Decimal(4200)}
SAID = {"goal_met": "partly", "evaluation": "Useful, and too short."}
VERBS: dict[Permission, Callable[..., Any]] = {
    P.DELIVERY_RECORD: lambda thing, **k: actions.record_delivery(thing, **HELD, **k),
    P.DELIVERY_CANCEL: lambda thing, **k: actions.cancel_delivery(thing, reason="A storm.", **k),
    P.DELIVERY_EVALUATE: lambda thing, **k: actions.evaluate_delivery(thing, **SAID, **k),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", DELIVERY.states)
def test_who_may_do_what_in_each_state(state: str, verb: Permission) -> None:
    by = both.sides()
    delivery = both.evaluated(by)
    empty: dict[str, Any] = {"cancelled_because": "A storm." if state == "cancelled" else ""}
    with writing():
        Delivery.objects.filter(pk=delivery.pk).update(state=state, **empty)
    delivery.refresh_from_db()
    able = moves.tried(make.everybody(by.engagement), lambda who: VERBS[verb](delivery, by=who, at=AT))
    assert able == moves.expected(DELIVERY, state, verb)


def test_who_may_plan_and_close_and_propose_a_tier() -> None:
    by = both.sides(tier="topic_assistance")
    both.evaluated(by)
    people = make.everybody(by.engagement)
    planned = {"form": "coaching", "topic": "", "title": "A call", "planned_on": DAY, "experts": [by.assessor]}
    area = make.area(by.engagement)
    tries: dict[str, Callable[..., Any]] = {
        "plan": lambda **k: actions.plan_delivery(by.engagement, focus_area=area, **planned, **k),
        "close": lambda **k: actions.close(by.engagement, outcome="It is done.", **k),
        "tier": lambda **k: actions.propose_tier(by.engagement, tier="critical_response", reason="More.", **k),
    }
    able = {name: moves.tried(people, lambda who, do=do: do(by=who, at=AT)) for name, do in tries.items()}
    assert able == {
        "plan": {"assessment_lead", "assessor"},
        "close": {"programme_officer"},
        "tier": {"programme_officer"},
    }


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"form": "lecture"}, "no form of delivery “lecture”"),
        ({"topic": "astrology"}, "no topic “astrology”"),
        ({"experts": []}, "Somebody has to deliver"),
        ({"title": " "}, "what is delivered"),
    ],
)
def test_what_cannot_be_delivered_is_refused(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(Incomplete, match=says):
        both.planned(both.sides(), **changed)


def test_whoever_is_named_twice_delivers_once() -> None:
    by = both.sides()
    assert [one.name for one in both.planned(by, experts=[by.assessor, by.assessor]).experts.all()] == ["Eva Expert"]


def test_only_the_team_delivers_and_only_in_its_own_focus_areas() -> None:
    by, other = both.sides(), both.sides("Elsewhere")
    with pytest.raises(Incomplete, match="Odell Officer is not of the engagement's team"):
        both.planned(by, experts=[by.officer])
    with pytest.raises(Incomplete, match="focus area of another engagement"):
        both.planned(by, focus_area=make.area(other.engagement))


@pytest.mark.owed("B5", "B6")
def test_a_delivery_on_a_topic_that_nobody_asked_for_leads_to_a_change_of_scope() -> None:
    by = both.sides()
    with writing():
        by.engagement.request.topics = [TRAINING]
        by.engagement.request.save(update_fields=["topics"])
    lead, other = make.browser(by.lead), next(t.key for t in queries.topics(by.engagement) if t.key != TRAINING)
    form = lead.get(reverse(P.DELIVERY_PLAN.value, args=[by.engagement.ref])).content.decode()
    asked, beyond = (form.index(f'<optgroup label="{label}') for label in ("Agreed on", "Not asked for"))
    assert asked < form.index(f'value="{TRAINING}"') < beyond < form.index(f'value="{other}"')
    warned = []
    for topic in ("", TRAINING, other):
        page = lead.get(both.planned(by, topic=topic, title=topic or "None").get_absolute_url()).content.decode()
        told = "The agency did not ask for this topic." in page
        warned.append((told, f'href="{by.engagement.get_absolute_url()}scope-changes/"' in page))
    assert warned == [(False, False), (False, False), (True, True)]


def test_nothing_is_held_on_a_day_on_which_the_engagement_was_suspended() -> None:
    by = both.sides()
    delivery = both.planned(by)
    both.opened(by)
    days = [AT + timedelta(days=n) for n in range(8)]
    actions.suspend(by.engagement, reason="A storm.", by=by.official, at=days[2])
    held = HELD | {"held_on": days[4].date()}
    who = {"by": by.lead, "at": days[7]}
    with pytest.raises(Incomplete, match="was suspended on 2026-11-05, and nothing was to be delivered on 2026-11-07"):
        actions.record_delivery(queries.delivery(delivery.ref), **held, **who)
    actions.resume(queries.engagement(by.engagement.ref), reason="It is over.", by=by.officer, at=days[5])
    with pytest.raises(Incomplete, match="was suspended on 2026-11-05"):
        actions.record_delivery(queries.delivery(delivery.ref), **held, **who)
    held["held_on"] = days[6].date()
    assert actions.record_delivery(queries.delivery(delivery.ref), **held, **who).state == "held"


def test_nothing_is_held_before_its_focus_area_opens() -> None:
    by = both.sides()
    delivery = both.planned(by)
    with pytest.raises(Denied, match="is not open: nothing is delivered before"):
        actions.record_delivery(delivery, **HELD, by=by.lead, at=AT)
    both.opened(by)
    delivery = queries.delivery(delivery.ref)
    assert actions.record_delivery(delivery, **HELD, by=by.lead, at=AT).state == "held"


def test_nothing_was_delivered_before_its_focus_area_was_opened() -> None:
    by = both.sides()
    with writing():
        FocusArea.objects.filter(pk=make.area(by.engagement).pk).update(state="open", opened_at=AT)
    delivery = both.planned(by)
    with pytest.raises(BadInput, match="Its focus area was opened on 2026-11-03, and nothing is delivered before"):
        actions.record_delivery(delivery, **HELD | {"held_on": DAY - timedelta(days=1)}, by=by.lead, at=AT)
    assert actions.record_delivery(delivery, **HELD, by=by.lead, at=AT).state == "held"


@pytest.mark.parametrize("changed", [{"held_on": DAY + timedelta(days=1)}, {"attendance": -1}, {"hours": Decimal(-1)}])
def test_what_cannot_have_been_is_refused(changed: dict[str, Any]) -> None:
    by = both.sides()
    both.opened(by)
    with pytest.raises(BadInput):
        actions.record_delivery(both.planned(by), **(HELD | changed), by=by.lead, at=AT)


@pytest.mark.parametrize(("answered", "satisfied"), [(25, 3), (10, 11), (10, None), (None, 3), (0, 0), (5, -1)])
def test_counts_have_their_base(answered: int | None, satisfied: int | None) -> None:
    by = both.sides()
    delivery = both.held(by)
    with pytest.raises(BadInput):
        actions.evaluate_delivery(delivery, **SAID, answered=answered, satisfied=satisfied, by=by.liaison, at=AT)


def test_who_delivered_never_evaluates() -> None:
    by = both.sides()
    delivery = both.held(by)
    with writing():
        by.assessor.memberships.create(role="liaison", scope=by.engagement.scopes[1], since=AT, person=by.assessor)
    twice = type(by.assessor).objects.get(pk=by.assessor.pk)
    with pytest.raises(Denied, match="You delivered this"):
        actions.evaluate_delivery(delivery, **SAID, by=twice, at=AT)


def test_a_cancelled_delivery_counts_for_nothing_and_planning_twice_is_planning_once() -> None:
    by = both.sides()
    both.evaluated(by)
    again = both.planned(by, title="Course two")
    assert both.planned(by, title="Course two") == again
    actions.cancel_delivery(again, reason="A storm.", by=by.lead, at=AT)
    sums = queries.delivered(by.engagement)
    assert (sums.held, sums.attendance, sums.hours, sums.cost, sums.answered, sums.satisfied) == (
        1, 24, Decimal("16.50"), Decimal("4200.00"), 20, 18,
    )  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [{"attendance": None}, {"satisfied": 21}, {"answered": 25}, {"goal_met": ""}, {"cancelled_because": "A storm."}],
)
def test_the_database_refuses_half_a_delivery(changes: dict[str, Any]) -> None:
    delivery = both.evaluated(both.sides())
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Delivery.objects.filter(pk=delivery.pk).update(**changes)


def test_a_tier_without_deliveries_has_none() -> None:
    by = both.sides()
    edition = by.engagement.edition
    stages = ["plan", "evidence", "findings"]
    editions.written_over(edition, tier=[{**tier, "stages": stages} for tier in edition.document["tier"]])
    engagement = queries.engagement(by.engagement.ref)
    assert rules.has_stage(engagement, "deliveries").reason == "The tier “Organizational Assessment” has no deliveries."
    with pytest.raises(Denied, match="has no deliveries"):
        both.planned(by)


# Change of tier, and closing


@pytest.mark.parametrize("verb", [P.TIER_CHANGE_AGREE, P.TIER_CHANGE_DECLINE, P.TIER_CHANGE_WITHDRAW])
@pytest.mark.parametrize("state", TIER_CHANGE.states)
def test_who_may_answer_a_change_of_tier_in_each_state(state: str, verb: Permission) -> None:
    by = both.sides()
    change = both.tier_change(by)
    make.put(change, state)
    do = {
        P.TIER_CHANGE_AGREE: lambda thing, **k: actions.agree_to_tier(thing, shown_by="mfa", **k),
        P.TIER_CHANGE_DECLINE: lambda thing, **k: actions.decline_tier(thing, reason="No.", **k),
        P.TIER_CHANGE_WITHDRAW: lambda thing, **k: actions.withdraw_tier(thing, reason="No.", **k),
    }[verb]
    people = make.everybody(by.engagement)
    assert moves.tried(people, lambda who: do(change, by=who, at=AT)) == moves.expected(TIER_CHANGE, state, verb)


@pytest.mark.owed("A2")
def test_the_tier_changes_once_the_chief_executive_agrees() -> None:
    by = both.sides()
    change = both.tier_change(by)
    by.engagement.refresh_from_db()
    assert by.engagement.tier == "organizational_assessment"
    with pytest.raises(Denied, match="has been proposed already"):
        both.tier_change(by)
    actions.agree_to_tier(change, shown_by="password", by=by.chief, at=AT)
    by.engagement.refresh_from_db()
    assert by.engagement.tier == "topic_assistance"
    assert rules.agreement_stands(by.engagement)
    assert not rules.has_stage(by.engagement, "findings")
    page = make.browser(by.chief).get(change.get_absolute_url()).content.decode()
    assert "by the chief executive, who gave the password again" in page


def test_the_chief_executive_shows_again_who_they_are_to_agree_to_another_tier() -> None:
    by = both.sides()
    change = both.tier_change(by)
    answer = make.browser(by.chief).post(f"{change.get_absolute_url()}agree/")
    assert "reauthenticate" in answer["Location"]
    assert queries.tier_change(change.ref).state == "proposed"


@pytest.mark.owed("A2")
def test_a_tier_that_asks_for_an_agreement_follows_one_that_asks_for_none_once_it_is_in_force() -> None:
    by = both.sides(tier="topic_assistance")
    change = both.tier_change(by, "organizational_assessment")
    page = make.browser(by.chief).get(f"{change.get_absolute_url()}agree/").content.decode()
    assert "asks for an agreement in force" in page
    with pytest.raises(Denied, match="None has been drafted"):
        actions.agree_to_tier(change, shown_by="password", by=by.chief, at=AT)
    both.in_force(by)
    assert actions.agree_to_tier(queries.tier_change(change.ref), shown_by="mfa", by=by.chief, at=AT).state == "agreed"


@pytest.mark.parametrize("tier", ["organizational_assessment", "unknown"])
def test_the_tier_changes_to_another_of_the_edition(tier: str) -> None:
    with pytest.raises(BadInput, match="not another tier of the edition"):
        both.tier_change(both.sides(), tier)


def test_a_declined_or_withdrawn_change_leaves_the_tier_and_needs_a_reason() -> None:
    by = both.sides()
    change = both.tier_change(by)
    with pytest.raises(Incomplete):
        actions.decline_tier(change, reason="", by=by.chief, at=AT)
    assert actions.decline_tier(change, reason="We want it all.", by=by.chief, at=AT).answer == "We want it all."
    actions.withdraw_tier(both.tier_change(by), reason="It was a mistake.", by=by.officer, at=AT)
    by.engagement.refresh_from_db()
    assert by.engagement.tier == "organizational_assessment"


def test_an_engagement_whose_tier_has_findings_is_not_closed_here() -> None:
    by = both.sides()
    both.evaluated(by)
    with pytest.raises(Denied, match="close-out of its public site"):
        actions.close(by.engagement, outcome="It is done.", by=by.officer, at=AT)


def test_closing_needs_every_delivery_evaluated_every_concern_answered_and_a_word() -> None:
    by = both.sides(tier="topic_assistance")
    with pytest.raises(Incomplete, match="Nothing has been delivered"):
        actions.close(by.engagement, outcome="It is done.", by=by.officer, at=AT)
    both.evaluated(by)
    left, concern = both.planned(by, title="Course two"), both.concern(by)
    with pytest.raises(Incomplete) as refused:
        actions.close(by.engagement, outcome=" ", by=by.officer, at=AT)
    assert refused.value.missing == (
        f"“Course two” ({left.ref}) is “Planned”",
        f"The concern “Calls are not returned” ({concern.ref}) has no answer",
        "What the public page says of the outcome",
    )


def taught() -> tuple[both.Sides, int]:
    """One agency asks for itself and two small ones. Three subjects of one topic are taught in three ways, under a
    plan with which the chief executive concurred, and each is complete once all of it is evaluated. Gives the people,
    and how many deliveries there were."""
    desk, agency = asking.desk(), make.agency("Birch Harbour Sheriff")
    asked = {
        "tier": "topic_assistance",
        "topics": (TRAINING,),
        "members": tuple(
            Member(make.agency(name), name, "OH") for name in ("Elm Creek Police Department", "Fern Hill Sheriff")
        ),
    }
    request = asking.accepted(asking.request(desk, "ready", of=agency, **asked), desk.official, tier="topic_assistance")
    topic = programme_of(request.edition).topic_named(TRAINING)
    areas = [(subject.capitalize(), "Train officers and their trainers.") for subject in topic.part]
    engagement = actions.open_from(
        request, slug="birch-harbour", title=agency.name, focus_areas=areas, by=desk.officer, at=AT
    )
    roles = ("chief_executive", "government_signatory", "liaison", "assessment_lead", "assessor")
    by = both.Sides(engagement, desk.officer, desk.official, *(make.member(engagement, role) for role in roles))
    cast = plans.Cast(engagement, by.lead, by.assessor, by.chief)
    planned = [plans.planned(area, form) for area in engagement.focus_areas.all() for form in topic.delivery]
    plans.concurred(cast, activities=planned)
    for number in range(1, len(areas) + 1):
        area = open_focus_area(make.area(engagement, number), by=by.lead, at=AT)
        for form in topic.delivery:
            one = both.planned(by, focus_area=area, form=form, topic=TRAINING, title=f"{area.title}, {form}")
            one = actions.record_delivery(one, **HELD, by=by.lead, at=AT)
            actions.evaluate_delivery(one, **SAID, answered=20, satisfied=19, by=by.liaison, at=AT)
        findings.complete_focus_area(area, by=by.lead, at=AT)
    return by, len(areas) * len(topic.delivery)


@pytest.mark.owed("T12", "T14")
def test_topic_assistance_for_several_agencies_runs_from_request_to_close_out() -> None:
    by, count = taught()
    assert (count, by.engagement.tier, rules.agreement_stands(by.engagement).allowed) == (9, "topic_assistance", True)
    page = make.browser(by.liaison).get(by.engagement.get_absolute_url()).content.decode()
    assert ("Elm Creek Police Department, OH" in page, "Fern Hill Sheriff, OH" in page) == (True, True)
    assert set(by.engagement.focus_areas.values_list("state", flat=True)) == {"complete"}
    sums = queries.delivered(by.engagement)
    assert (sums.held, sums.attendance, sums.answered, sums.satisfied) == (9, 9 * 24, 9 * 20, 9 * 19)
    closed = actions.close(by.engagement, outcome="Three agencies train their own.", by=by.officer, at=AT)
    assert (closed.state, closed.ended, closed.outcome, closed.held_by) == (
        "closed", DAY.isoformat(), "Three agencies train their own.", "nobody",
    )  # fmt: skip
    assert set(Task.objects.filter(about=closed.ref).values_list("state", flat=True)) == {"done", "dropped"}
    with pytest.raises(Denied, match="The engagement is “Closed”"):
        both.expectation(by)
