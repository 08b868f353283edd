from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concord.accounts.models import Person
from concord.core import clock
from concord.engagements import actions as engagements
from concord.findings.models import Recommendation
from concord.reforms import actions, queries
from concord.reforms.models import Measure, Reform
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT, PEOPLES_ROLES
from tests.factories.findings import DAY

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
READERS = ALL - {"administrator"}
OFFICE = {"programme_officer", "approving_official", "publisher", "auditor"}
LIST = "/app/recommendations/"


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def page(who: Person, address: str) -> str:
    return people_of.browser(who).get(address).content.decode()


def rows(who: Person | Client, address: str = LIST, **asked: str) -> list[dict[str, Any]]:
    """Return the rows that a list shows."""
    client = who if isinstance(who, Client) else people_of.browser(who)
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return list(answer.context["rows"])


def test_everybody_of_the_engagement_but_the_administrator_reads_both_voices() -> None:
    on = ground.ground()
    reform = make.reform(on, "complete")
    measure = Measure.objects.get()
    people = people_of.everybody(on.engagement)
    for thing in (reform, measure, reform.recommendation):
        assert people_of.statuses(people, thing.get_absolute_url()) == {200: READERS, 404: {"administrator"}}
    assert people_of.statuses(people, LIST) == {200: READERS, 403: {"administrator"}}


def test_people_of_another_agency_do_not_learn_that_it_exists() -> None:
    on = ground.ground()
    reform = make.reform(on)
    others = people_of.everybody(people_of.engagement("Elsewhere"))
    for thing in (reform, Measure.objects.get(), reform.recommendation):
        assert people_of.statuses(others, thing.get_absolute_url()) == {200: OFFICE, 404: ALL - OFFICE}
    for name, ref in (("reform.report", reform.ref), ("reform.plan", reform.recommendation.ref)):
        assert people_of.statuses(others, reverse(name, args=[ref]))[404] == ALL - OFFICE
    stranger = people_of.browser(others["chief_executive"])
    assert reform.recommendation.ref not in stranger.get(LIST).content.decode()
    asked = stranger.get(LIST, {"engagement": on.engagement.ref})
    unknown = stranger.get(LIST, {"engagement": "ENG-1999-0001"})
    for answer, ref in ((asked, on.engagement.ref), (unknown, "ENG-1999-0001")):
        assert answer.status_code == 422
        assert f"There is no engagement {ref}, or it is not yours to see." in answer.content.decode()


def test_a_measure_of_a_draft_is_404_for_the_agency() -> None:
    on = ground.ground()
    measure = make.measure(on, ground.recommendation(on, "validated"), "proposed")
    people = people_of.everybody(on.engagement)
    hidden = people_of.statuses(people, measure.get_absolute_url())[404]
    assert hidden == {"chief_executive", "liaison", "government_signatory", "publisher", "stakeholder_adviser",
                      "administrator"}  # fmt: skip
    assert list(queries.measures_open_for(on.chief, AT.date())) == []
    assert list(queries.measures_open_for(on.officer, AT.date())) == [measure]


def done(client: Client, name: str, ref: str, **typed: str) -> None:
    answer = client.post(reverse(name, args=[ref]), {"sent": "yes"} | typed)
    assert answer.status_code == 302, answer.content.decode()


def test_the_way_of_a_reform_through_the_pages() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on)
    assessor, officer, liaison = (people_of.browser(p) for p in (on.assessor, on.officer, on.liaison))

    early = assessor.post(reverse("reform.plan", args=[recommendation.ref]), {"sent": "yes"})
    assert (early.status_code, "No completion measure is approved" in early.content.decode()) == (422, True)
    done(assessor, "measure.propose", recommendation.ref, kind="completion", text="The chief has signed it.")
    first = Measure.objects.get()
    done(officer, "measure.return", first.ref, reason="Say by when.")
    done(assessor, "measure.propose", recommendation.ref, label="1", kind="completion", text="Signed in May.",
         reason="It says by when.")  # fmt: skip
    done(liaison, "measure.agree", Measure.objects.get(version=2).ref)
    done(officer, "measure.approve", Measure.objects.get(version=2).ref)
    done(assessor, "reform.plan", recommendation.ref)
    reform = Reform.objects.get()
    today = {"as_of": clock.today().isoformat()}
    offered = liaison.get(reverse("reform.report", args=[reform.ref])).content.decode()
    assert [word in offered for word in ("Complete", "Partially Complete", "In Progress", "Not Started")] == [True] * 4
    done(liaison, "reform.report", reform.ref, status="in_progress", note="A group has met.", **today)
    offered = assessor.get(reverse("reform.assess", args=[reform.ref])).content.decode()
    assert [f'value="{key}"' in offered for key in ("in_progress", "not_started", "complete")] == [True, True, False]
    done(assessor, "reform.assess", reform.ref, status="not_started", note="Nothing seen yet.", **today)
    done(liaison, "reform.report", reform.ref, status="complete", **today)
    done(assessor, "reform.complete", reform.ref, note="The plan was read.", **today)
    done(assessor, "reform.reopen", reform.ref, reason="The audit showed a gap.", **today)
    done(assessor, "reform.stop", reform.ref, reason="The board decided so.", **today)
    for address in (reform.get_absolute_url(), recommendation.get_absolute_url()):
        answer = liaison.get(address)
        assert [said.status for said in answer.context["reports"]] == ["complete", "in_progress"]
        assert [said.status for said in answer.context["judgements"]] == [
            "partially_complete", "in_progress", "complete", "not_started",
        ]  # fmt: skip
        shown = answer.content.decode()
        said = ("A group has met.", "Nothing seen yet.", "The plan was read.", "The audit showed a gap.")
        assert [words in shown for words in (*said, "Signed in May.")] == [True] * 5
    assert "It says by when." in liaison.get(recommendation.get_absolute_url()).content.decode()


def test_a_form_without_a_status_or_a_day_says_so() -> None:
    on = ground.ground()
    reform = make.reform(on)
    answer = people_of.browser(on.liaison).post(reverse("reform.report", args=[reform.ref]), {"note": "Done."})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"status", "as_of"}
    assert "Done." in answer.content.decode()


def test_the_list_shows_both_voices_who_has_it_and_since_when() -> None:
    on = ground.ground()
    make.reform(on, "with_team")
    make.reform(on, "stopped")
    ground.recommendation(on)
    ground.recommendation(on, "draft", text="Begin to count. " * 20)
    found = rows(on.lead)
    assert [row["held_by"] for row in found] == [
        "the assessment team", "To be taken up", "Stopped", "the assessment team",
    ]  # fmt: skip
    assert [(row["reported"], row["assessed"]) for row in found] == [
        ("", ""), ("", ""), ("", "Partially Complete"), ("Complete", ""),
    ]  # fmt: skip
    assert [row["reported_on"] for row in found] == [None, None, None, DAY]
    assert found[0]["text"] == "Begin to count. " * 8 + "Begin to co…"
    assert page(on.lead, LIST).count("Nothing yet</td>") == 6
    assert len(rows(on.chief)) == 3


def test_each_filter_narrows_the_list() -> None:
    on, elsewhere = ground.ground(), ground.ground("Elsewhere")
    make.reform(on, "with_team")
    make.reform(on, "complete")
    make.reform(on)
    make.reform(elsewhere, "stopped")
    client = people_of.browser(on.officer)

    def found(**asked: str) -> int:
        return len(rows(client, **asked))

    assert found() == 4
    assert found(engagement=on.engagement.ref) == 3
    assert found(focus_area=elsewhere.area.ref) == 1
    assert found(assessed="complete") == 1
    assert found(assessed="none") == 2
    assert found(assessed="partially_complete") == 1
    assert found(reported="complete") == 2
    assert found(reported="none") == 2
    assert found(reported="complete", assessed="none") == 1
    assert found(held="with_agency") == 1
    assert found(held="stopped", engagement=on.engagement.ref) == 0
    assert found(assessed="in_progress") == 0


def test_a_filter_that_cannot_be_read_is_said_and_lists_nothing() -> None:
    on = ground.ground()
    make.reform(on)
    client = people_of.browser(on.officer)
    for asked in ({"assessed": "done"}, {"held": "monitor"}, {"focus_area": "FA-1999-0001"}):
        answer = client.get(LIST, asked)
        assert (answer.status_code, answer.context["rows"]) == (422, [])


def test_the_list_is_read_fifty_at_a_time_with_its_filters_in_at_most_ten_queries() -> None:
    make.many_recommendations(240)
    client = people_of.browser(people_of.person("programme_officer"))
    assert query_count(client, LIST) <= 10
    assert len(rows(client)) == len(rows(client, assessed="complete")) == 50
    fiftieth = Recommendation.objects.filter(reform__assessed_status="complete").order_by("-pk")[49]
    first = client.get(LIST, {"assessed": "complete"}).content.decode()
    assert f'href="?assessed=complete&amp;after={fiftieth.pk}"' in first
    rest = client.get(LIST, {"assessed": "complete", "after": str(fiftieth.pk)})
    assert (len(rest.context["rows"]), rest.context["next"]) == (10, "")


def test_the_page_of_a_recommendation_on_a_talk_asks_ten_queries_and_eleven_of_whoever_may_be_recused() -> None:
    """One of them is whether those who talked agree to less now; the agency is not told of it."""
    on = ground.ground()
    address = make.reform(on, "complete").recommendation.get_absolute_url()
    asked = [query_count(people_of.browser(who), address) for who in (on.officer, on.lead, on.chief)]
    assert asked == [10, 11, 9]


def test_lists_and_pages_ask_as_many_queries_for_one_row_as_for_three() -> None:
    on = ground.ground()
    reform = make.reform(on, "complete")
    client = people_of.browser(on.lead)
    of_engagement = reverse("engagement-recommendations", args=[on.engagement.ref])
    addresses = [LIST, of_engagement, reform.get_absolute_url(), reform.recommendation.get_absolute_url()]
    with_one = [query_count(client, address) for address in addresses]
    make.reform(on, "with_team")
    make.reform(on, "stopped")
    for _ in range(2):
        make.report(on, Reform.objects.get(pk=reform.pk), "in_progress")
        make.measure(on, reform.recommendation)
    assert [query_count(client, address) for address in addresses] == with_one
    assert len(rows(client)) == 3


def test_the_list_of_an_engagement_counts_each_voice_with_its_base() -> None:
    on = ground.ground()
    make.reform(on, "with_team")
    make.reform(on, "stopped")
    address = reverse("engagement-recommendations", args=[on.engagement.ref])
    assert len(rows(on.chief, address)) == 2
    shown = page(on.chief, address)
    assert "Of 2 issued, as of" in shown
    lines = {"Complete": (1, 0), "Partially Complete": (0, 1), "In Progress": (0, 0), "Nothing yet": (1, 1)}
    for label, (reported, assessed) in lines.items():
        assert f'<th scope="row">{label}</th><td>{reported}</td><td>{assessed}</td>' in shown


def test_what_waits_for_each_side_is_in_its_inbox_and_no_other() -> None:
    on = ground.ground()
    with_agency, with_team = make.reform(on), make.reform(on, "with_team")
    measure = make.measure(on, ground.recommendation(on), "proposed")

    def waits(who: Person) -> list[bool]:
        shown = page(who, "/app/")
        return [thing.ref in shown for thing in (with_agency, with_team, measure)]

    assert waits(on.liaison) == [True, False, True]
    assert waits(on.assessor) == [False, True, False]
    assert waits(on.officer) == [False, False, True]


def test_what_was_issued_and_not_taken_up_waits_with_the_team_step_by_step() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on)

    def step(who: Person) -> list[str]:
        shown = page(who, "/app/")
        verbs = ("measure.propose", "reform.plan")
        return [verb for verb in verbs if reverse(verb, args=[recommendation.ref]) in shown]

    assert step(on.assessor) == step(on.lead) == ["measure.propose"]
    waiting = make.measure(on, recommendation, "proposed")
    assert step(on.assessor) == []
    assert list(queries.measures_open_for(on.liaison, AT.date())) == [waiting]
    actions.approve(make.agreed(on, waiting), by=on.officer, at=AT)
    assert step(on.assessor) == step(on.lead) == ["reform.plan"]
    assert step(on.chief) == step(on.officer) == step(on.reviewer) == []
    actions.plan(recommendation, by=on.lead, at=AT)
    assert step(on.assessor) == []


def test_what_stands_in_a_suspended_engagement_crowds_nothing_out_of_an_inbox() -> None:
    on = ground.ground()
    make.reform(on)
    make.reform(on, "with_team")
    make.measure(on, ground.recommendation(on), "proposed")
    engagements.suspend(on.engagement, reason="Paused.", by=on.officer, at=AT)
    assert [list(queries.open_for(who)) for who in (on.liaison, on.assessor)] == [[], []]
    assert list(queries.measures_open_for(on.officer, AT.date())) == []


def test_a_returned_measure_says_why() -> None:
    on = ground.ground()
    returned = make.measure(on, ground.recommendation(on), "returned")
    assert "Say how many." in page(on.assessor, returned.get_absolute_url())


def test_the_inbox_asks_as_many_queries_for_one_reform_as_for_three() -> None:
    on = ground.ground()
    make.reform(on, "with_team")
    client = people_of.browser(on.assessor)
    with_one = query_count(client, "/app/")
    make.reform(on, "with_team")
    make.reform(on, "with_team")
    assert query_count(client, "/app/") == with_one


def test_queries_find_by_reference_and_list_an_engagement() -> None:
    on = ground.ground()
    reform = make.reform(on)
    make.reform(ground.ground("Elsewhere"))
    assert queries.reform(reform.ref) == reform
    assert queries.reform("RFM-1999-0001") is None
    assert queries.measure("MSR-1999-0001") is None
    assert list(queries.of(on.engagement)) == [reform]
    assert [label.key for label in queries.labels(on.engagement)] == [
        "complete", "partially_complete", "in_progress", "not_started",
    ]  # fmt: skip
    assert queries.vocabulary(AT.date()).usual == queries.words(on.engagement)
