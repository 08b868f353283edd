"""The home page: what waits is shown to whoever can do it, and to nobody else, and only while it waits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concord.accounts.models import Person
from concord.core.guard import writing
from concord.desk import queries
from concord.engagements import actions as engagements
from concord.intake import queries as intake
from tests.factories import engagements as make
from tests.factories import findings as ground
from tests.factories import intake as asking
from tests.factories import partners
from tests.factories import publishing as office
from tests.factories import reforms as work
from tests.factories import workplans as plans
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db

HOME = "/app/"
LEAD, TEAM = {"assessment_lead"}, {"assessment_lead", "assessor"}


def steps_for(people: dict[str, Person], ref: str) -> dict[str, tuple[str, ...]]:
    """For each role on whose home page the thing of a reference waits: what can be done with it."""
    found = {}
    for role, who in people.items():
        for item in queries.waiting_for(who):
            if item.ref == ref:
                found[role] = tuple(step.label for step in item.steps)
    return found


def waits(roles: set[str], *steps: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(roles, steps)


RESPONDS = waits({"chief_executive"}, "Respond to the recommendation")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("submitted", waits({"programme_officer"}, "Acknowledge the request")),
        ("acknowledged", waits({"programme_officer"}, "Record that the request is defined")),
        ("defined", waits({"programme_officer"}, "Record eligibility")),
        ("eligible", waits({"programme_officer"}, "Record readiness")),
        ("ready", waits({"approving_official"}, "Accept the request")),
        ("accepted", waits({"programme_officer"}, "Open an engagement")),
        ("declined", {}),
        ("withdrawn", {}),
    ],
)
def test_a_request_waits_for_the_office(state: str, expected: dict[str, tuple[str, ...]]) -> None:
    request = make.request(make.agency(), state)
    people = {role.key: make.person(role.key) for role in make.PEOPLES_ROLES}
    people["chief_executive"] = make.person("chief_executive", request.scopes[-1])
    assert steps_for(people, request.ref) == expected


def test_a_request_does_not_wait_for_whoever_assessed_it() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    both = make.person("approving_official")
    assert [item.ref for item in queries.waiting_for(both)] == [request.ref]
    with writing():
        request.answers.update(decided_by=both.actor_key)
    assert queries.waiting_for(both) == []


def test_what_somebody_can_decide_is_not_hidden_behind_what_they_cannot() -> None:
    by = asking.desk()
    ready = [asking.request(by, "ready", of=make.agency(f"Town {n} Police Department")) for n in range(8)]
    official = make.person("approving_official")
    with writing():
        for request in ready[:-1]:
            request.answers.update(decided_by=official.actor_key)
    groups = queries.groups(official)
    assert [(group.count, [item.ref for item in group.items]) for group in groups] == [(1, [ready[-1].ref])]


def test_an_engagement_waits_for_a_plan_and_a_plan_for_each_side_in_turn() -> None:
    by = plans.cast()
    people = make.everybody(by.engagement)
    assert steps_for(people, by.engagement.ref) == waits(LEAD, "Draft a work plan")
    plan = plans.draft(by)
    assert steps_for(people, by.engagement.ref) == {}
    assert steps_for(people, plan.ref) == waits(LEAD, "Propose the work plan")
    plan = plans.actions.propose(plan, by=by.lead, at=AT)
    assert steps_for(people, plan.ref) == waits({"chief_executive"}, "Concur with the work plan")
    plans.concur(plan, by=by.chief)
    assert steps_for(people, plan.ref) == {}
    assert steps_for(people, make.area(by.engagement).ref) == waits(LEAD, "Open the focus area")


def finding_in(state: str) -> Callable[[Ground], Any]:
    return lambda on: ground.finding(on, state)


def recommendation_in(state: str) -> Callable[[Ground], Any]:
    return lambda on: ground.recommendation(on, state)


def _proposed_measure(on: Ground) -> Any:
    return work.measure(on, ground.recommendation(on), "proposed")


def _measured(on: Ground) -> Any:
    recommendation = ground.recommendation(on)
    work.measure(on, recommendation)
    return recommendation


@pytest.mark.owed("P12")
@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (finding_in("draft"), waits(TEAM, "Send the finding to be validated")),
        (finding_in("in_review"), waits({"reviewer"}, "Validate the finding")),
        (finding_in("validated"), waits(LEAD, "Issue the finding")),
        (finding_in("issued"), {}),
        (recommendation_in("draft"), waits(TEAM, "Send the recommendation to be validated")),
        (recommendation_in("in_review"), waits({"reviewer"}, "Validate the recommendation")),
        (recommendation_in("issued"), waits(TEAM, "Propose a compliance measure") | RESPONDS),
        (
            _proposed_measure,
            waits({"chief_executive", "liaison"}, "Agree to the compliance measure")
            | waits({"programme_officer"}, "Approve the compliance measure"),
        ),
        (_measured, waits(TEAM, "Take up the reform") | RESPONDS),
        (
            lambda on: ground.asked(on, ground.validated(on)),
            waits({"chief_executive", "liaison"}, "Send the fact check back"),
        ),
        (work.reform, waits({"chief_executive", "liaison"}, "Report progress")),
        (lambda on: work.reform(on, "with_team"), waits(TEAM, "Assess progress", "Assess the reform as complete")),
        (lambda on: work.reform(on, "complete"), {}),
    ],
)
def test_each_thing_waits_for_the_side_that_holds_it(
    made: Callable[[Ground], Any], expected: dict[str, tuple[str, ...]]
) -> None:
    on = ground.ground()
    thing = made(on)
    people = make.everybody(on.engagement)
    assert steps_for(people, thing.ref) == expected
    elsewhere = make.engagement("Elsewhere")
    strangers = {role: make.member(elsewhere, role) for role in expected if role != "programme_officer"}
    assert steps_for(strangers, thing.ref) == {}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("compiled", waits(LEAD, "Compile a status report", "Send the status report to review")),
        ("in_review", waits({"reviewer"}, "Pass the status report on to the agency")),
        ("fact_check", waits({"chief_executive", "liaison"}, "Finish the fact check")),
        ("checked", waits(LEAD, "Compile a status report", "Send the status report for approval")),
        ("proposed", waits({"approving_official"}, "Approve the status report")),
        ("approved", waits({"publisher"}, "Set the hour of publication")),
        ("scheduled", {}),
        ("returned", waits(LEAD, "Compile a status report")),
        ("published", {}),
    ],
)
def test_a_report_waits_for_one_side_after_the_other(state: str, expected: dict[str, tuple[str, ...]]) -> None:
    by = office.press()
    report = office.report(by, state)
    assert steps_for(make.everybody(by.engagement), report.ref) == expected


def test_a_later_report_waits_only_once_the_earlier_one_is_public() -> None:
    by = office.press()
    first = office.report(by, "approved")
    office.following(by, "approved", 1)
    assert [item.ref for item in queries.waiting_for(by.publisher)] == [first.ref]


def test_a_suspended_engagement_waits_for_the_office_and_its_things_for_nobody() -> None:
    on = ground.ground()
    finding = ground.finding(on, "draft")
    engagements.suspend(on.engagement, reason="A pause.", by=on.officer, at=AT)
    people = make.everybody(on.engagement)
    assert steps_for(people, on.engagement.ref) == waits({"programme_officer"}, "Resume the engagement")
    assert steps_for(people, finding.ref) == {}


def test_whoever_nothing_waits_for_is_told_so() -> None:
    page = make.browser(make.person("auditor")).get(HOME)
    assert (page.context["count"], "Nothing waits for you now" in page.content.decode()) == (0, True)


def test_the_longest_waiting_stands_first_and_each_step_opens() -> None:
    on = ground.ground()
    work.reform(on, "with_team")
    ground.finding(on, "draft")
    client = make.browser(on.lead)
    groups = client.get(HOME).context["groups"]
    for group in groups:
        assert [item.since for item in group.items] == sorted(item.since for item in group.items)
        assert [client.get(step.href).status_code for item in group.items for step in item.steps] == [
            200 for item in group.items for _ in item.steps
        ]
    assert sorted(group.heading for group in groups) == [
        "Assess progress or assess the reform as complete",
        "Complete the focus area",
        "Send the finding to be validated",
    ]


def test_an_engagement_shows_what_has_waited_there_longest_and_nothing_of_another() -> None:
    on, elsewhere = ground.ground(), ground.ground("Birch Hollow")
    there = [ground.finding(on, "draft") for _ in range(3)]
    ground.finding(elsewhere, "draft")
    refs = [thing.ref for thing in (on.area, *there)]
    assert sorted(item.ref for item in queries.longest(on.lead, on.engagement, shown=5)) == sorted(refs)
    page = make.browser(on.lead).get(on.engagement.get_absolute_url()).content.decode()
    assert ("What waits for you here</h2>" in page, "All of them, on your home page" in page) == (True, False)


def test_of_what_waits_in_an_engagement_one_more_than_is_shown_says_that_there_is_more() -> None:
    on = ground.ground()
    for _ in range(7):
        ground.finding(on, "draft")
    waiting = queries.longest(on.lead, on.engagement, shown=5)
    assert (len(waiting), [item.since for item in waiting]) == (6, sorted(item.since for item in waiting))
    page = make.browser(on.lead).get(on.engagement.get_absolute_url()).content.decode()
    assert ("<small>the 5 longest</small>" in page, "All of them, on your home page" in page) == (True, True)


# As many queries for three things as for one


def query_count(client: Client) -> int:
    client.get(HOME)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(HOME).status_code == 200
    return len(asked)


def one_of_each(place: str) -> None:
    on = ground.ground(place)
    for state in ("submitted", "acknowledged", "ready", "accepted"):
        make.request(make.agency(f"{place} {state}"), state)
    ground.finding(on, "in_review")
    ground.finding(on, "validated")
    work.measure(on, ground.recommendation(on, "validated"), "proposed")
    ground.recommendation(on, "in_review")
    _measured(on)
    ground.recommendation(on)
    work.reform(on)
    work.reform(on, "with_team")
    office.report(office.press(on=on), "approved")
    office.report(office.press(f"{place} again"), "proposed")


def test_home_asks_as_many_queries_for_one_thing_of_each_kind_as_for_three() -> None:
    one_of_each("One")
    office_roles = [r.key for r in make.PEOPLES_ROLES if r.level == "office"]
    clients = {role: make.browser(make.person(role)) for role in office_roles}
    few = {role: query_count(client) for role, client in clients.items()}
    one_of_each("Two")
    one_of_each("Three")
    assert {role: query_count(client) for role, client in clients.items()} == few


def test_home_asks_a_team_as_many_queries_for_one_thing_as_for_three() -> None:
    on = ground.ground()
    people = {role: make.member(on.engagement, role) for role in ("assessment_lead", "reviewer", "chief_executive")}
    clients = {role: make.browser(who) for role, who in people.items()}
    few: dict[str, int] = {}
    for number in range(3):
        finding = ground.finding(on)
        ground.finding(on, "draft")
        ground.finding(on, "in_review")
        for state in ("in_review", "validated"):
            ground.recommendation(on, state, standing_on=finding)
        work.reform(on, of=ground.recommendation(on, standing_on=finding))
        work.reform(on, "with_team", of=ground.recommendation(on, standing_on=finding))
        if number == 0:
            few = {role: query_count(client) for role, client in clients.items()}
    assert {role: query_count(client) for role, client in clients.items()} == few


def test_somebody_without_a_role_finds_what_is_asked_of_them_their_requests_and_whom_to_ask() -> None:
    declaration = partners.asked(name="Robin Example")
    mine = asking.request(asking.desk(), "submitted", contact_email="ROBIN.EXAMPLE@example.org")
    elsewhere = make.agency("Birch Falls Police Department")
    asking.request(asking.desk(), "submitted", of=elsewhere, contact_email="another@example.org")
    home = make.browser(declaration.person).get(HOME).content.decode()
    assert (
        f"{declaration.get_absolute_url()}declare-none/" in home or f"{declaration.get_absolute_url()}declare/" in home
    )
    assert (f"/request/status/{intake.link_token(mine)}/" in home, "Birch Falls" in home) == (True, False)
    assert ("You hold no role now" in home, "/app/notices/" in home) == (True, False)


def test_somebody_of_whom_nothing_is_asked_is_told_so_and_whom_to_ask() -> None:
    declaration = partners.declaration("none")
    answer = make.browser(declaration.person).get(HOME)
    page = answer.content.decode()
    assert (answer.status_code, "Nothing waits for you now." in page, "ask the programme office" in page) == (
        200,
        True,
        True,
    )


def test_whoever_holds_a_role_is_not_told_of_holding_none() -> None:
    assert "You hold no role" not in make.browser(make.person("auditor")).get(HOME).content.decode()
