"""The board: all that goes on, by stage; the filters in the address; as many queries for three as for one."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from concord.core.guard import writing
from concord.core.tasks import actions as tasks
from concord.desk.queries import board
from concord.engagements import actions as engagements
from concord.intake.models import AssistanceRequest
from concord.workplans import actions as plan_actions
from concord.workplans.models import WorkPlan
from tests.desk.counting import query_count
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

BOARD = "/app/board/"
ALL = {role.key for role in make.PEOPLES_ROLES}
OFFICE = {"programme_officer", "approving_official", "auditor"}


@pytest.fixture
def officer() -> Client:
    return make.browser(make.person("programme_officer"))


def counts(client: Client, query: str = "") -> dict[str, int]:
    return {c.stage.key: c.count for c in client.get(BOARD + query).context["columns"] if c.count}


def test_the_board_is_the_offices() -> None:
    people = make.everybody(make.engagement())
    for address in (BOARD, BOARD + "?stage=request-submitted", "/app/figures/"):
        assert make.statuses(people, address) == {200: OFFICE, 403: ALL - OFFICE}


@pytest.mark.owed("P12", "A60")
def test_each_request_and_engagement_that_goes_on_stands_in_its_stage_with_who_holds_it(officer: Client) -> None:
    for state in ("submitted", "acknowledged", "ready", "deferred", "declined", "withdrawn", "accepted"):
        make.request(make.agency(f"{state} Police"), state)
    by = plans.cast("Planned")
    plans.concurred(by)
    plans.proposed(plans.cast("Proposed"))
    make.engagement("Planning")
    engagements.suspend(make.engagement("Paused"), reason="A pause.", by=make.person("programme_officer"), at=AT)
    make.put(make.engagement("Over"), "ended")
    columns = officer.get(BOARD).context["columns"]
    assert {c.stage.key: (c.count, str(c.stage.holder)) for c in columns if c.count} == {
        "request-submitted": (1, "the programme office"),
        "request-acknowledged": (1, "the programme office"),
        "request-ready": (1, "the programme office"),
        "request-deferred": (1, "the programme office"),
        "request-accepted": (1, "the programme office"),
        "engagement-planning": (1, "the assessment team"),
        "engagement-proposed": (1, "the agency"),
        "engagement-working": (1, "the assessment team"),
        "engagement-suspended": (1, "the programme office"),
    }
    assert [c.stage.key for c in columns] == [stage.key for stage in board.STAGES if stage.key in counts(officer)]
    cards = {card.title: card.get_absolute_url() for c in columns for card in c.cards}
    assert set(cards) >= {"submitted Police, OH", "Planned Police Department"}
    assert {officer.get(address).status_code for address in cards.values()} == {200}


@pytest.mark.owed("P12")
def test_an_engagement_is_in_its_stage_since_its_plan_was_proposed_returned_or_concurred_with(officer: Client) -> None:
    hours = {"proposed": 1, "returned": 2, "concurred": 3}
    cast = {name: plans.cast(name.capitalize()) for name in ("planned", *hours)}
    for name, after in hours.items():
        plan = plans.proposed(cast[name])
        with writing():
            WorkPlan.objects.filter(pk=plan.pk).update(state_since=AT + timedelta(hours=after))
    plan_actions.send_back(
        WorkPlan.objects.get(engagement=cast["returned"].engagement), reason="Shorter.", by=cast["returned"].chief,
        at=AT + timedelta(hours=5),
    )  # fmt: skip
    concurred = WorkPlan.objects.get(engagement=cast["concurred"].engagement)
    plans.concur(concurred, by=cast["concurred"].chief, at=AT + timedelta(hours=4))
    cards = {card.ref: card.since for column in officer.get(BOARD).context["columns"] for card in column.cards}
    since = {"planned": 0, "proposed": 1, "returned": 5, "concurred": 4}
    assert cards == {cast[name].engagement.ref: AT + timedelta(hours=after) for name, after in since.items()}
    page = officer.get(BOARD + "?stage=engagement-planning").context["page"]
    assert [card.ref for card in page.cards] == [cast["planned"].engagement.ref, cast["returned"].engagement.ref]


@pytest.mark.owed("P12")
def test_each_item_is_with_a_person_by_name_where_one_is_named(officer: Client) -> None:
    odell = make.person("programme_officer", name="Odell Officer")
    given, other = make.request(make.agency("Given"), "submitted"), make.request(make.agency("Nobody's"), "submitted")
    asked = make.request(make.agency("Asked"), "awaiting_authorization")
    tasks.set_for_office(given, what="Call", assignee=odell.actor_key, by=odell, at=AT)
    planning, proposed = plans.cast("Planning"), plans.cast("Proposed")
    plans.proposed(proposed)
    headless = plans.cast("Headless")
    plans.proposed(headless)
    with writing():
        headless.chief.memberships.update(until=AT, ended_by="person:0")
    liaison = make.member(headless.engagement, "liaison", name="Lin Liaison")
    cards = {card.ref: card.who for column in officer.get(BOARD).context["columns"] for card in column.cards}
    assert cards == {
        given.ref: "Odell Officer",
        other.ref: "",
        asked.ref: asked.chief_name,
        planning.engagement.ref: planning.lead.name,
        proposed.engagement.ref: proposed.chief.name,
        headless.engagement.ref: liaison.name,
    }
    page = officer.get(BOARD + "?stage=request-submitted").content.decode()
    assert ('data-label="With">Odell Officer<' in page, 'data-label="With">the programme office<' in page) == (
        True,
        True,
    )
    answer = officer.get(BOARD + "?stage=engagement-proposed&format=csv")
    rows = [row[4:6] for row in csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))]
    assert sorted(rows[1:]) == sorted([["the agency", proposed.chief.name], ["the agency", liaison.name]])


def test_a_stage_shows_the_longest_first_and_leads_to_all_of_them_in_pages(officer: Client) -> None:
    agency = make.agency()
    made = [make.request(agency, "submitted") for _ in range(53)]
    with writing():
        for days, request in enumerate(made):
            AssistanceRequest.objects.filter(pk=request.pk).update(state_since=AT - timedelta(days=days // 2))
    (column,) = (c for c in officer.get(BOARD).context["columns"] if c.count)
    oldest = [r.ref for r in sorted(made, key=lambda r: (-(made.index(r) // 2), r.pk))]
    assert (column.count, [card.ref for card in column.cards], column.oldest) == (
        53,
        sorted(oldest[:5], key=oldest.index),
        AT - timedelta(days=26),
    )
    first = officer.get(BOARD + "?stage=request-submitted").context["page"]
    rest = officer.get(f"{BOARD}?stage=request-submitted&after={first.next}").context["page"]
    assert [card.ref for card in (*first.cards, *rest.cards)] == oldest
    assert (len(first.cards), len(rest.cards), rest.next) == (50, 3, "")
    odd = officer.get(BOARD + "?stage=request-submitted&after=nonsense").context["page"]
    assert odd == first


def test_the_filters_stand_in_the_address_and_narrow_together(officer: Client) -> None:
    person = make.person("programme_officer")
    late, other = make.request(make.agency("Late"), "submitted"), make.request(make.agency("Other"), "submitted")
    make.request(make.agency("Waiting"), "awaiting_authorization")
    with writing():
        AssistanceRequest.objects.filter(pk=other.pk).update(tier="topic_assistance")
    tasks.set_for_office(late, what="Call", due_on=AT.date(), by=person, at=AT)
    assert counts(officer) == {"request-awaiting_authorization": 1, "request-submitted": 2}
    assert counts(officer, "?tier=topic_assistance") == {"request-submitted": 1}
    assert counts(officer, "?holder=the+agency") == {"request-awaiting_authorization": 1}
    assert counts(officer, "?overdue=on") == {"request-submitted": 1}
    assert counts(officer, "?overdue=on&tier=topic_assistance") == {}
    page = officer.get(BOARD + "?stage=request-submitted&overdue=on").context["page"]
    assert [(card.ref, card.overdue) for card in page.cards] == [(late.ref, True)]
    (column,) = officer.get(BOARD + "?overdue=on").context["columns"]
    assert (column.overdue, [card.overdue for card in column.cards]) == (1, [True])
    theirs = officer.get(BOARD + "?stage=request-submitted&holder=the+agency")  # what is submitted is with the office
    assert (theirs.context["count"], theirs.context["page"].cards) == (0, ())
    assert officer.get(BOARD + "?stage=nonsense").status_code == 422
    for number in range(5):
        make.request(make.agency(f"More {number}"), "submitted")
    linked = officer.get(BOARD + "?tier=organizational_assessment").content.decode()
    assert 'href="?tier=organizational_assessment&amp;stage=request-submitted">All 6<' in linked


def test_a_stage_comes_as_a_file(officer: Client) -> None:
    request = make.request(make.agency("Alder Falls"), "submitted")
    answer = officer.get(BOARD + "?stage=request-submitted&format=csv")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[:2] for row in rows] == [["Reference", "Agency or engagement"], [request.ref, "Alder Falls, OH"]]


def test_the_whole_board_comes_as_a_file_through_its_filters(officer: Client) -> None:
    request, engagement = make.request(make.agency("Alder Falls"), "submitted"), make.engagement("Birch Bay")
    assert 'href="?format=csv"' in officer.get(BOARD).content.decode()
    for query, expected in (("", [request.ref, engagement.ref]), ("&holder=the+assessment+team", [engagement.ref])):
        answer = officer.get(f"{BOARD}?format=csv{query}")
        assert [row[0] for row in csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))][1:] == expected
    assert officer.get(BOARD + "?format=csv&tier=nonsense").status_code == 422


def test_the_board_asks_as_many_queries_for_one_of_each_stage_as_for_three(officer: Client) -> None:
    def one_of_each(place: str) -> None:
        for stage in board.STAGES:
            if stage.of_requests:
                make.request(make.agency(f"{place} {stage.key}"), stage.key.removeprefix("request-"))
        make.engagement(place)

    one_of_each("One")
    few = {query: query_count(officer, BOARD + query) for query in ("", "?stage=request-submitted", "?overdue=on")}
    one_of_each("Two")
    one_of_each("Three")
    assert {query: query_count(officer, BOARD + query) for query in few} == few
    assert max(few.values()) <= 12


def test_stages_in_which_nothing_is_take_one_line(officer: Client) -> None:
    make.request(make.agency("Alder Falls Police"), "submitted")
    answer = officer.get(BOARD)
    assert [column.stage.key for column in answer.context["columns"]] == ["request-submitted"]
    labels = [stage.label for stage in board.STAGES if stage.key != "request-submitted"]
    assert f"Nothing now: {escape('; '.join(labels))}." in answer.content.decode()


@pytest.mark.parametrize("after", [f"{'9' * 30}-1", f"1-{'9' * 30}", "1-", "-1", "٣-٣", "\0"])
def test_what_is_no_place_in_a_stage_begins_at_the_beginning(after: str, officer: Client) -> None:
    request = make.request(make.agency("Alder Falls Police"), "submitted")
    answer = officer.get(BOARD, {"stage": "request-submitted", "after": after})
    assert (answer.status_code, [card.ref for card in answer.context["page"].cards]) == (200, [request.ref])
