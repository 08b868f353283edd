import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concord.core.guard import writing
from concord.engagements import actions as engagements
from concord.findings import actions, queries
from concord.findings.models import FactCheck, Finding, Recommendation
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories.engagements import AT, PEOPLES_ROLES

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
READERS = ALL - {"administrator"}
AGENCY = {"chief_executive", "liaison", "government_signatory"}
SEES_DRAFTS = READERS - AGENCY - {"publisher", "stakeholder_adviser"}
OFFICE = {"programme_officer", "approving_official", "publisher", "auditor"}


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def list_of(on: make.Ground) -> str:
    return reverse("engagement-findings", args=[on.engagement.ref])


@pytest.mark.parametrize("state", ["draft", "in_review", "validated"])
def test_before_it_is_issued_the_agency_and_the_public_side_get_404(state: str) -> None:
    on = make.ground()
    people = people_of.everybody(on.engagement)
    recommendation = make.recommendation(on, state)
    finding = make.finding(on, state)
    hidden = {200: SEES_DRAFTS, 404: ALL - SEES_DRAFTS}
    for thing in (finding, recommendation):
        assert people_of.statuses(people, thing.get_absolute_url()) == hidden
        assert people_of.statuses(people, reverse("history", args=[thing.ref])) == hidden
    chief = people_of.browser(on.chief)
    listed = chief.get(list_of(on)).content.decode()
    assert finding.ref not in listed
    assert recommendation.finding.ref in listed
    assert recommendation.ref not in chief.get(recommendation.finding.get_absolute_url()).content.decode()


def test_once_issued_everybody_of_the_engagement_reads_it() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    people = people_of.everybody(on.engagement)
    for thing in (recommendation.finding, recommendation):
        assert people_of.statuses(people, thing.get_absolute_url()) == {200: READERS, 404: {"administrator"}}


def test_people_of_another_agency_do_not_learn_that_it_exists() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    others = people_of.everybody(people_of.engagement("Elsewhere"))
    for address in (
        recommendation.finding.get_absolute_url(),
        recommendation.get_absolute_url(),
        list_of(on),
        reverse("finding.submit", args=[recommendation.finding.ref]),
        reverse("focus_area.complete", args=[on.area.ref]),
    ):
        found = people_of.statuses(others, address)
        assert found.get(404) == ALL - OFFICE


def test_verb_pages_of_a_draft_are_404_for_the_agency_and_403_for_readers_without_the_verb() -> None:
    on = make.ground()
    people = people_of.everybody(on.engagement)
    draft = make.draft_finding(on)
    found = people_of.statuses(people, reverse("finding.support", args=[draft.ref]))
    writers = {"assessment_lead", "assessor"}
    assert found == {200: writers, 403: SEES_DRAFTS - writers, 404: ALL - SEES_DRAFTS}


def done(client: Client, name: str, ref: str, **typed: str) -> None:
    answer = client.post(reverse(name, args=[ref]), {"sent": "yes"} | typed)
    assert answer.status_code == 302, answer.content.decode()


def has_its_facts_checked(on: make.Ground, ref: str) -> None:
    lead = people_of.browser(on.lead)
    done(lead, "fact_check.open_fact_check", on.engagement.ref, statements=ref)
    check = FactCheck.objects.latest("pk")
    done(people_of.browser(on.liaison), "fact_check.send_back", check.ref)
    done(lead, "fact_check.close_fact_check", check.ref)


def test_the_way_of_a_finding_and_its_recommendation_through_the_pages() -> None:
    on = make.ground()
    item = make.evidence(on)
    assessor, reviewer, lead = (people_of.browser(p) for p in (on.assessor, on.reviewer, on.lead))

    page = assessor.get(reverse("finding.draft", args=[on.area.ref])).content.decode()
    assert 'value="1.1"' in page  # the next number is proposed
    done(assessor, "finding.draft", on.area.ref, label="1.1", heading="Officers are well liked", narrative="So it is.")
    finding = Finding.objects.get()
    assert "The finding cites no evidence" in assessor.get(finding.get_absolute_url()).content.decode()
    early = assessor.post(reverse("finding.submit", args=[finding.ref]), {"sent": "yes"})
    assert (early.status_code, "cites no evidence" in early.content.decode()) == (422, True)
    done(assessor, "finding.support", finding.ref, evidence=item.ref, why="Sergeants said so.")
    assert f"{item.ref}: " not in assessor.get(reverse("finding.support", args=[finding.ref])).content.decode()
    done(assessor, "finding.submit", finding.ref)
    done(reviewer, "finding.return", finding.ref, reason="Say which sergeants.")
    done(assessor, "finding.submit", finding.ref)
    done(reviewer, "finding.validate", finding.ref)
    early = lead.post(reverse("finding.issue", args=[finding.ref]), {"sent": "yes"})
    assert (early.status_code, "has not been asked to check the facts" in early.content.decode()) == (422, True)
    has_its_facts_checked(on, finding.ref)
    done(lead, "finding.issue", finding.ref)
    done(assessor, "recommendation.draft", finding.ref, label="1.1.1", text="Keep it up.", justification="It works.",
         tags="Policy, training,, policy")  # fmt: skip
    recommendation = Recommendation.objects.get()
    assert (recommendation.tags, recommendation.label) == (["policy", "training"], "1.1.1")
    done(assessor, "recommendation.submit", recommendation.ref)
    done(reviewer, "recommendation.validate", recommendation.ref)
    has_its_facts_checked(on, recommendation.ref)
    done(lead, "recommendation.issue", recommendation.ref)
    make.all_held(on)
    done(lead, "focus_area.complete", on.area.ref)
    chief = people_of.browser(on.chief)
    shown = chief.get(finding.get_absolute_url()).content.decode()
    assert "Officers are well liked" in shown
    assert "Sergeants said so." not in shown  # why an item supports the finding is the team's own
    assert recommendation.get_absolute_url() in shown


def test_the_title_of_confidential_evidence_is_shown_to_the_team_alone() -> None:
    on = make.ground()
    finding = make.draft_finding(on)
    item = make.evidence(on, "confidential", title="Interviews with nine officers")
    finding = actions.cite(finding, evidence=item, why="Nine said so.", by=on.assessor, at=AT)

    def shown(who: object) -> list[bool]:
        page = people_of.browser(who).get(finding.get_absolute_url()).content.decode()  # type: ignore[arg-type]
        return [words in page for words in ("Interviews with nine officers", "Nine said so.", item.ref)]

    assert shown(on.reviewer) == [True, True, True]
    assert shown(on.officer) == [False, False, True]
    offered = people_of.browser(on.lead).get(reverse("finding.support", args=[finding.ref])).content.decode()
    assert item.ref not in offered  # cited already


def test_a_refused_form_gives_back_what_was_typed() -> None:
    on = make.ground()
    answer = people_of.browser(on.assessor).post(
        reverse("finding.draft", args=[on.area.ref]), {"label": "1.1", "heading": "", "narrative": "Long and true."}
    )
    assert answer.status_code == 422
    assert "Long and true." in answer.content.decode()


def test_the_list_asks_as_many_queries_for_one_finding_as_for_three() -> None:
    on = make.ground()
    make.finding(on, "draft")
    client = people_of.browser(on.lead)
    with_one = query_count(client, list_of(on))
    make.finding(on, "in_review")
    make.finding(on)
    assert query_count(client, list_of(on)) == with_one
    assert len(client.get(list_of(on)).context["rows"]) == 3


def test_the_page_asks_as_many_queries_for_one_recommendation_as_for_three() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    client = people_of.browser(on.lead)
    address = recommendation.finding.get_absolute_url()
    with_one = query_count(client, address)
    make.recommendation(on, standing_on=recommendation.finding)
    make.recommendation(on, "draft", standing_on=recommendation.finding)
    assert query_count(client, address) == with_one


def test_what_waits_for_each_is_in_the_inbox() -> None:
    on = make.ground()
    sent, valid = make.finding(on, "in_review"), make.finding(on, "validated")

    def waits(who: object) -> list[bool]:
        page = people_of.browser(who).get("/app/").content.decode()  # type: ignore[arg-type]
        return [thing.ref in page for thing in (sent, valid)]

    assert waits(on.reviewer) == [True, False]
    assert waits(on.lead) == [False, True]
    assert waits(on.chief) == [False, False]


def test_the_inbox_holds_what_one_can_go_on_with_and_nothing_crowds_it_out() -> None:
    on = make.ground()
    both = people_of.member(on.engagement, "reviewer")
    with writing():
        both.memberships.create(role="assessor", scope=f"engagement:{on.engagement.ref}", since=AT)
    draft, sent, valid = (make.recommendation(on, state) for state in ("draft", "in_review", "validated"))
    own = actions.draft_recommendation(
        sent.finding, label="9", text="Adopt it.", justification="It helps.", by=both, at=AT
    )
    own = actions.submit(own, by=both, at=AT)
    found = queries.recommendations_open_for
    assert set(found(on.reviewer)) == {sent, own}
    assert set(found(on.assessor)) == {draft}
    assert set(found(on.lead)) == {draft, valid}
    assert set(found(both)) == {draft, sent}
    assert set(found(on.officer)) == set(found(on.chief)) == set()
    engagements.suspend(on.engagement, reason="Paused.", by=on.officer, at=AT)
    assert set(found(on.lead)) == set()


def test_the_inbox_asks_as_many_queries_for_one_finding_to_validate_as_for_three() -> None:
    on = make.ground()
    make.finding(on, "in_review")
    client = people_of.browser(on.reviewer)
    with_one = query_count(client, "/app/")
    make.finding(on, "in_review")
    make.finding(on, "in_review")
    assert query_count(client, "/app/") == with_one


def test_queries_find_by_reference_and_list_what_is_issued() -> None:
    on = make.ground()
    draft = make.finding(on, "draft")
    recommendation = make.recommendation(on)
    assert queries.finding("FND-1999-0001") is None
    assert queries.recommendation(recommendation.ref) == recommendation
    assert list(queries.of(on.engagement)) == [recommendation.finding]
    assert list(queries.recommendations_of(on.engagement)) == [recommendation]
    assert set(queries.visible_to(on.lead)) == {draft, recommendation.finding}
    assert set(queries.visible_to(on.chief)) == {recommendation.finding}
    assert set(queries.findings_open_for(on.lead)) == {draft}
    assert set(queries.recommendations_open_for(on.lead)) == set()
    assert queries.next_label(on.area) == "1.3"
    assert queries.next_recommendation_label(recommendation.finding) == "1.2.2"
