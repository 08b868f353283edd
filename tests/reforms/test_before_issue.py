"""Row A27: work opens on validation, one by one. Both sides can work on what was taken up, and nobody else hears of it
before it is issued and released."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from concord.core import history
from concord.core.errors import Denied
from concord.findings import actions as writing
from concord.findings import queries as findings
from concord.findings.models import Recommendation
from concord.publishing.compile.changes import told_changes
from concord.publishing.compile.site import site_document
from concord.reforms import actions, queries
from concord.reforms.models import Reform
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import DAY, Ground

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def taken_up(on: Ground) -> Reform:
    """Take up a recommendation that is validated, on a finding that is validated."""
    made = ground.draft_recommendation(on, ground.finding(on, "validated"))
    made = writing.submit(made, by=on.assessor, at=AT)
    return make.planned(on, writing.validate(made, by=on.reviewer, at=AT))


def found(on: Ground, reform: Reform) -> list[int]:
    """What the agency's liaison gets of the recommendation, its finding, what it rests on, its reform and measure."""
    one = Recommendation.objects.get(pk=reform.recommendation_id)
    address = one.get_absolute_url()
    pages = (address, one.finding.get_absolute_url(), f"{address}justification/", reform.get_absolute_url())
    client = people_of.browser(on.liaison)
    return [client.get(page).status_code for page in (*pages, one.measures.get().get_absolute_url())]


@pytest.mark.owed("A27")
def test_work_begins_before_the_issue_and_the_agency_reads_what_it_works_on() -> None:
    on = ground.ground()
    reform = taken_up(on)
    assert found(on, reform) == [200] * 5
    assert [list(queries.open_for(who)) for who in (on.liaison, on.assessor)] == [[reform], []]
    assert list(findings.recommendations_visible_to(on.chief)) == [reform.recommendation]
    told = make.report(on, reform, "complete")
    packet = make.packet(on, "accepted", reform=told)
    done = actions.complete(told, note="The plan was read.", as_of=DAY, by=on.assessor, at=AT)
    assert (packet.state, done.state) == ("accepted", "complete")
    other = ground.recommendation(on)
    make.link(on, other, reform.recommendation)
    make.marked(on, reform.recommendation)
    make.project(on, reform.recommendation)
    board = people_of.browser(on.liaison).get(f"/app/engagements/{on.engagement.ref}/reform-board/")
    assert [card.recommendation for card in board.context["board"].cards] == [reform.recommendation, other]


@pytest.mark.owed("A27")
def test_law_10_nothing_of_it_is_public_before_it_is_issued() -> None:
    on = ground.ground()
    reform = taken_up(on)
    make.report(on, reform, "in_progress")
    later = AT + WEEK
    told = site_document(on.engagement, as_of=DAY, since=None)
    assert (told["recommendations"], told["findings"], told["changes"], told["figures"]) == ([], [], [], None)
    assert (queries.standings(on.engagement, DAY), queries.holders(on.engagement, DAY)) == ((), ())
    one = reform.recommendation
    ground.checked(on, one, at=later)
    writing.issue(one.finding, by=on.lead, at=later)
    writing.issue(one, by=on.lead, at=later)
    assert queries.changes(on.engagement, None, DAY) == ()
    changed = queries.changes(on.engagement, DAY, later.date())
    assert [(each.kind, each.on) for each in changed] == [("new", later.date()), ("reported", later.date())]
    (standing,) = queries.standings(on.engagement, later.date())
    assert (standing.held_since, [said.as_of for said in standing.history]) == (AT, [DAY])


def test_what_is_returned_goes_out_of_the_agencys_sight_and_its_work_waits() -> None:
    on = ground.ground()
    reform = taken_up(on)
    work = make.project(on, reform.recommendation)
    draft = writing.return_(reform.recommendation, reason="Say by when.", by=on.reviewer, at=AT)
    assert found(on, reform) == [404, 200, 404, 404, 404]
    assert list(queries.open_for(on.liaison)) == list(queries.of(on.engagement)) == []
    with pytest.raises(Denied, match="The recommendation is “Draft”: work on it waits until it is validated"):
        make.report(on, reform, "in_progress")
    shown = people_of.browser(on.liaison).get(work.get_absolute_url()).content.decode()
    assert (draft.text in shown, "It is being reworded." in shown) == (False, True)
    again = writing.validate(writing.submit(draft, by=on.assessor, at=AT), by=on.reviewer, at=AT)
    assert found(on, reform) == [200] * 5
    writing.return_(again.finding, reason="Say where.", by=on.reviewer, at=AT)
    assert found(on, reform) == [404] * 5


def test_a_packet_shows_no_draft_of_what_was_returned_meanwhile() -> None:
    on = ground.ground()
    reform = taken_up(on)
    packet = make.packet(on, "returned", reform=reform)
    one = reform.recommendation
    draft = writing.return_(one, reason="Say by when.", by=on.reviewer, at=AT)
    words = {**draft.words, "text": "Adopt another plan."}
    writing.reword_recommendation(draft, **words, expected_hash=draft.words_hash, by=on.assessor, at=AT)
    client, page = people_of.browser(on.liaison), packet.get_absolute_url()
    read = [client.get(address).content.decode() for address in (page, f"{page}show/")]
    letter = client.get(reverse("packet-letter", args=[packet.ref, "docx"])).content
    read.append(ZipFile(BytesIO(letter)).read("word/document.xml").decode())
    hidden = ("Adopt another plan.", one.measures.get().text)
    assert [[text in said for text in hidden] for said in read] == [[False, False]] * 3
    assert ["It is being reworded." in said for said in read] == [True] * 3


def test_what_is_validated_waits_to_be_taken_up_and_is_the_teams_alone_until_then() -> None:
    on = ground.ground()
    one = ground.recommendation(on, "validated")
    assert people_of.browser(on.liaison).get(one.get_absolute_url()).status_code == 404
    make.measure(on, one)
    plan = f"{one.get_absolute_url()}plan/"
    assert plan in people_of.browser(on.lead).get("/app/").content.decode()
    assert (
        "Work on it can begin before it is issued"
        in people_of.browser(on.lead).get(one.get_absolute_url()).content.decode()
    )


def test_figures_out_of_what_is_issued_count_nothing_that_is_not() -> None:
    on = ground.ground()
    issued, early = make.planned(on), taken_up(on)
    for each in (issued, early):
        make.packet(on, "submitted", reform=each)
        now = type(each).objects.get(pk=each.pk)  # the packet brought it to the team
        actions.assess(now, status="in_progress", note="It was begun.", as_of=DAY, by=on.assessor, at=AT)
    found = queries.across()
    assert (found.base, found.not_assessed, sum(found.by_core_state.values())) == (1, 0, 1)
    assert (one := queries.in_review(on.engagement, DAY)).base == 1
    assert [each.recommendations for each in one.queues] == [1]


@pytest.mark.owed("P20", "B10")
def test_the_agency_says_before_the_issue_that_it_does_not_concur_and_the_work_waits() -> None:
    on = ground.ground()
    reform = taken_up(on)
    one = reform.recommendation
    assert list(findings.to_respond_to(on.chief)) == [one]
    writing.respond(one, answer="not", reason="The council decides.", by=on.chief, at=AT)
    assert list(findings.to_respond_to(on.chief)) == []
    waits = "The agency does not concur with it, so the work waits"
    for work in (
        lambda: make.report(on, reform, "in_progress"),
        lambda: actions.assemble(reform, title="The plan", by=on.liaison, at=AT),
        lambda: actions.complete(reform, note="The plan was read.", as_of=DAY, by=on.assessor, at=AT),
    ):
        with pytest.raises(Denied, match=waits):
            work()
    stopped = actions.stop(reform, reason="The council decides.", as_of=DAY, by=on.assessor, at=AT)
    with pytest.raises(Denied, match=waits):
        actions.reopen(stopped, reason="Once more.", as_of=DAY, by=on.assessor, at=AT)


@pytest.mark.owed("P20")
@pytest.mark.parametrize("why", ["returned", "refused"])
def test_a_packet_goes_on_only_while_the_work_on_each_of_its_reforms_does(why: str) -> None:
    on = ground.ground()
    other, reform = make.planned(on), taken_up(on)
    alone = make.packet(on, reform=other)
    begun = make.packet(on, reform=reform, upload=True)
    if why == "refused":
        begun = actions.submit(begun, by=on.liaison, at=AT)
        writing.respond(reform.recommendation, answer="not", reason="The council decides.", by=on.chief, at=AT)
    else:
        writing.return_(reform.recommendation, reason="Say by when.", by=on.reviewer, at=AT)
    (measure,) = queries.measures_of(begun)
    waits = f"{reform.recommendation.title}: The (recommendation is “Draft”|agency does not concur)"
    go_on = {
        "refused": lambda: actions.accept(begun, basis="The plan was read.", by=on.reviewer, at=AT),
        "returned": lambda: actions.submit(begun, by=on.liaison, at=AT),
    }
    with pytest.raises(Denied, match=waits):
        go_on[why]()
    if begun.state == "submitted":
        begun = actions.send_back(begun, remarks={measure: "It waits."}, by=on.assessor, at=AT)
    over = actions.withdraw(begun, reason="The work waits.", by=on.liaison, at=AT)
    with pytest.raises(Denied, match=waits):
        actions.include(alone, reform=reform, by=on.liaison, at=AT)
    assert (over.state, actions.withdraw(alone, reason="Early.", by=on.liaison, at=AT).state) == ("withdrawn",) * 2


@pytest.mark.owed("P14")
def test_a_criterion_changed_before_the_issue_is_told_in_the_period_of_the_issue() -> None:
    on = ground.ground()
    one, later = taken_up(on).recommendation, AT + WEEK
    make.measure(on, one, label="1", text="Signed and posted.", reason="Readers asked.")
    ground.checked(on, one, at=later)
    writing.issue(one.finding, by=on.lead, at=later)
    writing.issue(one, by=on.lead, at=later)
    told = [each for each in told_changes(on.engagement, since=DAY, until=later.date()) if each["kind"] == "criteria"]
    assert [(each["on"], each["text"]) for each in told] == [
        (later.date().isoformat(), f"The criterion 1 of {one.label} was changed, to version 2: Readers asked.")
    ]
    assert told_changes(on.engagement, since=None, until=DAY) == []


def test_work_that_waits_since_the_agency_does_not_concur_is_held_up_and_is_not_planned() -> None:
    on = ground.ground()
    reform, other = taken_up(on), ground.recommendation(on)
    make.link(on, other, reform.recommendation)
    writing.respond(reform.recommendation, answer="not", reason="The council decides.", by=on.chief, at=AT)
    found = queries.connections(on.engagement)
    assert (dict(found.lost), set(found.undecided)) == (
        {reform.recommendation_id: "the agency does not concur"},
        {other.pk},
    )
    assert list(queries.still_to_do(on.engagement)) == [other.ref]
    assert [(one.recommendation, one.is_refused) for one in queries.blocked(on.engagement, found)] == [
        (reform.recommendation, True)
    ]
    assert queries.unblocks(reform.recommendation) == ((), 0)
    page = people_of.browser(on.lead).get(f"/app/engagements/{on.engagement.ref}/schedule/").content.decode()
    assert "The agency does not concur with it" in page


def test_what_has_ended_is_not_opened_again_against_the_agency() -> None:
    on = ground.ground()
    stopped = make.reform(on, "stopped")
    words = {"reason": "Once more.", "as_of": DAY, "by": on.assessor, "at": AT}
    writing.respond(stopped.recommendation, answer="not", reason="The council decides.", by=on.chief, at=AT)
    with pytest.raises(Denied, match="The agency does not concur with it, so the work waits until it says otherwise"):
        actions.reopen(stopped, **words)
    writing.respond(stopped.recommendation, answer="concur", by=on.chief, at=AT)
    assert actions.reopen(stopped, **words).state == "with_agency"


@pytest.mark.owed("P20")
def test_an_answer_to_an_earlier_wording_is_asked_for_again_and_is_not_published_as_one_to_the_new_words() -> None:
    on = ground.ground()
    one, later = taken_up(on).recommendation, AT + WEEK
    writing.respond(one, answer="concur", by=on.chief, at=AT)
    draft = writing.return_(one, reason="Say by when.", by=on.reviewer, at=later)
    words = {**draft.words, "text": "Adopt a plan by May."}
    draft = writing.reword_recommendation(draft, **words, expected_hash=draft.words_hash, by=on.assessor, at=later)
    one = writing.validate(writing.submit(draft, by=on.assessor, at=later), by=on.reviewer, at=later)
    client = people_of.browser(on.liaison)
    assert "(to an earlier wording)" in client.get(one.get_absolute_url()).content.decode()
    ground.checked(on, one, at=later)
    writing.issue(one.finding, by=on.lead, at=later)
    one = writing.issue(one, by=on.lead, at=later)

    def told() -> list[object]:
        (public,) = site_document(on.engagement, as_of=later.date(), since=None)["recommendations"]
        report = client.get(f"/app/engagements/{on.engagement.ref}/findings-report/?format=json").json()
        (known,) = report["findings"][0]["recommendations"]
        return [public.get("response"), known["response"]]

    assert (told(), list(findings.to_respond_to(on.chief))) == ([None, None], [one])
    for _ in range(2):
        writing.respond(one, answer="concur", by=on.chief, at=later)
    answer = {"answer": "concur", "reason": "", "on": later.date().isoformat()}
    assert (findings.responses_to(one).count(), list(findings.to_respond_to(on.chief))) == (2, [])
    assert told() == [{**answer, "reason": None}, answer]
    assert "(to an earlier wording)" in client.get(one.get_absolute_url()).content.decode()


@pytest.mark.owed("P20")
def test_the_work_goes_on_when_the_agency_says_otherwise_and_the_answer_is_public_with_the_issue() -> None:
    on = ground.ground()
    reform = taken_up(on)
    one, later = reform.recommendation, AT + WEEK
    writing.respond(one, answer="not", reason="The council decides.", by=on.chief, at=AT)
    writing.respond(one, answer="partly", reason="In two steps.", by=on.chief, at=AT)
    assert make.report(on, reform, "in_progress").state == "with_team"
    assert site_document(on.engagement, as_of=DAY, since=None)["recommendations"] == []
    ground.checked(on, one, at=later)
    writing.issue(one.finding, by=on.lead, at=later)
    writing.issue(one, by=on.lead, at=later)
    (told,) = site_document(on.engagement, as_of=later.date(), since=None)["recommendations"]
    assert told["response"] == {"answer": "partly", "reason": "In two steps.", "on": AT.date().isoformat()}


def test_whoever_responded_to_other_words_is_asked_again() -> None:
    on = ground.ground()
    one = taken_up(on).recommendation
    writing.respond(one, answer="concur", by=on.chief, at=AT)
    draft = writing.return_(one, reason="Say by when.", by=on.reviewer, at=AT)
    later = AT + WEEK
    again = writing.validate(writing.submit(draft, by=on.assessor, at=later), by=on.reviewer, at=later)
    assert list(findings.to_respond_to(on.chief)) == [again]


def test_what_is_taken_up_is_set_aside_after_its_reform_has_stopped_and_no_work_is_orphaned() -> None:
    on = ground.ground()
    reform, other = taken_up(on), ground.recommendation(on)
    one = reform.recommendation
    only, both = make.project(on, one), make.project(on, one, other, title="A wider plan")
    draft = writing.return_(one, reason="It is said elsewhere.", by=on.reviewer, at=AT)
    page = people_of.browser(on.assessor).get(draft.get_absolute_url()).content.decode()
    refusal = f"{reform.ref} carries it out and is “With the agency”: the team first records that the work on it has"
    assert refusal in page
    with pytest.raises(Denied, match=refusal):
        ground.aside(on, draft)
    actions.stop(Reform.objects.get(), reason="It is said elsewhere.", as_of=DAY, by=on.assessor, at=AT)
    with pytest.raises(Denied, match=f"{only.ref}: this piece of work serves nothing else"):
        ground.aside(on, draft)
    actions.end_work(only, outcome="It goes on in another one.", by=on.liaison, at=AT)
    gone = ground.aside(on, draft, "It is said elsewhere.")
    told = json.loads(history.of(one.ref)[0].body)
    assert (gone.state, told["new"], told["more"]) == ("set_aside", "set_aside", {"left": [both.ref]})
    assert [(each.recommendation, each.ended_because) for each in both.served.order_by("pk")] == [
        (one, "It is said elsewhere."),
        (other, ""),
    ]
    with pytest.raises(Denied, match="is set aside: nobody works on it any more"):
        make.report(on, Reform.objects.get(), "in_progress")
