from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.history import event, of
from concord.engagements import actions as engagements
from concord.evidence import actions as evidence
from concord.findings import actions, checks, sealed_notes
from concord.findings.models import Citation, Finding, Recommendation
from concord.workplans import actions as workplans
from tests.at_rest import places_of
from tests.factories import engagements as people_of
from tests.factories import fieldwork as afield
from tests.factories import findings as make
from tests.factories import moves
from tests.factories.engagements import AT
from tests.factories.workplans import open_area

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=9)
TWO = [("One", "Assess."), ("Two", "Assess.")]


def test_a_finding_keeps_who_wrote_validated_and_issued_it_and_when() -> None:
    on = make.ground()
    draft = make.draft_finding(on, strengths="Residents know their officers.")
    assert (draft.ref, draft.state, draft.label, draft.key, draft.author) == (
        "FND-2026-0001", "draft", "1.1", None, on.assessor.actor_key,
    )  # fmt: skip
    issued = make.finding(on)
    assert (issued.validated_by, issued.validated_at, issued.issued_at, issued.key) == (
        on.reviewer.actor_key, AT, AT, "1.2",
    )  # fmt: skip


def test_law_5_a_finding_without_evidence_goes_nowhere() -> None:
    on = make.ground()
    draft = make.draft_finding(on)
    with pytest.raises(Incomplete, match="cites no evidence"):
        actions.submit(draft, by=on.assessor, at=AT)
    cited = actions.cite(draft, evidence=make.evidence(on), why="It shows it.", by=on.assessor, at=AT)
    assert actions.submit(cited, by=on.assessor, at=AT).state == "in_review"


@pytest.mark.parametrize(("state", "verb"), [("in_review", actions.validate), ("validated", actions.issue)])
def test_law_5_evidence_that_is_withdrawn_meanwhile_stops_the_finding(state: str, verb: object) -> None:
    on = make.ground()
    finding = make.finding(on, state)
    item = finding.citations.get().evidence
    evidence.withdraw(item, reason="Of another year.", by=on.lead, at=AT)
    with pytest.raises(Incomplete, match=f"{item.ref} was withdrawn"):
        verb(finding, by=on.reviewer if state == "in_review" else on.lead, at=AT)  # type: ignore[operator]
    returned = actions.return_(finding, reason="Find other evidence.", by=on.reviewer, at=AT)
    assert (returned.state, returned.validated_by, returned.validated_at) == ("draft", None, None)


def test_a_finding_whose_evidence_was_withdrawn_goes_on_with_other_evidence() -> None:
    on = make.ground()
    finding = make.finding(on, "validated")
    item = finding.citations.get().evidence
    evidence.withdraw(item, reason="Of another year.", by=on.lead, at=LATER)
    back = actions.return_(finding, reason="Find other evidence.", by=on.reviewer, at=LATER)
    with pytest.raises(Incomplete, match="cites no evidence"):
        actions.submit(back, by=on.assessor, at=LATER)
    back = actions.cite(back, evidence=make.evidence(on), why="It shows it too.", by=on.assessor, at=LATER)
    assert [(p.level, p.text.partition(" and ")[0]) for p in checks.run(back)] == [
        ("warning", f"{item.ref} was withdrawn")
    ]
    after = LATER + timedelta(hours=1)
    sent = actions.submit(back, by=on.assessor, at=after)
    assert actions.issue(actions.validate(sent, by=on.reviewer, at=after), by=on.lead, at=after).is_issued


def test_a_recommendation_is_read_again_beside_a_finding_that_was_validated_anew() -> None:
    on = make.ground()
    finding = make.finding(on, "validated")
    recommendation = make.recommendation(on, "validated", standing_on=finding)
    back = actions.return_(finding, reason="Say where.", by=on.reviewer, at=LATER)
    sent = actions.submit(back, by=on.assessor, at=LATER)
    actions.issue(actions.validate(sent, by=on.reviewer, at=LATER), by=on.lead, at=LATER)
    with pytest.raises(Incomplete, match=f"{finding.ref} was returned and validated again"):
        actions.issue(recommendation, by=on.lead, at=LATER)
    sent = actions.submit(
        actions.return_(recommendation, reason="Read it again.", by=on.reviewer, at=LATER), by=on.assessor, at=LATER
    )
    assert actions.issue(actions.validate(sent, by=on.reviewer, at=LATER), by=on.lead, at=LATER).is_issued


@pytest.mark.parametrize("reason", ["", " \n"])
def test_law_13_nothing_is_returned_without_a_reason(reason: str) -> None:
    on = make.ground()
    for thing in (make.finding(on, "in_review"), make.recommendation(on, "validated")):
        with pytest.raises(Incomplete, match="is returned with a reason"):
            actions.return_(thing, reason=reason, by=on.reviewer, at=AT)


def test_law_17_a_draft_that_is_sent_twice_is_one() -> None:
    on = make.ground()
    finding = make.draft_finding(on, label="1.1")
    recommendation = make.draft_recommendation(on, finding, label="1.1.1", tags=["policy"])
    rows = people_of.rows_of(on.engagement.ref)
    assert make.draft_finding(on, label=" 1.1 ") == finding
    assert make.draft_recommendation(on, finding, label="1.1.1", tags=["policy"]) == recommendation
    assert people_of.rows_of(on.engagement.ref) == rows
    with pytest.raises(BadInput, match=r"label 1\.1 is taken"):
        make.draft_finding(on, label="1.1", narrative="Another text.")
    with pytest.raises(BadInput, match=r"label 1\.1 is taken"):
        actions.draft_finding(on.area, **finding.words, by=on.lead, at=AT)


@pytest.mark.owed("A25")
def test_law_5_a_recommendation_stands_on_a_validated_finding_and_a_justification() -> None:
    on = make.ground()
    draft = make.draft_recommendation(on, make.finding(on, "in_review"), justification=" ")
    with pytest.raises(Incomplete, match=r"is not validated yet.*has no justification"):
        actions.submit(draft, by=on.assessor, at=AT)


@pytest.mark.owed("A24")
def test_law_5_a_recommendation_is_issued_after_its_finding() -> None:
    on = make.ground()
    finding = make.finding(on, "validated")
    recommendation = make.recommendation(on, "validated", standing_on=finding)
    with pytest.raises(Incomplete, match=f"Issue {finding.ref} first"):
        actions.issue(recommendation, by=on.lead, at=AT)
    actions.issue(finding, by=on.lead, at=AT)
    recommendation.refresh_from_db()
    assert actions.issue(recommendation, by=on.lead, at=AT).is_issued


def test_law_9_the_author_never_validates_whatever_the_role() -> None:
    on = make.ground()
    both = people_of.member(on.engagement, "reviewer")
    with writing():
        both.memberships.create(role="assessor", scope=f"engagement:{on.engagement.ref}", since=AT)
    draft = actions.draft_finding(on.area, label="1.7", heading="H", narrative="N", by=both, at=AT)
    draft = actions.cite(draft, evidence=make.evidence(on), why="It shows it.", by=both, at=AT)
    sent = actions.submit(draft, by=both, at=AT)
    with pytest.raises(Denied, match="You wrote it, so somebody else validates it"):
        actions.validate(sent, by=both, at=AT)
    assert actions.validate(sent, by=on.reviewer, at=AT).state == "validated"


def test_law_9_the_database_refuses_an_author_who_validates() -> None:
    on = make.ground()
    finding = make.finding(on, "in_review")
    changed = {"state": "validated", "validated_by": finding.author, "validated_at": AT}
    with pytest.raises(IntegrityError, match="finding_is_not_validated_by_its_author"), writing(), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(**changed)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"validated_by": "person:0"}, "recommendation_validation_is_paired"),
        ({"state": "validated"}, "recommendation_is_validated_in_its_state"),
        ({"validated_by": "person:0", "validated_at": AT}, "recommendation_is_validated_in_its_state"),
        ({"issued_at": AT}, "recommendation_is_dated_and_named_once_issued"),
        ({"text_available": False}, "recommendation_without_text_has_none"),
        ({"state": "published"}, "recommendation_state_is_known"),
    ],
)
def test_the_database_keeps_paired_facts_paired(changed: dict[str, object], constraint: str) -> None:
    on = make.ground()
    draft = make.recommendation(on, "draft")
    with pytest.raises(IntegrityError, match=constraint), writing(), transaction.atomic():
        Recommendation.objects.filter(pk=draft.pk).update(**changed)


def test_evidence_is_cited_with_the_reason_and_the_history_names_it() -> None:
    on = make.ground()
    item = make.evidence(on)
    draft = make.draft_finding(on)
    with pytest.raises(Incomplete, match="why it supports the finding"):
        actions.cite(draft, evidence=item, why=" ", by=on.assessor, at=AT)
    actions.cite(draft, evidence=item, why="Two of three groups said so.", by=on.assessor, at=AT)
    citation = Citation.objects.get()
    assert (citation.evidence, citation.cited_by) == (item, on.assessor.actor_key)
    said = {citation.pk: "Two of three groups said so."}
    assert (sealed_notes.read([citation]), places_of("Two of three groups")) == (said, [])
    row = of(draft.ref).first()
    assert row is not None
    assert event(row).did == "cited evidence for the finding"
    assert f'"evidence":"{item.ref}"' in row.body


def test_citing_does_not_make_a_wait_look_shorter() -> None:
    on = make.ground()
    draft = make.draft_finding(on)
    cited = actions.cite(draft, evidence=make.evidence(on), why="It shows it.", by=on.assessor, at=LATER)
    assert (cited.state, cited.state_since) == ("draft", AT)


def test_only_evidence_of_the_engagement_that_stands_is_cited_and_once() -> None:
    on, elsewhere = make.ground(), make.ground("Elsewhere")
    draft, item = make.draft_finding(on), make.evidence(on)
    with pytest.raises(BadInput, match="belongs to another engagement"):
        actions.cite(draft, evidence=make.evidence(elsewhere), why="It shows it.", by=on.assessor, at=AT)
    actions.cite(draft, evidence=item, why="It shows it.", by=on.assessor, at=AT)
    with pytest.raises(BadInput, match="is cited by this finding already"):
        actions.cite(draft, evidence=item, why="It shows it.", by=on.assessor, at=AT)
    withdrawn = evidence.withdraw(make.evidence(on), reason="Of another year.", by=on.lead, at=AT)
    with pytest.raises(BadInput, match="was withdrawn and cannot be cited"):
        actions.cite(draft, evidence=withdrawn, why="It shows it.", by=on.assessor, at=AT)


def test_somebody_who_looks_at_an_old_page_is_told() -> None:
    on = make.ground()
    seen = make.finding(on, "in_review")
    actions.return_(seen, reason="Say where.", by=on.reviewer, at=AT)
    with pytest.raises(Stale, match="has moved to “Draft” since you opened it"):
        actions.validate(seen, by=on.reviewer, at=AT)


def test_a_label_and_a_key_stand_once_in_an_engagement() -> None:
    on = make.ground()
    make.draft_finding(on, label="1.1", key="first")
    with pytest.raises(BadInput, match=r"label 1\.1 is taken"):
        make.draft_finding(on, label=" 1.1 ", heading="Another one")
    with pytest.raises(BadInput, match="label is empty"):
        make.draft_finding(on, label=" ")
    with pytest.raises(BadInput, match="key First is taken"):
        make.draft_finding(on, key="First")
    with pytest.raises(BadInput, match="cannot stand in an address"):
        make.draft_finding(on, key="a/b")
    elsewhere = make.ground("Elsewhere")
    assert make.draft_finding(elsewhere, label="1.1", key="first").label == "1.1"


def test_a_key_is_fixed_at_the_first_issue_and_never_used_again() -> None:
    on = make.ground()
    finding = make.finding(on)
    named = make.recommendation(on, standing_on=finding, label="7", key="1.1-b")
    first = make.recommendation(on, standing_on=finding, label="§ 1.1/b", key=None)
    second = make.recommendation(on, standing_on=finding, label="1.1 (b)")
    symbols = make.recommendation(on, standing_on=finding, label="§")
    assert [named.key, first.key, second.key, symbols.key] == ["1.1-b", "1.1-b-2", "1.1-b-3", symbols.ref]


def test_the_database_keeps_an_issued_key_and_state() -> None:
    on = make.ground()
    finding = make.finding(on)
    back = {"state": "draft", "issued_at": None, "validated_at": None, "validated_by": None}
    for changed in ({"key": "another"}, back):
        refused = pytest.raises(DatabaseError, match="stays issued, and its key never changes")
        with refused, writing(), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(**changed)


def test_nothing_changes_while_the_engagement_is_suspended_and_all_is_still_read() -> None:
    on = make.ground()
    finding = make.finding(on, "validated")
    engagements.suspend(on.engagement, reason="Paused.", by=on.officer, at=AT)
    finding = Finding.objects.get(pk=finding.pk)
    for do in (
        lambda: actions.issue(finding, by=on.lead, at=AT),
        lambda: make.draft_finding(on),
        lambda: make.draft_recommendation(on, finding),
        lambda: actions.complete_focus_area(people_of.area(on.engagement), by=on.lead, at=AT),
    ):
        with pytest.raises(Denied, match="The engagement is “Suspended”"):
            do()


def test_a_focus_area_is_complete_when_its_findings_are_decided() -> None:
    on = make.ground()
    finding = make.finding(on, "in_review")
    area = people_of.area(on.engagement)
    with pytest.raises(Incomplete, match=f"{finding.ref}.* is “In review”"):
        actions.complete_focus_area(area, by=on.lead, at=AT)
    actions.validate(finding, by=on.reviewer, at=AT)
    make.all_held(on)
    done = actions.complete_focus_area(area, by=on.lead, at=LATER)
    assert (done.state, done.state_since) == ("complete", LATER)
    with pytest.raises(Denied, match="The focus area is “Complete”"):
        make.draft_finding(on, area=done)
    with pytest.raises(NotAllowedNow):
        actions.complete_focus_area(done, by=on.lead, at=LATER)


def test_focus_areas_are_completed_in_their_order_even_where_they_overlap() -> None:
    on = make.ground(areas=TWO)
    second = open_area(on.cast, 2)
    for number in (1, 2):
        make.nothing_found(on, number)
    with pytest.raises(Incomplete, match="Focus area 1, “One”, is “Open”"):
        actions.complete_focus_area(second, by=on.lead, at=AT)
    actions.complete_focus_area(on.area, by=on.lead, at=AT)
    assert actions.complete_focus_area(second, by=on.lead, at=AT).state == "complete"


@pytest.mark.owed("A22")
def test_a_focus_area_is_complete_when_its_activities_are_held_or_waived_and_findings_are_there_or_declared() -> None:
    on = make.ground(areas=TWO)

    def complete() -> object:
        return actions.complete_focus_area(on.area, by=on.lead, at=AT)

    with pytest.raises(Incomplete, match="nobody has declared that there is none") as first:
        complete()
    assert [one for one in first.value.missing if "is not held" in one] == [
        "“Twelve interviews” (Patrol officers) is not held",
        "“Twelve document_reviews” (Patrol officers) is not held",
    ]
    with pytest.raises(Incomplete, match="before 2 these are not complete: 1"):
        workplans.open_focus_area(people_of.area(on.engagement, 2), by=on.lead, at=AT)
    make.nothing_found(on)
    assert complete().state == "complete"
    assert workplans.open_focus_area(people_of.area(on.engagement, 2), by=on.lead, at=AT).state == "open"


def test_what_is_still_booked_keeps_a_focus_area_open() -> None:
    on = make.ground()
    make.nothing_found(on)
    booked = afield.booked(on.cast)
    with pytest.raises(Incomplete, match=r"“Twelve interviews” \(Patrol officers\) is still booked"):
        actions.complete_focus_area(on.area, by=on.lead, at=AT)
    evidence.call_off(booked, reason="A storm.", by=on.lead, at=AT)
    assert actions.complete_focus_area(on.area, by=on.lead, at=AT).state == "complete"


def test_that_there_is_no_finding_is_declared_once_with_a_reason_and_only_where_there_is_none() -> None:
    on = make.ground()

    def declare(reason: str = "Nothing to report.") -> object:
        return actions.declare_no_findings(on.area, reason=reason, by=on.lead, at=AT)

    able = moves.tried(people_of.everybody(on.engagement), lambda who: actions.declare_no_findings(
        on.area, reason="Nothing.", by=who, at=AT
    ))  # fmt: skip
    assert able == {"assessment_lead"}
    with pytest.raises(Incomplete, match="the reason"):
        declare(" ")
    rows = people_of.rows_of(on.engagement.ref)
    declare()
    declare("Again.")
    assert people_of.rows_of(on.engagement.ref) == rows + 1
    make.draft_finding(on)
    with pytest.raises(NotAllowedNow, match="There is a finding"):
        declare()


def test_only_the_lead_completes_a_focus_area() -> None:
    on = make.ground()
    make.nothing_found(on)
    found = moves.tried(
        people_of.everybody(on.engagement), lambda who: actions.complete_focus_area(on.area, by=who, at=AT)
    )
    assert found == {"assessment_lead"}


def test_a_focus_area_is_not_complete_while_a_recommendation_in_it_is_written_or_reviewed() -> None:
    on = make.ground()
    recommendation = make.recommendation(on, "draft")
    with pytest.raises(Incomplete, match=f"{recommendation.ref}.* is “Draft”"):
        actions.complete_focus_area(on.area, by=on.lead, at=AT)
    aside = make.aside(on, recommendation, "The plan says it already.")
    assert (aside.state, aside.held_by) == ("set_aside", "nobody")
    make.all_held(on)
    assert actions.complete_focus_area(on.area, by=on.lead, at=AT).state == "complete"


def test_a_draft_is_set_aside_with_a_reason_after_what_stands_on_it() -> None:
    on = make.ground()
    finding = make.finding(on, "draft")
    recommendation = make.draft_recommendation(on, finding)
    with pytest.raises(Incomplete, match="with a reason"):
        make.aside(on, recommendation, " ")
    with pytest.raises(Incomplete, match=f"{recommendation.ref}.* stands on it and is “Draft”"):
        make.aside(on, finding, "Said twice.")
    make.aside(on, recommendation, "Said twice.")
    aside = make.aside(on, finding, "Said twice.")
    with pytest.raises(Denied, match="nothing is recommended on it"):
        make.draft_recommendation(on, aside, label="1.1.9")


def test_what_was_set_aside_stays_readable_for_those_who_read_drafts_with_the_reason() -> None:
    on = make.ground()
    for thing in (make.finding(on, "set_aside"), make.recommendation(on, "set_aside")):
        page = people_of.browser(on.reviewer).get(thing.get_absolute_url()).content.decode()
        assert ("Why it was set aside" in page, "It is said elsewhere." in page) == (True, True)
        assert people_of.browser(on.chief).get(thing.get_absolute_url()).status_code == 404
